"""A text with all that is marked in it, made from a stream of text and markup."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from translator.documents.marked.items import Item, Kind, Stream, pairs
from translator.documents.marked.marks import NO_PARENT, Mark
from translator.documents.marked.stand_ins import unused_stand_ins

_COMPLETE = re.compile(r"(?:^|[.!?…:;][\"'”’»)\]]*)\s*$")
# So many characters in front of a new line say whether it ends a sentence.
_NEARBY = 40


@dataclass(frozen=True)
class Passage:
    """A text whose sentences are translated one by one.

    Args:
        marks: each comes after the one that it lies in; neighbours come in their order.
        markup: the items that each mark stands for: one, or a beginning and an end.
        cuts: where a sentence ends, whatever the text looks like.
        added_spaces: marks before which a space was put, so that two words do not become one.
    """

    text: str
    marks: Sequence[Mark]
    markup: Sequence[tuple[Item, ...]]
    cuts: frozenset[int]
    added_spaces: frozenset[int]


def passage_of(stream: Stream) -> Passage:
    """Read a stream of text and markup."""
    return _Reader(stream).read()


class _Reader:
    """Walk through a stream once, from its start."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._pairs = pairs(stream)
        self._following = _following_characters(stream)
        self._stand_ins = unused_stand_ins(
            "".join(each for each in stream if isinstance(each, str))
        )
        self._pieces: list[str] = []
        self._length = 0
        self._recent = ""
        self._marks: list[Mark] = []
        self._markup: list[tuple[Item, ...]] = []
        self._open: list[int] = []
        self._cuts: set[int] = set()
        self._added_spaces: set[int] = set()

    def read(self) -> Passage:
        """Make the passage."""
        ends = set(self._pairs.values())
        for index, item in enumerate(self._stream):
            if isinstance(item, str):
                self._write(item)
            elif index in self._pairs:
                self._begin(item, self._stream[self._pairs[index]])
            elif index in ends:
                self._finish(self._open.pop())
            else:
                self._lone(item, self._following[index])
        return Passage(
            "".join(self._pieces),
            self._marks,
            self._markup,
            frozenset(self._cuts),
            frozenset(self._added_spaces),
        )

    def _write(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)
        self._recent = (self._recent + text)[-_NEARBY:]

    def _begin(self, *items: str | Item) -> None:
        self._open.append(self._mark(*items))

    def _finish(self, number: int) -> None:
        mark = self._marks[number]
        self._marks[number] = Mark(mark.start, self._length, mark.parent)

    def _lone(self, item: Item, following: str) -> None:
        """Take what is one piece of markup, or one end of an element without the other."""
        if item.kind is Kind.ATOM:
            number = self._mark(item)
            self._write(next(self._stand_ins))
            self._finish(number)
            return
        if item.kind is Kind.LINE and following.islower() and not _COMPLETE.search(self._recent):
            if not self._recent[-1].isspace():
                self._write(" ")
                self._added_spaces.add(len(self._marks))
        elif item.kind in (Kind.LINE, Kind.BREAK):
            self._cuts.add(self._length)
        self._mark(item)

    def _mark(self, *items: str | Item) -> int:
        parent = self._open[-1] if self._open else NO_PARENT
        self._marks.append(Mark(self._length, self._length, parent))
        self._markup.append(tuple(item for item in items if isinstance(item, Item)))
        return len(self._marks) - 1


def _following_characters(stream: Stream) -> list[str]:
    """Give for every item the first character after it that is no space."""
    found = []
    following = ""
    for item in reversed(stream):
        found.append(following)
        if isinstance(item, str):
            following = item.lstrip()[:1] or following
        elif item.kind is Kind.BREAK:
            following = ""
    return found[::-1]
