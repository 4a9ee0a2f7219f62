"""The units in which a passage is translated: its sentences, or parts of them."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from translator.documents.marked.passage import Passage
from translator.documents.marked.stand_ins import STAND_IN, with_placeholders
from translator.text.sentences import segments

_ENDED = re.compile(r"[.!?…][\"'”’»)\]]*$")
# So many characters in front of a space say whether a sentence ends there.
_NEARBY = 40
# A sentence with more ends and beginnings in it, or a longer one with any, is translated piece by
# piece: nobody wrote it, and looking for the place of each would take too long.
_MOST_EDGES = 48
_MOST_CHARACTERS = 2_000
_SPACE = re.compile(r"\s")
SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Unit:
    """A part of a passage that is translated in one go.

    Args:
        start: where it begins in the passage.
        end: where it ends.
        text: what stands there, with single spaces between its words.
    """

    start: int
    end: int
    text: str

    @property
    def question(self) -> str:
        """Give the text as the translator gets it."""
        return with_placeholders(self.text)


def units_of(passage: Passage) -> list[Unit]:
    """Cut a passage into its sentences; into smaller parts where too much is marked in one."""
    edges = sorted({edge for mark in passage.marks for edge in (mark.start, mark.end)})
    found: list[Unit] = []
    for start, end in _between(0, sorted(passage.cuts), len(passage.text)):
        for unit in _sentences(passage.text, start, end):
            inside = edges[bisect_right(edges, unit.start) : bisect_left(edges, unit.end)]
            is_odd = len(inside) > _MOST_EDGES or (inside and len(unit.text) > _MOST_CHARACTERS)
            found += _parts(passage, unit, inside) if is_odd else [unit]
    return found


def parts_of(passage: Passage, unit: Unit) -> list[Unit]:
    """Cut a unit at what stands for something else, where the translator did not keep that."""
    spans = (match.span() for match in STAND_IN.finditer(passage.text, unit.start, unit.end))
    return list(_parts(passage, unit, sorted({edge for span in spans for edge in span})))


def _parts(passage: Passage, unit: Unit, edges: Iterable[int]) -> Iterator[Unit]:
    for start, end in _between(unit.start, edges, unit.end):
        yield from _unit(passage.text, start, end)


def _sentences(text: str, start: int, end: int) -> Iterator[Unit]:
    """Find the sentences in a part of a text."""
    line = STAND_IN.sub("0", _SPACE.sub(" ", text[start:end]))
    first = position = 0
    for segment in segments(line):
        is_gap = not segment.translatable and segment.text.isspace()
        if is_gap and _ENDED.search(line, max(first, position - _NEARBY), position):
            yield from _unit(text, start + first, start + position)
            first = position + len(segment.text)
        position += len(segment.text)
    yield from _unit(text, start + first, end)


def _unit(text: str, start: int, end: int) -> Iterator[Unit]:
    """Make a unit of a part of a text without the spaces at its ends; none of spaces alone."""
    content = text[start:end].strip()
    if content:
        start = text.index(content, start, end)
        yield Unit(start, start + len(content), SPACES.sub(" ", content))


def _between(start: int, cuts: Iterable[int], end: int) -> Iterator[tuple[int, int]]:
    """List the parts between cuts."""
    for cut in cuts:
        yield start, cut
        start = cut
    yield start, end
