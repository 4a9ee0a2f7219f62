"""From a folder of text to shards: once, and without a sentence that is held out."""

import functools
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from transformer.errors import PreparationError, TextMissingError
from transformer.evaluation.everyday import everyday_sentences
from transformer.pairs.catalogue import PHRASES, SOURCES, Source
from transformer.pairs.cleaning import fingerprint, held_out_fingerprints
from transformer.pairs.held_out import DEV_SETS, check_shard, dev_pairs, write_checked, write_pairs
from transformer.pairs.manifest import read_manifest
from transformer.pairs.shards import read_shard, sha256
from transformer.prepare import chosen_sources
from transformer.text import Vocabulary

from tests.transformer.small_text import PAIRS
from tests.transformer.text_folder import CAPITALS, HELD_OUT, OWN, USED, prepare_text, write_text


@pytest.fixture
def text(tmp_path: Path) -> Path:
    """Write the small text, one pair of which is held out."""
    return write_text(tmp_path)


@pytest.fixture
def run(text: Path) -> Callable[..., bool]:
    """Return a function that prepares the small text."""
    return functools.partial(prepare_text, text)


def sentences(prepared: Path, name: str) -> list[str]:
    """Read both sides of a shard back."""
    shard = read_shard(prepared / f"{name}.npz")
    rows = [side[i].tolist() for side in (shard.source, shard.target) for i in range(len(side))]
    return Vocabulary(prepared / "vocabulary.model").decode(rows)


def test_no_held_out_sentence_reaches_a_shard(text: Path, run: Callable[..., bool]) -> None:
    run(USED, OWN, pieces=500)
    held_out = held_out_fingerprints(text / "eval")

    sides = sentences(text / "prepared", "tatoeba")
    assert len(sides) == 2 * (len(PAIRS) - 1)
    sides += sentences(text / "prepared", PHRASES)
    assert len(sides) > 20_000
    assert not {fingerprint(side) for side in sides} & held_out


def test_preparing_ends_with_the_count_of_held_out_sentences(
    run: Callable[..., bool], capsys: pytest.CaptureFixture[str]
) -> None:
    run()

    assert capsys.readouterr().out.endswith("0 of 14 sentences are held out\n")


def test_every_wording_of_an_everyday_sentence_and_every_reference_is_held_out(
    text: Path,
) -> None:
    (text / "eval" / "small.multiref.tsv").write_text("One.\tUna.\tUno.\n", encoding="utf-8")

    held_out = held_out_fingerprints(text / "eval")

    wordings = [w for one in everyday_sentences() for w in (one.english, *one.accepted)]
    assert len(wordings) > 20
    assert {fingerprint(w) for w in (*wordings, *HELD_OUT, "Una.", "Uno.")} <= held_out


@pytest.mark.parametrize("side", HELD_OUT)
def test_the_check_finds_a_held_out_sentence_on_either_side_and_deletes_its_shard(
    tmp_path: Path, vocabulary: Vocabulary, side: str
) -> None:
    path = tmp_path / "small.npz"
    write_pairs(path, PAIRS, vocabulary)

    assert check_shard(path, vocabulary, held_out={"something else"}) == 2 * len(PAIRS)
    with pytest.raises(PreparationError, match=r"1 sentences of .*small\.npz are held out"):
        check_shard(path, vocabulary, held_out={fingerprint(side.upper())})
    assert not path.exists()


def test_a_shard_that_fails_the_check_is_never_seen_under_its_name(
    tmp_path: Path, vocabulary: Vocabulary
) -> None:
    path = tmp_path / "small.npz"
    assert write_checked(path, PAIRS[:2], vocabulary, held_out=()) == 4
    before = path.read_bytes()

    with pytest.raises(PreparationError, match="the limit is 0"):
        write_checked(path, PAIRS, vocabulary, held_out={fingerprint(HELD_OUT[0])})

    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_text_is_prepared_once_and_anew_when_it_changed(
    text: Path, run: Callable[..., bool]
) -> None:
    assert [run(), run()] == [True, False]
    (text / "eval" / "small.en").write_text("Something else.\n", encoding="utf-8")
    assert run()
    write_text(text, [*PAIRS, ("A new pair.", "Un par nuevo.")])
    assert run()
    assert "A new pair." in sentences(text / "prepared", "tatoeba")


