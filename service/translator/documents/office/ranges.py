"""Bookmarks and commented words: a beginning and an end that stand side by side with the text."""

from collections.abc import Iterator

from translator.documents.marked.items import Item, Kind, Stream
from translator.documents.office.xml import attribute, name_of

_KINDS = {"bookmarkStart": "bookmarkEnd", "commentRangeStart": "commentRangeEnd"}
_NAME = "range"
# More of them, or more around the same words, are kept as points.
_MOST = 40
_DEEPEST = 3


def with_ranges(stream: Stream) -> Stream:
    """Turn the two ends of a range into an element, so that they move with their words.

    Only where they do not cross another element; otherwise they stay points.
    """
    found = list(stream)
    done: list[tuple[int, int]] = []
    for start, end in list(_ranges(stream))[:_MOST]:
        depth = sum(first < start and end < last for first, last in done)
        if depth < _DEEPEST and _is_balanced(found[start + 1 : end]):
            for index, kind in ((start, Kind.OPEN), (end, Kind.CLOSE)):
                item = found[index]
                if isinstance(item, Item):
                    found[index] = Item(kind, item.payload, _NAME)
            done.append((start, end))
    return found


def _ranges(stream: Stream) -> Iterator[tuple[int, int]]:
    """Find the ends that belong together, in the order of their beginnings."""
    marks = {_mark(item): index for index, item in enumerate(stream)}
    for (name, number), start in list(marks.items()):
        end = marks.get((_KINDS.get(name, ""), number), -1)
        if start < end:
            yield start, end


def _mark(item: str | Item) -> tuple[str, str]:
    """Give the name and the number of one end of a range."""
    if isinstance(item, str) or item.kind is not Kind.POINT:
        return "", ""
    element = item.payload.elements[0]
    name = name_of(element)
    is_end = name in _KINDS or name in _KINDS.values()
    return (name, attribute(element, "id")) if is_end else ("", "")


def _is_balanced(stream: Stream) -> bool:
    depth = 0
    for item in stream:
        if isinstance(item, Item):
            depth += {Kind.OPEN: 1, Kind.CLOSE: -1}.get(item.kind, 0)
            if depth < 0:
                return False
    return depth == 0
