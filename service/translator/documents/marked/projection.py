"""Carry the marks of a text over to its translation.

Marks form a forest: they lie side by side or one in another, never across. So do the places that
they get, each exactly one: no mark is lost, none is doubled, and whatever is written around them
is nested as it was.
"""

from collections.abc import Sequence

from translator.documents.marked.family import Family
from translator.documents.marked.marks import NO_PARENT, Mark, Place, families
from translator.documents.marked.pair import Pair


def project(
    source: str, target: str, marks: Sequence[Mark], hints: Sequence[str | None]
) -> list[Place]:
    """Find each mark's place in the translation of a text.

    Args:
        source: the text.
        target: its translation.
        marks: each comes after the one that it lies in; neighbours come in their order.
        hints: the text of each mark translated by itself, where that is known; for a point, the
            word before it.
    """
    places: dict[int, Place] = {NO_PARENT: Place(0, len(target))}
    for parent, children in sorted(families(marks).items()):
        whole = Mark(0, len(source)) if parent == NO_PARENT else marks[parent]
        room = places[parent]
        family = Family(
            Pair(source[whole.start : whole.end], target[room.start : room.end]),
            [marks[child].within(whole.start, whole.end) for child in children],
            [hints[child] for child in children],
        )
        found = (place.moved(room.start) for place in family.places())
        places.update(zip(children, found, strict=True))
    return [places[number] for number in range(len(marks))]
