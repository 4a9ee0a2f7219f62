"""Files of several kinds: their text is translated, their markup kept.

    plain       .txt           paragraphs that were broken into lines are whole again meanwhile
    subtitles   .srt           sentences that run over several cues
    html        .html, .htm    inline tags go with their words
    word        .docx          so do the formats of a letter

Each kind reads a file into a `Readable`: it knows how much there is to translate, and writes the
file anew around the translation. What reads the one kind is imported with the first file of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol

from translator.documents.asking import Translate
from translator.documents.names import extension_of, name_of_translation
from translator.errors import TextTooLongError, UnsupportedFileError

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Document:
    """A translated file."""

    name: str
    content: bytes
    mimetype: str


class Readable(Protocol):
    """A file that was read, and holds what one of its kind must."""

    @property
    def characters(self) -> int:
        """Count the characters that would be translated."""
        ...

    def translated(self, translate: Translate, *, target: str) -> bytes:
        """Write the file in another language."""
        ...


@dataclass(frozen=True)
class _Kind:
    """A kind of files.

    Args:
        module: in this package; its `read(content)` gives a `Readable`.
    """

    module: str
    mimetype: str


_KINDS = {
    ".txt": _Kind("plain", "text/plain"),
    ".srt": _Kind("subtitles", "application/x-subrip"),
    ".html": _Kind("html", "text/html"),
    ".htm": _Kind("html", "text/html"),
    ".docx": _Kind("word", _WORD),
}
EXTENSIONS = tuple(_KINDS)


def translate_document(
    name: str,
    content: bytes,
    translate: Translate,
    *,
    target: str = "",
    max_characters: int | None = None,
) -> Document:
    """Translate a file, keeping its markup.

    Args:
        name: what its sender calls it; its extension tells what it is.
        content: all of it.
        translate: gives as many plain texts as it gets, in their order; it is called a few times,
            with as many texts at a time as make a good batch. Besides the sentences it gets parts
            of them, which show where the markup in a sentence goes.
        target: the language of the translation, for its name and for what the file says about its
            own language.
        max_characters: how many there may be to translate; any number if none.

    Raises:
        UnsupportedFileError: it is of no kind that can be translated.
        BrokenFileError: it is not what its name says.
        TextTooLongError: there is more to translate than there may be; nothing was done.
        TranslatorError: whatever `translate` raises.
    """
    file = _read(name, content)
    if max_characters is not None and file.characters > max_characters:
        raise TextTooLongError(characters=file.characters, limit=max_characters)
    return Document(
        name_of_translation(name, target),
        file.translated(translate, target=target),
        _KINDS[extension_of(name)].mimetype,
    )


def count_characters(name: str, content: bytes) -> int:
    """Count the characters of a file that would be translated.

    Raises:
        UnsupportedFileError: it is of no kind that can be translated.
        BrokenFileError: it is not what its name says.
    """
    return _read(name, content).characters


def _read(name: str, content: bytes) -> Readable:
    kind = _KINDS.get(extension_of(name))
    if kind is None:
        raise UnsupportedFileError(EXTENSIONS)
    read: Callable[[bytes], Readable] = import_module(f"{__name__}.{kind.module}").read
    return read(content)
