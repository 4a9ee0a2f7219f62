"""Scores are right, their parts too, and the held-out sets are read as they are written."""

from pathlib import Path

import pytest
from transformer.directions import ENGLISH_SPANISH, SPANISH_ENGLISH
from transformer.errors import EvaluationError, TextMissingError
from transformer.evaluation.breakdown import Line, by_length, worst
from transformer.evaluation.scores import score
from transformer.evaluation.sets import read_set

from tests.transformer.evaluation_samples import write_set
from tests.transformer.small_text import PAIRS

REFERENCES = [spanish for _, spanish in PAIRS]


def test_the_same_text_scores_a_hundred() -> None:
    perfect = score("small", REFERENCES, REFERENCES)

    assert (round(perfect.bleu), round(perfect.chrf)) == (100, 100)
    assert perfect.as_dict()["sentences"] == len(PAIRS)


def test_the_signatures_say_one_reference_and_chrf2() -> None:
    one = score("small", REFERENCES, REFERENCES)

    assert "nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp" in one.bleu_signature
    assert "nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no" in one.chrf_signature


def test_a_further_reference_counts_where_there_is_one() -> None:
    answers = ["Es un faro alto.", "Vivo aquí desde ayer."]
    references = ["Ahí está el faro.", "Vivo aquí desde ayer."]

    one = score("small", answers, references)
    more = score("small", answers, references, ["Es un faro alto.", None])

    assert one.bleu < 99 < more.bleu


def test_a_set_is_read_in_both_directions(tmp_path: Path) -> None:
    write_set(tmp_path, "small")

    there = read_set(tmp_path, "small", ENGLISH_SPANISH)
    back = read_set(tmp_path, "small", SPANISH_ENGLISH)

    assert list(zip(there.sources, there.references, strict=True)) == list(PAIRS)
    assert (back.sources, back.references) == (there.references, there.sources)


def test_a_blank_line_and_an_odd_line_separator_do_not_shift_a_set(tmp_path: Path) -> None:
    pairs = [("One.", "Uno."), ("", ""), ("Two\u2028and a half.", "Dos\x85y media.")]
    write_set(tmp_path, "small", pairs)

    found = read_set(tmp_path, "small", ENGLISH_SPANISH)

    assert list(zip(found.sources, found.references, strict=True)) == pairs


def test_all_references_of_a_set_are_read(tmp_path: Path) -> None:
    write_set(tmp_path, "small", [("Hi.", "Hola."), ("Bye.", "Adiós.")])
    lines = "Hi.\tHola.\tBuenas.\tQué tal.\nBye.\tAdiós.\n"
    (tmp_path / "eval" / "small.multiref.tsv").write_text(lines, encoding="utf-8")

    found = read_set(tmp_path, "small", ENGLISH_SPANISH)

    assert list(found.further) == [("Buenas.", None), ("Qué tal.", None)]
    assert not read_set(tmp_path, "small", SPANISH_ENGLISH).further


def test_references_of_another_set_are_refused(tmp_path: Path) -> None:
    write_set(tmp_path, "small", [("Hi.", "Hola.")])
    (tmp_path / "eval" / "small.multiref.tsv").write_text("Bye.\tAdiós.\n", encoding="utf-8")

    with pytest.raises(EvaluationError, match="not aligned"):
        read_set(tmp_path, "small", ENGLISH_SPANISH)


def test_a_set_that_is_missing_is_named_beside_those_that_are_there(tmp_path: Path) -> None:
    write_set(tmp_path, "small")

    with pytest.raises(TextMissingError, match=r"flores\.en is missing; .*--sets.* has small"):
        read_set(tmp_path, "flores", ENGLISH_SPANISH)


def test_without_any_text_the_remedy_is_to_name_a_folder(tmp_path: Path) -> None:
    with pytest.raises(TextMissingError, match="TRADUCTOR_TEXT"):
        read_set(tmp_path, "small", ENGLISH_SPANISH)


def test_sides_of_different_length_are_refused(tmp_path: Path) -> None:
    write_set(tmp_path, "small")
    (tmp_path / "eval" / "small.es").write_text("Una línea.\n", encoding="utf-8")

    with pytest.raises(EvaluationError, match="8 and 1 lines"):
        read_set(tmp_path, "small", ENGLISH_SPANISH)


def _line(words: int, answer: str = "a b c d") -> Line:
    return Line("small", "word " * words, answer, "a b c d")


def test_every_length_is_in_one_bucket() -> None:
    scores = by_length([_line(words) for words in (1, 5, 6, 10, 11, 20, 21, 40, 41, 300)])

    assert [(one.name, one.sentences) for one in scores] == [
        ("1-5 words", 2),
        ("6-10 words", 2),
        ("11-20 words", 2),
        ("21-40 words", 2),
        ("41 words or more", 2),
    ]


def test_a_length_that_nobody_wrote_is_left_out() -> None:
    assert [one.name for one in by_length([_line(7)])] == ["6-10 words"]


def test_the_worst_sentence_comes_first() -> None:
    lines = [_line(1), _line(2, "z z z z"), _line(3, "a b c z")]

    found = worst(lines, count=2)

    assert [one.answer for one in found] == ["z z z z", "a b c z"]
    assert found[0].chrf < found[1].chrf < 100
