"""What is no language of the model comes out as it went in."""

import re
import time

import pytest
from translator.engine import Engine
from translator.text import verbatim
from translator.text.sentences import segments, to_translate
from translator.text.verbatim import Kind, verbatim_spans

from tests.service.made_sentences import made_sentences
from tests.service.random_inputs import random_inputs


def _spans(sentence: str) -> list[str]:
    return [sentence[span.start : span.end] for span in verbatim_spans(sentence)]


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
        ("Visit example.com. It is free: report.pdf", ["example.com", "report.pdf"]),
        ("Run `ls -la` and ``a `b`` now", ["`ls -la`"]),
        (
            "Hi {name}, {{ total }} and ${user} {0} {}",
            ["{name}", "{{ total }}", "${user}", "{0}", "{}"],
        ),
        ("%s %d %(name)s %1$s %.2f", ["%s", "%d", "%(name)s", "%1$s", "%.2f"]),
        (
            "file_{n}.txt {a}{b} {count}th {name}'s",
            ["file_{n}.txt", "{a}{b}", "{count}th", "{name}"],
        ),
        ("I :heart: you :) and <3 at 10:30:45", [":heart:", ":)", "<3"]),
        ("<b>bold</b> &amp; a<b", ["<b>", "</b>", "&amp;"]),
        ("@ana wrote #MeToo, #1", ["@ana", "#MeToo"]),
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
        "Save 20% of it, 50% sure, 5%off (note:) and yes:no:maybe",
        "He wrote { as follows } and ran.",
        "The end.Then more, e.g. this, at 10:30:45.",
    ],
)
def test_what_english_may_hold_is_left_to_the_model(sentence: str) -> None:
    assert _spans(sentence) == []


def test_the_quick_look_misses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [text for _, text in [*random_inputs(1), *made_sentences()]]
    quick = [verbatim_spans(text) for text in texts]

    monkeypatch.setattr(verbatim, "_SUSPECT", re.compile(""))

    assert quick == [verbatim_spans(text) for text in texts]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("See www.example.com", Kind.SITE),
        ("Write to a@example.com", Kind.MAIL),
        ("You have %d messages", Kind.COUNT),
        ("You have {message_count} messages", Kind.COUNT),
        ("Wait {n} seconds", Kind.COUNT),
        ("Hello {name}", Kind.OTHER),
        ("Hello %s", Kind.OTHER),
        ("Run `x`", Kind.OTHER),
        ("I am happy 😀", Kind.PICTURE),
        ("I am happy :smile:", Kind.PICTURE),
    ],
)
def test_it_is_told_what_they_are(sentence: str, kind: Kind) -> None:
    assert [span.kind for span in verbatim_spans(sentence)] == [kind]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("I love you 😀. Bye 👋", ["I love you 😀.", "Bye 👋"]),
        ("I love you 😀 See you", ["I love you 😀", "See you"]),
        ("Great! 😀 See you", ["Great! 😀", "See you"]),
        ("See https://example.com for details.", ["See https://example.com for details."]),
        ("Run `a. B` now. Then stop.", ["Run `a. B` now.", "Then stop."]),
        ("日本", []),
        ("😀😀 {name} %s https://example.com", []),
    ],
)
def test_a_sentence_stays_whole_around_them(text: str, sentences: list[str]) -> None:
    found = segments(text)

    assert to_translate([found]) == sentences
    assert "".join(segment.text for segment in found) == text


@pytest.mark.parametrize(
    "kept",
    ["https://example.com/Some_Path?q=1", "ana@example.com", "😀", "Москва", "東京", "{x_1}"],
)
def test_the_engine_copies_it_letter_by_letter(real_engine: Engine, kept: str) -> None:
    (translation,) = real_engine.translate([f"The letter is here: {kept} and I like it."])

    assert kept in translation
    assert "carta" in translation


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "a.",
        "a ",
        "😀 ",
        "Ж ",
        "www.",
        "@a",
        "a-",
        "-",
        "Ж.",
        "{",
        "{{a",
        "%",
        "<a",
        "`a",
        ":a",
        "a@",
        "&a",
    ],
)
def test_no_text_takes_long_to_cut(unit: str) -> None:
    start = time.perf_counter()

    segments(unit * (20_000 // len(unit)))

    assert time.perf_counter() - start < 2
