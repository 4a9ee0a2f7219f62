"""Take a run of Word apart: its text, and what else is in it."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from translator.documents.asking import has_letters
from translator.documents.marked.items import Item, Kind, Stream
from translator.documents.office.formats import format_key, is_hidden, is_superscript
from translator.documents.office.pieces import PLAIN, Format, Markup
from translator.documents.office.xml import Element, attribute, child_of, name_of

_TEXTS = {"noBreakHyphen": "\u2011"}
# Word puts them in by itself, where they suit the words that were there.
_DROPPED = frozenset(["lastRenderedPageBreak", "rPr", "softHyphen"])
_ENDS_OF_SENTENCES = frozenset(["ptab", "tab"])
_IN_PLACE_OF_A_WORD = frozenset(["ruby", "sym"])
_LINE_BREAKS = ("", "textWrapping")


# The format of what has to stand outside of any that is not that of the whole.
BASE: Hashable = "base"


@dataclass(frozen=True)
class Entry:
    """Some items of a stream, and the format that they have.

    Args:
        key: equal if and only if two formats look the same; none for what may have any format.
    """

    items: Stream
    key: Hashable | None = None
    format: Format = PLAIN

    @property
    def text(self) -> str:
        """Give it if it is one text, otherwise nothing."""
        first = self.items[0] if len(self.items) == 1 else ""
        return first if isinstance(first, str) else ""


def entries_of(run: Element) -> Iterator[Entry]:
    """Take a run apart."""
    if all(name_of(part) in _DROPPED for part in run):
        return
    properties = child_of(run, "rPr")
    text = "".join(part.text or "" for part in run if name_of(part) == "t")
    is_note = text and is_superscript(properties) and not has_letters(text)
    if is_note or is_hidden(properties):
        yield Entry([Item(Kind.POINT, Markup([run]))])
        return
    key, look = format_key(properties), Format(properties)
    for part in run:
        name = name_of(part)
        if name == "t" or name in _TEXTS:
            yield Entry([_TEXTS.get(name, part.text or "")], key, look)
        elif name not in _DROPPED:
            yield Entry([Item(_kind(part), Markup([part], look))])


def _kind(part: Element) -> Kind:
    name = name_of(part)
    if name == "br":
        return Kind.LINE if attribute(part, "type") in _LINE_BREAKS else Kind.BREAK
    if name == "cr":
        return Kind.LINE
    if name in _ENDS_OF_SENTENCES:
        return Kind.BREAK
    return Kind.ATOM if name in _IN_PLACE_OF_A_WORD else Kind.POINT
