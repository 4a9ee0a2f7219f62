"""Archives that only say that they are Word files: the answer is an error with a remedy."""

import io
import struct
import tracemalloc
import zipfile

import pytest
from translator.documents import count_characters, translate_document
from translator.documents.office import package
from translator.errors import BrokenFileError, FileTooLargeError, LockedFileError

from tests.service.toy_translators import shout
from tests.service.word_files import NAMESPACES, paragraph, word_file

LETTER = word_file(paragraph("Good morning."))
BODY = f"<w:document {NAMESPACES}><w:body>{paragraph('x &a;')}</w:body></w:document>"
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
SPY = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def read(content: bytes) -> int:
    return count_characters("letter.docx", content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Good morning.",
        LETTER[:-40],
        LETTER[:200],
        b"PK\x05\x06" + bytes(18),
        word_file("", changed={"word/document.xml": None}),
        word_file("", changed={"[Content_Types].xml": None}),
        word_file("", changed={"[Content_Types].xml": "<Types/>"}),
        word_file("", changed={"[Content_Types].xml": "no XML"}),
        word_file("", changed={"word/document.xml": "<w:document>"}),
        word_file("", changed={"word/document.xml": b"\xff\xfe\x00"}),
        word_file("<w:p>" * 300 + "</w:p>" * 300),
    ],
)
def test_what_is_no_word_file_is_an_error_that_says_what_to_do(content: bytes) -> None:
    with pytest.raises(BrokenFileError, match=r"open it in Word and save it"):
        read(content)


def test_a_flipped_byte_is_noticed_before_anything_is_translated() -> None:
    with zipfile.ZipFile(io.BytesIO(LETTER)) as archive:
        entry = archive.getinfo("word/media/image1.png")
    damaged = bytearray(LETTER)
    damaged[entry.header_offset + 30 + len(entry.filename) + 1] ^= 0xFF

    with pytest.raises(BrokenFileError, match="damaged"):
        translate_document("letter.docx", bytes(damaged), shout, target="es")


@pytest.mark.parametrize("doctype", [LAUGHS, SPY, LAUGHS.replace("b", "a")])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_unread(doctype: str, encoding: str) -> None:
    hostile = f'<?xml version="1.0" encoding="{encoding}"?>{doctype}{BODY}'.encode(encoding)

    with pytest.raises(BrokenFileError, match="document type"):
        read(word_file("", changed={"word/document.xml": hostile}))


def test_an_old_or_encrypted_file_is_told_apart() -> None:
    with pytest.raises(LockedFileError, match=r"old \.doc file or has a password"):
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1_000))
    encrypted = bytearray(LETTER)
    encrypted[encrypted.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(LockedFileError):
        read(bytes(encrypted))


def test_macros_are_refused() -> None:
    with zipfile.ZipFile(io.BytesIO(LETTER)) as archive:
        types = archive.read("[Content_Types].xml").decode()
    for other in (
        types.replace("wordprocessingml.document.main", "document.macroEnabled.main"),
        types.replace("wordprocessingml.styles", "vbaProject"),
    ):
        with pytest.raises(BrokenFileError, match="macros"):
            read(word_file("", changed={"[Content_Types].xml": other}))


def test_an_archive_that_unpacks_to_much_is_refused_without_unpacking_it() -> None:
    bomb = word_file("", changed={"word/media/image1.png": bytes(65 * package.MEGABYTE)})

    tracemalloc.start()
    with pytest.raises(FileTooLargeError, match="limit of 64 MB"):
        read(bomb)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 2 * package.MEGABYTE


def test_an_archive_that_lies_about_what_it_unpacks_to_is_damaged() -> None:
    bomb = bytearray(word_file("", changed={"word/media/image1.png": bytes(65 * package.MEGABYTE)}))
    true_size = struct.pack("<I", 65 * package.MEGABYTE)
    assert bomb.count(true_size) == 2

    with pytest.raises(BrokenFileError, match="damaged"):
        read(bytes(bomb.replace(true_size, struct.pack("<I", 1_000))))


def test_more_xml_than_fits_the_memory_is_refused() -> None:
    long = paragraph("word " * 100) * (9 * package.MEGABYTE // 540)

    with pytest.raises(FileTooLargeError, match="XML inside than the limit of 8 MB"):
        read(word_file(long))


def test_an_archive_of_very_many_parts_is_refused() -> None:
    with pytest.raises(FileTooLargeError, match="parts than the limit of 2,000"):
        read(word_file("", changed={f"word/media/{n}.png": b"" for n in range(2_001)}))


def test_parts_of_the_same_name_are_refused() -> None:
    twice = io.BytesIO(LETTER)
    with zipfile.ZipFile(twice, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", BODY)

    with pytest.raises(BrokenFileError, match="damaged"):
        read(twice.getvalue())
