"""Plain text: lines that were broken for want of room are whole while they are translated."""

import codecs
import random
from collections.abc import Sequence

import pytest
from translator.documents import translate_document
from translator.documents.plain import translate_plain
from translator.documents.wrapping import paragraphs_of
from translator.engine import Engine
from translator.errors import FileEncodingError

from tests.service.toy_translators import keep, shout

LETTER = """\
Dear Mr Smith,

I am writing to you because the heating in our flat has been out of order
since last week. The plumber came on Monday, but he could not find what was
wrong with it. He promised to come back on Friday.
We have two small children, and it is getting cold.

  * bread and butter
  * a bottle of milk which you can buy in the shop
    at the corner of our street
1. first thing
2. second thing

> You wrote that the rent would be higher from next year on. Could you please
> tell me how much we will have to pay?

Department of Computer Science, University of Oxford
Wolfson Building, Parks Road
Oxford OX1 3QD

Two roads diverged in a yellow wood, and both were covered with leaves,
And sorry I could not travel both, I stood there for a very long time,
And be one traveler, long I stood and looked down one as far as I could,

Yours sincerely,
Ann Lee
=======
"""


def asked_for(text: str) -> list[str]:
    asked: list[str] = []

    def record(texts: Sequence[str]) -> list[str]:
        asked.extend(texts)
        return list(texts)

    translate_plain(text, record)
    return asked


def test_a_paragraph_that_was_broken_into_lines_is_translated_as_a_whole() -> None:
    asked = asked_for(LETTER)

    assert asked[1].startswith("I am writing to you because")
    assert asked[1].endswith("He promised to come back on Friday.")
    assert "We have two small children, and it is getting cold." in asked
    assert "a bottle of milk which you can buy in the shop at the corner of our street" in asked
    assert any(text.endswith("tell me how much we will have to pay?") for text in asked)


def test_addresses_verse_lists_and_signatures_keep_their_lines() -> None:
    asked = asked_for(LETTER)

    for line in (
        "Department of Computer Science, University of Oxford",
        "Wolfson Building, Parks Road",
        "And sorry I could not travel both, I stood there for a very long time,",
        "bread and butter",
        "first thing",
        "Yours sincerely,",
        "Ann Lee",
    ):
        assert line in asked


def test_a_broken_paragraph_is_broken_again_at_its_width_with_its_indent_and_marks() -> None:
    twice = translate_plain(LETTER, lambda texts: [f"{text} {text}" for text in texts])

    lines = twice.splitlines()
    assert [line for line in lines if line.startswith("> ")] == [
        "> You wrote that the rent would be higher from next year on. Could you please",
        "> tell me how much we will have to pay? You wrote that the rent would be",
        "> higher from next year on. Could you please tell me how much we will have to",
        "> pay?",
    ]
    start = lines.index("  * a bottle of milk which you can buy in the shop")
    assert lines[start + 1] == "    at the corner of our street a bottle of milk"
    assert lines[start + 2].startswith("    which you can buy")


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_line_ends_stay_as_they_are(line_break: str) -> None:
    text = LETTER.replace("\n", line_break)

    translated = translate_plain(text, shout)

    assert translated == LETTER.upper().replace("\n", line_break)


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ],
)
def test_the_encoding_and_its_mark_stay_as_they_are(mark: bytes, encoding: str) -> None:
    content = mark + "Good morning, señor.\n".encode(encoding)

    translated = translate_document("a.txt", content, shout, target="es").content

    assert translated == mark + "GOOD MORNING, SEÑOR.\n".encode(encoding)


@pytest.mark.parametrize("content", ["señor".encode("latin-1"), "a b".encode("utf-16-le")])
def test_another_encoding_is_an_error_that_says_what_to_do(content: bytes) -> None:
    with pytest.raises(FileEncodingError, match="not UTF-8; save it as UTF-8"):
        translate_document("a.txt", content, shout, target="es")


def test_the_cells_of_a_row_are_translated_one_by_one_and_stay_in_their_columns() -> None:
    table = "Name      Age   City\nJohn      25    London\n\tone\ttwo\n"

    translated = translate_plain(table, lambda texts: [f"{text}!" for text in texts])

    assert translated == "Name!     Age!  City!\nJohn!     25    London!\n\tone!\ttwo!\n"


def test_whatever_the_text_nothing_of_it_is_lost() -> None:
    pieces = ["a", "B ", "word ", "\n", "\n", "\r\n", "\r", "> ", "- ", "1. ", "  ", "\t", ".", "-"]
    chance = random.Random(20261121)  # noqa: S311 - chosen for being repeatable
    texts = ["".join(chance.choices(pieces, k=chance.randint(0, 60))) for _ in range(2_000)]

    assert [translate_plain(text, keep) for text in texts] == texts
    assert len({len(paragraphs_of(text)) for text in texts}) > 10


def test_a_letter_becomes_spanish_with_its_form(real_engine: Engine) -> None:
    translated = translate_plain(LETTER, real_engine.translate)

    lines = translated.splitlines()
    assert lines[1] == ""
    assert max(map(len, lines[2:6])) <= 75
    assert sum(line.startswith("  * ") for line in lines) == 2
    assert sum(line.startswith("> ") for line in lines) == 2
    assert "porque" in translated
    assert translated.endswith("\n=======\n")
