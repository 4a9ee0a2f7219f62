"""A text with markup, as a stream of items: what every kind of document is turned into.

The text between two items is a plain string. An item carries whatever its document needs to write
it again; nobody looks into that here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

# An element this deep inside others is not moved with its words, only kept.
DEEPEST = 12


class Kind(Enum):
    """What an item means for the text around it."""

    OPEN = "an element begins"
    CLOSE = "an element ends"
    POINT = "something between two characters, e.g. an anchor"
    ATOM = "something in the place of a word, which is not translated"
    LINE = "a new line, perhaps inside a sentence"
    BREAK = "the end of a sentence, whatever the text looks like"


@dataclass(frozen=True, eq=False)
class Item:
    """A piece of markup.

    Args:
        payload: what its document writes for it.
        name: by which the end of an element finds its beginning.
    """

    kind: Kind
    payload: Any
    name: str = ""


Stream = Sequence[str | Item]


def pairs(stream: Stream) -> dict[int, int]:
    """Find the elements of a stream that lie side by side or one in another.

    Returns:
        Where each begins and ends. A beginning or an end that stays alone is in no pair.
    """
    found: dict[int, int] = {}
    waiting: list[int] = []
    for index, item in enumerate(stream):
        if isinstance(item, str):
            continue
        if item.kind is Kind.OPEN and len(waiting) < DEEPEST:
            waiting.append(index)
        elif item.kind is Kind.CLOSE:
            names = [_name(stream, each) for each in waiting]
            if item.name in names:
                depth = len(names) - 1 - names[::-1].index(item.name)
                found[waiting[depth]] = index
                del waiting[depth:]
    return found


def _name(stream: Stream, index: int) -> str:
    item = stream[index]
    return "" if isinstance(item, str) else item.name
