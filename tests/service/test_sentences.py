"""Sentences are cut where a reader would, and no character is lost."""

import time

import pytest
from translator.text.sentences import Segment, join, segments, split_to_fit, to_translate

TEXTS = [
    "",
    "\n",
    "  Hello.  How are you?\n\n\tFine.  ",
    "One.\r\nTwo.\x85Three.\u2028Four",
    "- Milk\n1. Bread. And butter.\n* 2 eggs",
    'He said "Stop!" Then he left. (Nobody knew.) Why?',
    "Mr. Smith paid $3.50 to J. R. Jones, e.g. No. 5. It was late.",
    "😀 😀. Ünder… Über?! ¿Qué?",
    "12\n---\n3.5",
]


@pytest.mark.parametrize("text", TEXTS)
def test_the_segments_joined_are_the_text(text: str) -> None:
    assert "".join(segment.text for segment in segments(text)) == text


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Hello there. How are you? Fine!", ["Hello there.", "How are you?", "Fine!"]),
        ("Mr. Smith met Dr. Jones. They spoke.", ["Mr. Smith met Dr. Jones.", "They spoke."]),
        ("It costs 3.5 euros. Buy it.", ["It costs 3.5 euros.", "Buy it."]),
        ("See No. 5 and Fig. 3 for more.", ["See No. 5 and Fig. 3 for more."]),
        ("No. I will not.", ["No.", "I will not."]),
        ("The U.S. Senate met.", ["The U.S. Senate met."]),
        ("J. R. R. Tolkien wrote it.", ["J. R. R. Tolkien wrote it."]),
        ("It was I. You know.", ["It was I.", "You know."]),
        ("Use tools, e.g. Hammers. Then rest.", ["Use tools, e.g. Hammers.", "Then rest."]),
        ('He said "Stop!" Then he left.', ['He said "Stop!"', "Then he left."]),
        ('"What?" he asked.', ['"What?" he asked.']),
        ("Wait... what?", ["Wait... what?"]),
        ("Visit example.com. It is free.", ["Visit example.com.", "It is free."]),
        ("One line\nand another", ["One line", "and another"]),
        ("1. First step\n- Second step", ["First step", "Second step"]),
        ("a) First\n(b) Second\n• Third\niv) Fourth", ["First", "Second", "Third", "Fourth"]),
        ("- [x] Done\n> Quoted\n## Heading", ["Done", "Quoted", "Heading"]),
        ("A. Smith came.", ["A. Smith came."]),
    ],
)
def test_a_text_is_cut_into_its_sentences(text: str, sentences: list[str]) -> None:
    assert to_translate([segments(text)]) == sentences


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "12", "3.5 %", "---", "😀", "2026-01-02"])
def test_what_has_no_letter_is_not_translated(text: str) -> None:
    assert to_translate([segments(text)]) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "one two three, four five six; seven eight nine ten eleven twelve",
        "no commas here but a good many words that go on and on",
        "x" * 101,
        "short " + "y" * 60,
    ],
)
def test_a_long_sentence_is_cut_into_pieces_that_fit_without_loss(sentence: str) -> None:
    pieces = list(split_to_fit(sentence, lambda text: len(text) <= 20))

    assert "".join(piece.text for piece in pieces) == sentence
    assert all(0 < len(piece.text) <= 20 for piece in pieces if piece.translatable)


def test_a_long_sentence_is_cut_at_a_comma_first() -> None:
    pieces = list(split_to_fit("a bb cc dd, ee ff gg hh", lambda text: len(text) <= 12))

    assert [piece.text for piece in pieces] == ["a bb cc dd,", " ", "ee ff gg hh"]


def test_a_long_sentence_is_not_cut_within_an_address() -> None:
    address = "https://example.com/" + "a/b " * 2
    sentence = f"see `{address}` and then go home now"

    pieces = list(split_to_fit(sentence, lambda text: len(text) <= 20))

    assert f"`{address}`" in [piece.text for piece in pieces]
    assert "".join(piece.text for piece in pieces) == sentence


def test_a_long_line_is_cut_fast() -> None:
    text = "See https://example.com/a, please. It is late. " * 1_000
    start = time.perf_counter()

    found = segments(text)

    assert len(to_translate([found])) == 2_000
    assert time.perf_counter() - start < 2


def test_what_can_never_fit_is_kept_all_the_same() -> None:
    pieces = list(split_to_fit("abc", lambda _: False))

    assert "".join(piece.text for piece in pieces) == "abc"


def test_joining_replaces_only_what_is_translatable() -> None:
    document = [Segment("  ", False), Segment("one", True), Segment("\n", False)]

    assert join(document, iter(["uno"])) == "  uno\n"
