"""What is marked in a text: elements around some words, and points between two."""

from collections.abc import Sequence
from dataclasses import dataclass

NO_PARENT = -1


@dataclass(frozen=True)
class Mark:
    """A part of a text, from `start` up to but without `end`; a point if they are equal.

    Args:
        parent: the number of the mark that it lies in.
        opens_before: whether what stands in front of the text belongs to it as well.
        closes_after: whether what stands behind the text does.
    """

    start: int
    end: int
    parent: int = NO_PARENT
    opens_before: bool = False
    closes_after: bool = False

    @property
    def is_point(self) -> bool:
        """Tell whether it holds no character."""
        return self.start == self.end

    def within(self, start: int, end: int) -> "Mark":
        """Give what lies of it in a part of the text, counted from the start of that part."""
        return Mark(
            min(max(self.start, start), end) - start,
            max(min(self.end, end), start) - start,
            self.parent,
            self.opens_before or self.start < start,
            self.closes_after or self.end > end,
        )


@dataclass(frozen=True)
class Place:
    """Where a mark stands in a translation."""

    start: int
    end: int

    def within(self, room: "Place") -> "Place":
        """Give what lies of it in another place."""
        start = min(max(self.start, room.start), room.end)
        return Place(start, min(max(self.end, start), room.end))

    def moved(self, by: int) -> "Place":
        """Count from another start."""
        return Place(self.start + by, self.end + by)


def families(marks: Sequence[Mark]) -> dict[int, list[int]]:
    """List the numbers of the marks that lie directly in each mark, in their order."""
    found: dict[int, list[int]] = {}
    for number, mark in enumerate(marks):
        found.setdefault(mark.parent, []).append(number)
    return found
