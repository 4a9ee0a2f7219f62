"""Read a paragraph of Word as a stream of text and markup.

One format is that of the whole. Where another one begins, an element begins: that is how bold words
are bold in the translation too. All that is no text is kept, at the words that it stood at.
"""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from itertools import groupby

from translator.documents.marked.items import Item, Kind, Stream
from translator.documents.office.fields import Field, fields_of
from translator.documents.office.pieces import Container, Markup
from translator.documents.office.ranges import with_ranges
from translator.documents.office.runs import BASE, Entry, entries_of
from translator.documents.office.xml import Element, child_of, name_of

_CONTAINERS = frozenset(
    ["bdo", "customXml", "dir", "hyperlink", "ins", "moveTo", "sdt", "smartTag"]
)
PROPERTIES = frozenset(["customXmlPr", "pPr", "rPr", "sdtEndPr", "sdtPr", "smartTagPr"])
_IN_PLACE_OF_A_WORD = frozenset(["fldSimple", "m:oMath"])
_ENDS_OF_SENTENCES = frozenset(["m:oMathPara"])
# Where Word has looked for mistakes in the words that were there.
_DROPPED = frozenset(["proofErr"])
# What is inside a container this deep stays as it is; with fields, ranges and formats that makes
# fewer levels than a stream can have.
_DEEPEST = 3


def read_paragraph(paragraph: Element) -> tuple[Container, Stream]:
    """Read a paragraph; it is not changed."""
    container, stream = _read(paragraph, paragraph, depth=0)
    return container, with_ranges(stream)


def _read(element: Element, content: Element, *, depth: int) -> tuple[Container, Stream]:
    children = [each for each in content if name_of(each) not in PROPERTIES]
    entries = list(_entries(children, depth, has_links=True))
    base = _most_common(entries)
    return Container(element, content, base.format), list(_formatted(entries, base))


def _entries(children: Sequence[Element], depth: int, *, has_links: bool) -> Iterator[Entry]:
    fields = fields_of(children)
    position = 0
    while position < len(children):
        child = children[position]
        field = fields.get(position)
        if field:
            yield from _field(children, field, depth, has_links=has_links)
            position = field.end
        elif name_of(child) == "r":
            yield from entries_of(child)
        elif name_of(child) in _CONTAINERS and depth < _DEEPEST:
            yield _container(child, depth)
        elif name_of(child) not in _DROPPED:
            yield Entry([Item(_kind(child), Markup([child]))])
        position += 1


def _container(element: Element, depth: int) -> Entry:
    content = child_of(element, "sdtContent") if name_of(element) == "sdt" else element
    if content is None:
        return Entry([Item(Kind.POINT, Markup([element]))])
    container, stream = _read(element, content, depth=depth + 1)
    start = Item(Kind.OPEN, container, "container")
    return Entry([start, *stream, Item(Kind.CLOSE, container, "container")], BASE)


def _field(
    children: Sequence[Element], field: Field, depth: int, *, has_links: bool
) -> Iterator[Entry]:
    """Translate the text of a link; leave any other field to Word."""
    if not (field.is_link and has_links):
        runs = children[field.start : field.end + 1]
        yield Entry([Item(Kind.ATOM, Markup(runs))], BASE)
        return
    before = children[field.start : field.separator + 1]
    yield Entry([Item(Kind.OPEN, Markup(before), "field")], BASE)
    yield from _entries(children[field.separator + 1 : field.end], depth, has_links=False)
    yield Entry([Item(Kind.CLOSE, Markup([children[field.end]]), "field")], BASE)


def _kind(element: Element) -> Kind:
    if name_of(element) in _IN_PLACE_OF_A_WORD:
        return Kind.ATOM
    return Kind.BREAK if name_of(element) in _ENDS_OF_SENTENCES else Kind.POINT


def _most_common(entries: Sequence[Entry]) -> Entry:
    """Find the format that leaves the fewest parts in another, as the first entry that has it."""
    parts: Counter[Hashable | None] = Counter()
    letters: Counter[Hashable | None] = Counter()
    texts = [entry for entry in entries if entry.text.strip()]
    for key, alike in groupby(texts, key=lambda entry: entry.key):
        parts[key] += 1
        letters[key] += sum(len(entry.text) for entry in alike)
    return max(texts, key=lambda each: (parts[each.key], letters[each.key]), default=Entry([""]))


def _formatted(entries: Sequence[Entry], base: Entry) -> Iterator[str | Item]:
    """Put elements around the text that has another format than most."""
    following = _following_keys(entries)
    current: Hashable | None = base.key
    for entry, after in zip(entries, following, strict=True):
        key = base.key if entry.key == BASE else entry.key
        if key is None:
            key = current if after == current else base.key
        elif entry.key != BASE and not entry.text.strip():
            key = current
        if key != current:
            if current != base.key:
                yield Item(Kind.CLOSE, base.format, "format")
            if key != base.key:
                yield Item(Kind.OPEN, entry.format, "format")
            current = key
        yield from entry.items
    if current != base.key:
        yield Item(Kind.CLOSE, base.format, "format")


def _following_keys(entries: Sequence[Entry]) -> list[Hashable | None]:
    """Give for each entry the format of the next text."""
    found: list[Hashable | None] = []
    following: Hashable | None = None
    for entry in reversed(entries):
        found.append(following)
        following = entry.key if entry.text.strip() else following
    return found[::-1]
