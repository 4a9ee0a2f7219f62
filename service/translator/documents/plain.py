"""Translate a plain text and keep its lines, its line ends and its encoding."""

from translator.documents.asking import Answers, Translate, has_letters
from translator.documents.encodings import Encoded, decoded
from translator.documents.wrapping import paragraphs_of


def translate_plain(text: str, translate: Translate) -> str:
    """Translate a text; a paragraph that was broken into lines is broken again at their width.

    Args:
        text: with any line ends.
        translate: returns as many texts as it gets, in the same order.
    """
    paragraphs = paragraphs_of(text)
    answers = Answers(translate)
    answers.ask(content for paragraph in paragraphs for content in paragraph.contents)
    return "".join(paragraph.written(answers) for paragraph in paragraphs)


class PlainFile:
    """A text in a file."""

    def __init__(self, source: Encoded) -> None:
        self._source = source
        lines = (line.strip() for line in source.text.splitlines())
        self.characters = sum(len(line) for line in lines if has_letters(line))

    def translated(self, translate: Translate, *, target: str) -> bytes:  # noqa: ARG002
        """Write the text in another language; a text does not say in which it is."""
        return self._source.encode(translate_plain(self._source.text, translate))


def read(content: bytes) -> PlainFile:
    """Read a text.

    Raises:
        FileEncodingError: it is no text, or in another encoding.
    """
    return PlainFile(decoded(content))
