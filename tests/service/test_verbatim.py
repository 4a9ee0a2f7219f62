"""What is no language of the model comes out as it went in."""

import time

import pytest
from translator.engine import Engine
from translator.text.sentences import segments, to_translate
from translator.text.verbatim import verbatim_spans


def _spans(sentence: str) -> list[str]:
    return [sentence[start:end] for start, end in verbatim_spans(sentence)]


@pytest.mark.parametrize(
    ("sentence", "kept"),
    [
        ("See https://example.com/a?b=c#d, please.", ["https://example.com/a?b=c#d"]),
        ("Go to www.example.com.", ["www.example.com"]),
        ("Write to ana.b+c@mail.example.com!", ["ana.b+c@mail.example.com"]),
        ("I love you 😀", ["😀"]),
        ("Two 👩‍👩‍👧 and ❤️ 🇪🇸 here", ["👩‍👩‍👧", "❤️ 🇪🇸"]),
        ("He said Привет, мир to me", ["Привет, мир"]),
        ("我昨天去了图书馆，没有。 Yes", ["我昨天去了图书馆，没有。"]),
        ("मैं कल बाज़ार गया था", ["मैं कल बाज़ार गया था"]),
        ("a\x00b \ufffd", ["\x00", "\ufffd"]),
        ("x" * 40, ["x" * 40]),
        ("wow ?!?!?!?!?!", ["?!?!?!?!?!"]),
    ],
)
def test_what_must_stay_is_found(sentence: str, kept: list[str]) -> None:
    assert _spans(sentence) == kept


@pytest.mark.parametrize(
    "sentence",
    [
        "It's 5 °C, 20% off, $3.50 – or €3 & £2; a/b, and/or… «so» ¿no?",
        "Angela met Pedro Almodóvar, Dvořák, Łukasz and Müller in São Paulo.",
        "The angle α is larger than Δx, 5 μm or 3Ω.",
        "The \ufb01rst o\ufb03ce",
        "Pneumonoultramicroscopic words, antidisestablishmentarianism too",
        "Cafe\u0301 or café, ½ m², No. 5",
        "Wait..... what?! HELLO MY FRIEND!!!",
    ],
)
def test_what_english_may_hold_is_left_to_the_model(sentence: str) -> None:
    assert _spans(sentence) == []


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("I love you 😀. Bye 👋", ["I love you", "Bye"]),
        ("See https://example.com for details.", ["See", "for details."]),
        ("日本", []),
        ("😀😀 ok", ["ok"]),
    ],
)
def test_the_rest_of_a_sentence_is_translated(text: str, sentences: list[str]) -> None:
    found = segments(text)

    assert to_translate([found]) == sentences
    assert "".join(segment.text for segment in found) == text


@pytest.mark.parametrize(
    "kept", ["https://example.com/Some_Path?q=1", "ana@example.com", "😀", "Москва", "東京"]
)
def test_the_engine_copies_it_letter_by_letter(real_engine: Engine, kept: str) -> None:
    (translation,) = real_engine.translate([f"The letter is here: {kept} and I like it."])

    assert kept in translation
    assert "carta" in translation


@pytest.mark.parametrize("unit", ["a", "a.", "a ", "😀 ", "Ж ", "www.", "@a", "a-", "-", "Ж."])
def test_no_text_takes_long_to_cut(unit: str) -> None:
    start = time.perf_counter()

    segments(unit * (20_000 // len(unit)))

    assert time.perf_counter() - start < 2
