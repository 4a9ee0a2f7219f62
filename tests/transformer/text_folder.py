"""Write a folder of text as small as it can be, one set of which is held out, and prepare it."""

import lzma
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from transformer.pairs.catalogue import PHRASES, Source
from transformer.pairs.cleaning import Pair
from transformer.prepare import prepare

from tests.transformer.small_text import PAIRS, VOCABULARY_PIECES

HELD_OUT = PAIRS[3]
USED = Source("tatoeba", "small", "own", "these tests", 1.0)
CAPITALS = Source("tatoeba.capitals", "small", "own", "these tests", 1.0, restyled="tatoeba")
OWN = Source(PHRASES, "small", "own", "these tests", 1.0)


def write_text(folder: Path, pairs: Sequence[Pair] = PAIRS) -> Path:
    """Write the pairs as the source ``tatoeba``, and one of the small text as the set ``small``."""
    for part in ("train", "eval"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    with lzma.open(folder / "train" / "tatoeba.tsv.xz", "wt", encoding="utf-8") as file:
        file.writelines("\t".join(pair) + "\n" for pair in pairs)
    for ending, sentence in zip(("en", "es"), HELD_OUT, strict=True):
        (folder / "eval" / f"small.{ending}").write_text(sentence + "\n", encoding="utf-8")
    return folder


def prepare_text(text: Path, *sources: Source, **options: Any) -> bool:
    """Prepare the folder, in ``prepared/`` therein."""
    chosen = {"pieces": VOCABULARY_PIECES, **options}
    return prepare(text, text / "prepared", sources=sources or [USED], **chosen)
