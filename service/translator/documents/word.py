"""Translate Word files: all that is written in them, with the formats of its words.

Body, tables, headers and footers, footnotes and endnotes, text boxes, links, and what is said about
pictures. Comments, deleted and hidden text, fields, formulas, charts and drawings stay as they are.
"""

from collections.abc import Iterable, Sequence

from translator.documents.asking import Translate, has_letters
from translator.documents.marked.items import Stream
from translator.documents.marked.translation import count_characters, translate_streams
from translator.documents.office.languages import set_default_language, set_language
from translator.documents.office.package import Package
from translator.documents.office.pieces import Container
from translator.documents.office.reading import read_paragraph
from translator.documents.office.writing import write_paragraph
from translator.documents.office.xml import Element, descendants, serialised
from translator.errors import BrokenFileError

_BODY = ".document.main+xml"
_TEXTS = (_BODY, ".header+xml", ".footer+xml", ".footnotes+xml", ".endnotes+xml")
_STYLES, _SETTINGS = ".styles+xml", ".settings+xml"
_PICTURE = "{*}docPr"
_SAID_OF_PICTURES = ("descr", "title")


class WordFile:
    """A letter, a report: what Word writes.

    Args:
        content: all of it.

    Raises:
        BrokenFileError: it is no Word file, damaged, or larger inside than it may be.
    """

    def __init__(self, content: bytes) -> None:
        self._package = Package(content)
        if len(self._package.parts(_BODY)) != 1:
            raise BrokenFileError("it is no .docx file; open it in Word and save it as .docx")
        self._roots = self._package.roots(*_TEXTS, _SETTINGS)
        self._styles = self._package.roots(_STYLES)
        self._texts = _Texts(self._roots.values())
        self.characters = count_characters(self._texts.streams)

    def translated(self, translate: Translate, *, target: str) -> bytes:
        """Write the file in another language; its paragraphs are changed, so it works once."""
        self._texts.replace(translate_streams(self._texts.streams, translate))
        if target:
            for root in self._roots.values():
                set_language(root, target)
            for root in self._styles.values():
                set_default_language(root, target)
        changed = self._roots | self._styles
        return self._package.written({name: serialised(root) for name, root in changed.items()})


class _Texts:
    """The paragraphs of some parts, and what is said about their pictures.

    Args:
        streams: of both.
    """

    def __init__(self, roots: Iterable[Element]) -> None:
        self.streams: list[Stream] = []
        self._containers: list[Container] = []
        self._pictures: list[tuple[Element, str]] = []
        roots = list(roots)
        for root in roots:
            for paragraph in descendants(root, "p"):
                container, stream = read_paragraph(paragraph)
                if any(isinstance(item, str) and has_letters(item) for item in stream):
                    self._containers.append(container)
                    self.streams.append(stream)
        for root in roots:
            for picture in root.iter(_PICTURE):
                for name in _SAID_OF_PICTURES:
                    if has_letters(picture.get(name, "")):
                        self._pictures.append((picture, name))
                        self.streams.append([picture.get(name)])

    def replace(self, streams: Sequence[Stream]) -> None:
        """Write translated streams in the place of its own."""
        count = len(self._containers)
        for container, stream in zip(self._containers, streams[:count], strict=True):
            write_paragraph(container, stream)
        for (picture, name), stream in zip(self._pictures, streams[count:], strict=True):
            picture.set(name, "".join(item for item in stream if isinstance(item, str)))


def read(content: bytes) -> WordFile:
    """Read a Word file.

    Raises:
        BrokenFileError: it is no Word file, damaged, or larger inside than it may be.
    """
    return WordFile(content)
