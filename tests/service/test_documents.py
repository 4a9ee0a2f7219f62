"""Any file: its kind, its name, its limit, and how its texts are asked for."""

from collections.abc import Sequence

import pytest
from translator.documents import EXTENSIONS, count_characters, translate_document
from translator.documents.names import name_of_translation
from translator.errors import EngineError, TextTooLongError, UnsupportedFileError

from tests.service.toy_translators import shout


def test_the_kinds_of_files_are_those_that_the_page_names() -> None:
    assert EXTENSIONS == (".txt", ".srt", ".html", ".htm", ".docx")


@pytest.mark.parametrize("name", ["letter.pdf", "letter", ".txt", "letter.txt.exe", "", "txt"])
def test_a_file_of_another_kind_is_refused_with_the_kinds_that_are_not(name: str) -> None:
    with pytest.raises(UnsupportedFileError, match=r"\.txt, \.srt, \.html, \.htm, \.docx"):
        translate_document(name, b"Good morning.", shout, target="es")


@pytest.mark.parametrize(
    ("name", "mimetype"),
    [
        ("a.TXT", "text/plain"),
        ("a.srt", "application/x-subrip"),
        ("a.Html", "text/html"),
        ("a.htm", "text/html"),
    ],
)
def test_the_extension_tells_the_kind_whatever_its_case(name: str, mimetype: str) -> None:
    assert translate_document(name, b"", shout, target="es").mimetype == mimetype


@pytest.mark.parametrize(
    ("name", "target", "translated"),
    [
        ("letter.docx", "es", "letter.es.docx"),
        ("my letter.v2.TXT", "es", "my letter.v2.es.txt"),
        ("letter.txt", "", "letter.txt"),
        ("../../etc/passwd.txt", "es", "passwd.es.txt"),
        ("C:\\Users\\Ann\\letter.txt", "es", "letter.es.txt"),
        ('a<b>:"c|d?*.txt', "es", "abcd.es.txt"),
        ("a\r\nSet-Cookie: x.txt", "es", "aSet-Cookie x.es.txt"),
        ("\u202etxt.exe.txt", "es", "txt.exe.es.txt"),
        (" . .txt", "es", "translation.es.txt"),
        ("carta ñandú.txt", "en", "carta ñandú.en.txt"),
        ("x" * 300 + ".txt", "es", "x" * 80 + ".es.txt"),
    ],
)
def test_the_language_stands_in_the_name_and_nothing_harmful_does(
    name: str, target: str, translated: str
) -> None:
    assert name_of_translation(name, target) == translated


def test_the_limit_is_checked_before_anything_is_translated() -> None:
    asked: list[str] = []

    def record(texts: Sequence[str]) -> list[str]:
        asked.extend(texts)
        return list(texts)

    with pytest.raises(TextTooLongError, match="13 characters; the limit is 12"):
        translate_document("a.txt", b"Good morning.\n", record, target="es", max_characters=12)
    assert asked == []
    assert count_characters("a.txt", b"Good morning.\n") == 13
    translate_document("a.txt", b"Good morning.\n", record, target="es", max_characters=13)
    assert asked == ["Good morning."]


def test_a_text_that_comes_again_is_asked_for_once() -> None:
    asked: list[str] = []

    def record(texts: Sequence[str]) -> list[str]:
        asked.extend(texts)
        return shout(texts)

    result = translate_document("a.txt", b"Yes.\nNo.\nYes.\n12\n", record, target="es")

    assert asked == ["Yes.", "No."]
    assert result.content == b"YES.\nNO.\nYES.\n12\n"


def test_a_long_file_is_asked_for_in_blocks_between_which_a_deadline_can_act() -> None:
    lines = [f"This is line {number} of a long text." for number in range(1_000)]
    sizes: list[int] = []

    def stop_after_three(texts: Sequence[str]) -> list[str]:
        if len(sizes) == 3:
            raise EngineError("the time is over")
        sizes.append(sum(map(len, texts)))
        return list(texts)

    with pytest.raises(EngineError, match="the time is over"):
        translate_document("a.txt", "\n".join(lines).encode(), stop_after_three, target="es")
    assert all(7_000 < size <= 8_000 for size in sizes)


@pytest.mark.parametrize("name", ["a.txt", "a.srt", "a.html"])
def test_an_empty_file_stays_empty(name: str) -> None:
    assert translate_document(name, b"", shout, target="es").content == b""
