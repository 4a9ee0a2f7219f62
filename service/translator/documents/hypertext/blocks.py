"""See a block of HTML as a reader does, where its tags alone mislead."""

from translator.documents.asking import has_letters
from translator.documents.hypertext.tags import Markup
from translator.documents.marked.items import Item, Kind, Stream, pairs

# The items of a block, each beside what stands for it in the source.
Block = list[tuple[str | Item, Markup]]

_PART_OF_A_WORD = ("sub", "sup")


def with_notes_as_points(block: Block) -> Stream:
    """Take the number of a footnote out of the sentence that it would otherwise be read with."""
    stream = [item for item, _ in block]
    ends = pairs(stream)
    found: list[str | Item] = []
    position = 0
    while position < len(stream):
        item, end = stream[position], ends.get(position)
        if end and _is_note(stream, position, end):
            markup = [piece for _, markup in block[position : end + 1] for piece in markup]
            item, position = Item(Kind.POINT, markup), end
        found.append(item)
        position += 1
    return found


def _is_note(stream: Stream, start: int, end: int) -> bool:
    first = stream[start]
    if isinstance(first, str) or first.name != "sup":
        return False
    inside = [item for item in stream[start:end] if isinstance(item, str)]
    after = stream[end + 1] if end + 1 < len(stream) else ""
    is_in_a_word = isinstance(after, str) and after[:1].isalnum()
    return not is_in_a_word and not any(map(has_letters, inside))


def parted(stream: Stream) -> Stream:
    """Part what only the eye parts: two elements side by side without a space, like two links."""
    found: list[str | Item] = []
    border: int | None = None
    last = ""
    for item in stream:
        if isinstance(item, Item):
            if item.kind is Kind.OPEN and item.name not in _PART_OF_A_WORD and _is_ended(found):
                border = len(found)
        elif item:
            begins_anew = item[0].isupper() or item[0].isdigit()
            if border is not None and last.isalnum() and begins_anew:
                found.insert(border, Item(Kind.BREAK, ()))
            border, last = None, item[-1]
        found.append(item)
    return found


def _is_ended(stream: Stream) -> bool:
    last = stream[-1] if stream else ""
    return isinstance(last, Item) and last.kind is Kind.CLOSE
