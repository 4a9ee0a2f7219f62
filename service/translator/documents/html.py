"""Translate the text of an HTML fragment and leave its markup as it is.

Every run of text between two tags is translated by itself: a tag inside a sentence cuts it.
"""

import html
import re
from collections.abc import Callable, Sequence
from html.parser import HTMLParser

from translator.text.sentences import Segment, join, to_translate

_RAW = frozenset({"script", "style"})
_UNTRANSLATED = _RAW | {"code", "pre", "kbd", "samp", "var", "textarea"}
_VOID = re.compile("area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr")


def translate_html(
    fragments: Sequence[str], translate: Callable[[Sequence[str]], list[str]]
) -> list[str]:
    """Translate HTML fragments with a function that knows plain text only.

    Args:
        fragments: pieces of HTML; they share one call of `translate`.
        translate: returns as many texts as it gets, in the same order.
    """
    documents = [_pieces(fragment) for fragment in fragments]
    translated = iter(translate(to_translate(documents)))
    escaped = (html.escape(text, quote=False) for text in translated)
    return [join(document, escaped) for document in documents]


def _pieces(fragment: str) -> list[Segment]:
    splitter = _Splitter()
    splitter.feed(fragment)
    splitter.close()
    return splitter.pieces


class _Splitter(HTMLParser):
    """Collect markup word for word and text without its character references."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Segment] = []
        self._untranslated: list[str] = []

    def _keep(self, markup: str) -> None:
        self.pieces.append(Segment(markup, False))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._keep(self.get_starttag_text() or "")
        wanted = tag not in _UNTRANSLATED and ("translate", "no") not in attrs
        if not _VOID.fullmatch(tag) and (self._untranslated or not wanted):
            self._untranslated.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._keep(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self._keep(f"</{tag}>")
        if tag in self._untranslated:
            while self._untranslated.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self._untranslated:
            self.pieces.append(Segment(data, True))
        elif self._untranslated[-1] in _RAW:
            self._keep(data)
        else:
            self._keep(html.escape(data, quote=False))

    def handle_comment(self, data: str) -> None:
        self._keep(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self._keep(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self._keep(f"<?{data}>")

    def unknown_decl(self, data: str) -> None:
        self._keep(f"<![{data}]>")
