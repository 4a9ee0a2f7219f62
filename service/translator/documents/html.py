"""Translate the text of HTML and leave its markup as it is.

A sentence is translated as a whole, whatever tags stand in it; they go where its words go.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from translator.documents.asking import Translate
from translator.documents.encodings import Encoded, decoded
from translator.documents.hypertext.page import Page
from translator.documents.marked.translation import count_characters, translate_streams

# Where browsers look for it, and no further.
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?([\w.:-]+)""", re.I
)
_HEAD_BYTES = 1_024


def translate_html(
    fragments: Sequence[str], translate: Translate, *, language: str = ""
) -> list[str]:
    """Translate HTML fragments, or pages, with a function that knows plain text only.

    Args:
        fragments: pieces of HTML; they share the calls of `translate`.
        translate: returns as many texts as it gets, in the same order.
        language: what a page's own language is set to, unless it is empty.

    Raises:
        FileTooLargeError: a fragment has too many tags.
    """
    return _translated([Page(fragment) for fragment in fragments], translate, language)


def _translated(pages: Sequence[Page], translate: Translate, language: str) -> list[str]:
    streams = iter(translate_streams([each for page in pages for each in page.streams], translate))
    return [
        page.written([next(streams) for _ in page.streams], language=language) for page in pages
    ]


class HtmlFile:
    """A page in a file.

    Raises:
        FileTooLargeError: it has too many tags.
    """

    def __init__(self, source: Encoded) -> None:
        self._source = source
        self._page = Page(source.text)
        self.characters = count_characters(self._page.streams)

    def translated(self, translate: Translate, *, target: str) -> bytes:
        """Write the page in another language, in its own encoding."""
        (written,) = _translated([self._page], translate, target)
        return self._source.encode(written, errors="xmlcharrefreplace")


def read(content: bytes) -> HtmlFile:
    """Read a page.

    Raises:
        BrokenFileError: it is no text in the encoding that it declares, or has too many tags.
    """
    found = _DECLARED.search(content[:_HEAD_BYTES])
    source = decoded(content, declared=found[1].decode("ascii") if found else "")
    if not found and not source.mark and content.isascii():
        # A browser would guess at what no ASCII is.
        source = replace(source, encoding="ascii")
    return HtmlFile(source)