def test_a_vocabulary_that_is_there_is_kept_whatever_the_weights(
    text: Path, run: Callable[..., bool], vocabulary_path: Path
) -> None:
    heavier = Source("tatoeba", "small", "own", "these tests", 7.0)

    assert run(vocabulary=vocabulary_path)
    assert not run(heavier, vocabulary=vocabulary_path)
    manifest = read_manifest(text / "prepared")
    assert manifest["vocabulary"] == manifest["from"]["vocabulary"] == sha256(vocabulary_path)
    assert (text / "prepared" / "vocabulary.model").read_bytes() == vocabulary_path.read_bytes()
    assert run(heavier)


def test_a_missing_vocabulary_is_named(run: Callable[..., bool], tmp_path: Path) -> None:
    with pytest.raises(PreparationError, match=r"none\.model is missing; name"):
        run(vocabulary=tmp_path / "none.model")


def test_the_dev_set_lies_in_the_shard_as_in_its_text(text: Path, run: Callable[..., bool]) -> None:
    english = ["A rather long sentence comes first here.", "Short.", HELD_OUT[0], "Brief."]
    spanish = ["Una frase más bien larga va primero.", "Corta.", HELD_OUT[1], "Breve."]
    for ending, lines in (("en", english), ("es", spanish)):
        (text / "eval" / f"small.{ending}").write_text("\n".join(lines) + "\n", encoding="utf-8")
    run()
    prepared = text / "prepared"

    written = [
        (prepared / f"dev.{e}").read_text(encoding="utf-8").splitlines() for e in ("en", "es")
    ]
    assert sentences(prepared, "dev") == written[0] + written[1]
    assert set(zip(*written, strict=True)) == set(zip(english, spanish, strict=True))


def test_the_dev_set_is_the_beginning_of_the_two_dev_sets_if_they_are_there(
    tmp_path: Path,
) -> None:
    for name in (*DEV_SETS, "a_test"):
        for ending in ("en", "es"):
            lines = "".join(f"{name} {ending} {n}\n" for n in range(600))
            (tmp_path / f"{name}.{ending}").write_text(lines, encoding="utf-8")

    pairs = dev_pairs(tmp_path)

    assert len(pairs) == 750
    assert pairs[500] == ("flores200_dev en 0", "flores200_dev es 0")
    (tmp_path / "tatoeba_dev.en").unlink()
    assert dev_pairs(tmp_path)[0] == ("a_test en 0", "a_test es 0")
    assert len(dev_pairs(tmp_path)) == 500


def test_text_without_a_held_out_set_is_refused(text: Path, run: Callable[..., bool]) -> None:
    for path in (text / "eval").iterdir():
        path.unlink()

    with pytest.raises(TextMissingError, match="TRADUCTOR_TEXT"):
        run()


def test_a_restyled_source_needs_the_one_that_it_restyles(run: Callable[..., bool]) -> None:
    with pytest.raises(PreparationError, match=r"tatoeba\.capitals is made from tatoeba"):
        run(CAPITALS)


def test_a_restyled_source_says_what_its_source_says(text: Path, run: Callable[..., bool]) -> None:
    write_text(text, [(f"{n}: {one}", f"{n}: {two}") for n in range(30) for one, two in PAIRS])
    run(USED, CAPITALS)
    prepared = text / "prepared"

    plain, restyled = (
        {fingerprint(side) for side in sentences(prepared, name)}
        for name in ("tatoeba", "tatoeba.capitals")
    )
    assert restyled
    assert restyled < plain


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        (None, [source.name for source in SOURCES if source.weight]),
        (["xquad", "stsb_mt"], ["xquad", "stsb_mt"]),
    ],
)
def test_the_weighted_sources_are_used_unless_others_are_named(
    names: Sequence[str] | None, chosen: list[str]
) -> None:
    assert [source.name for source in chosen_sources(names)] == chosen


def test_an_unknown_source_is_answered_with_those_there_are() -> None:
    with pytest.raises(PreparationError, match="no source is called wikipedia; there are tatoeba"):
        chosen_sources(["wikipedia"])
