"""From a folder of text to shards: once, and without a sentence that is held out."""

import lzma
from pathlib import Path

import pytest
from transformer.catalogue import Source
from transformer.cleaning import fingerprint, held_out_fingerprints
from transformer.prepare import prepare
from transformer.shards import read_shard
from transformer.text import Vocabulary

from tests.transformer.small_text import PAIRS, VOCABULARY_PIECES

USED = Source("tatoeba", "small", "own", "these tests", 1.0)
UNUSED = Source("stsb_mt", "left out, and missing", "own", "these tests", 0.0)
HELD_OUT = PAIRS[3]


@pytest.fixture
def text(tmp_path: Path) -> Path:
    """Write the small text, one pair of which is held out."""
    for folder in ("train", "eval"):
        (tmp_path / folder).mkdir()
    with lzma.open(tmp_path / "train" / "tatoeba.tsv.xz", "wt", encoding="utf-8") as file:
        file.writelines("\t".join(pair) + "\n" for pair in PAIRS)
    for ending, sentence in zip(("en", "es"), HELD_OUT, strict=True):
        (tmp_path / "eval" / f"small.{ending}").write_text(sentence + "\n", encoding="utf-8")
    return tmp_path


def test_no_held_out_sentence_reaches_a_shard(text: Path) -> None:
    prepared = text / "prepared"
    prepare(text, prepared, pieces=VOCABULARY_PIECES, sources=[USED, UNUSED])
    shard = read_shard(prepared / "tatoeba.npz")
    vocabulary = Vocabulary(prepared / "vocabulary.model")
    held_out = held_out_fingerprints(text / "eval")

    sides = vocabulary.decode(
        [ragged[i].tolist() for ragged in (shard.source, shard.target) for i in range(len(shard))]
    )
    assert len(sides) == 2 * (len(PAIRS) - 1)
    assert not {fingerprint(side) for side in sides} & held_out


def test_text_is_prepared_once_and_anew_when_it_changed(text: Path) -> None:
    def run() -> bool:
        return prepare(text, text / "prepared", pieces=VOCABULARY_PIECES, sources=[USED])

    assert [run(), run()] == [True, False]
    (text / "eval" / "small.en").write_text("Something else.\n", encoding="utf-8")
    assert run()
