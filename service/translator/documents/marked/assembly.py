"""Put a translated passage together, and write it as a stream again."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from translator.documents.marked.items import Item, Kind
from translator.documents.marked.marks import NO_PARENT, Place, families
from translator.documents.marked.passage import Passage
from translator.documents.marked.sentence import Sentence
from translator.documents.marked.stand_ins import STAND_IN


@dataclass(frozen=True)
class Assembly:
    """A passage in the other language.

    Args:
        text: all of it.
        places: of the marks of the passage, in their order.
    """

    text: str
    places: Sequence[Place]


def assemble(
    passage: Passage, sentences: Sequence[Sentence], answers: Mapping[str, str]
) -> Assembly:
    """Join the translations of a passage's sentences, and what lies between them."""
    pieces: list[str] = []
    gaps = [(0, 0)]
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    for sentence in sentences:
        source, target = gaps[-1]
        begin = target + sentence.unit.start - source
        answer = sentence.target(answers) or sentence.unit.text
        pieces += [passage.text[source : sentence.unit.start], answer]
        gaps.append((sentence.unit.end, begin + len(answer)))
        for number, mark, place in sentence.placed(answer, answers):
            if not mark.opens_before:
                starts.setdefault(number, begin + place.start)
            if not mark.closes_after:
                ends[number] = begin + place.end
    text = "".join([*pieces, passage.text[gaps[-1][0] :]])
    places = {NO_PARENT: Place(0, len(text))}
    for number, mark in enumerate(passage.marks):
        start = starts[number] if number in starts else _moved(mark.start, gaps)
        end = ends[number] if number in ends else _moved(mark.end, gaps)
        places[number] = Place(start, end).within(places[mark.parent])
    return Assembly(text, [places[number] for number in range(len(passage.marks))])


def _moved(position: int, gaps: Sequence[tuple[int, int]]) -> int:
    """Say where a position between two sentences has gone."""
    source, target = gaps[bisect_right(gaps, position, key=lambda gap: gap[0]) - 1]
    return target + position - source


def written(passage: Passage, assembly: Assembly) -> list[str | Item]:
    """Write a translated passage as a stream: every item once, nested as it was."""
    return list(_Writer(passage, assembly).stream())


class _Writer:
    def __init__(self, passage: Passage, assembly: Assembly) -> None:
        self._passage = passage
        self._assembly = assembly
        self._families = families(passage.marks)
        self._stand_ins = {
            passage.text[mark.start]
            for mark, items in zip(passage.marks, passage.markup, strict=True)
            if items[0].kind is Kind.ATOM
        }

    def stream(self) -> Iterator[str | Item]:
        text = self._assembly.text
        yield from (each for each in self._inside(NO_PARENT, Place(0, len(text))) if each != "")

    def _inside(self, parent: int, room: Place) -> Iterator[str | Item]:
        """Write what lies in a mark: text, and the marks that lie directly in it."""
        places = self._assembly.places
        children = self._families.get(parent, [])
        position = room.start
        owed = ""
        for number in sorted(children, key=lambda n: (places[n].start, places[n].end, n)):
            # Whatever the places are, each character is written once.
            place = places[number].within(Place(position, room.end))
            before = self._text(position, place.start)
            if before or not self._passage.marks[number].is_point:
                before, owed = owed + before, ""
            yield before.removesuffix(" ") if number in self._passage.added_spaces else before
            opening, *closing = self._passage.markup[number]
            yield opening
            yield from self._inside(number, place)
            yield from closing
            position = place.end
            owed = owed or self._space_behind(number, position)
        yield owed + self._text(position, room.end)

    def _space_behind(self, number: int, position: int) -> str:
        """Give the second space of a point that stood between two, like a picture in a line."""
        mark = self._passage.marks[number]
        around = self._passage.text[max(0, mark.start - 1) : mark.start + 1]
        here = self._assembly.text[max(0, position - 1) : position + 1]
        was_between = mark.is_point and len(around) == 2 and around.isspace()
        is_at_word = len(here) == 2 and here[0].isspace() and not here[1].isspace()
        return " " if was_between and is_at_word else ""

    def _text(self, start: int, end: int) -> str:
        text = self._assembly.text[start:end]
        return STAND_IN.sub(lambda match: "" if match[0] in self._stand_ins else match[0], text)
