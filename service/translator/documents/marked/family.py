"""Give the marks that lie side by side in one text their places in its translation."""

from collections.abc import Sequence

from translator.documents.marked.marks import Mark, Place
from translator.documents.marked.matching import (
    Window,
    best_window,
    gains_of,
    nearest_window,
    plain_words,
)
from translator.documents.marked.pair import Pair, count_taken
from translator.documents.marked.points import expected, position_of
from translator.documents.marked.stand_ins import STAND_IN

# Beyond, the place alone decides: trying every window would take too long.
_MOST_WINDOWS = 20_000


class Family:
    """Marks that do not overlap, in their order, and the places that they have got.

    Args:
        pair: the text and its translation.
        marks: in the text.
        hints: the text of each mark translated by itself, where that is known; for a point, the
            word before it.
    """

    def __init__(self, pair: Pair, marks: Sequence[Mark], hints: Sequence[str | None]) -> None:
        self._pair = pair
        self._marks = marks
        self._wanted = [plain_words(hint or "") for hint in hints]
        self._gains = [gains_of(pair.plain, wanted) for wanted in self._wanted]
        self._free = [True] * len(pair.words)
        self._places: dict[int, Place] = {}

    def places(self) -> list[Place]:
        """Place every mark: first what the words tell, then what is left, then what holds none."""
        elements = [n for n, mark in enumerate(self._marks) if not mark.is_point]
        # These reach to an end of the text, so that all the others must leave that end to them.
        for number in (n for n in elements if self._runs_on(n)):
            self._settle(number, self._window(number) or self._guess(number))
        for number in elements:
            if number not in self._places:
                self._place_inside_word(number)
        for number in sorted(elements, key=self._evidence, reverse=True):
            self._settle(number, self._window(number))
        for number in elements:
            self._settle(number, self._guess(number))
        for number in range(len(self._marks)):
            if number not in self._places:
                self._place_without_words(number)
        return [self._places[number] for number in range(len(self._marks))]

    def _runs_on(self, number: int) -> bool:
        return self._marks[number].opens_before or self._marks[number].closes_after

    def _place_inside_word(self, number: int) -> None:
        """Place a part of a word, like the 2 of H2O, if the translation has the same word."""
        mark, pair = self._marks[number], self._pair
        length = mark.end - mark.start
        for start, end in pair.source_words:
            if start <= mark.start and mark.end <= end and length < end - start:
                near = expected(start, self._marks, {}, pair)
                copies = [
                    at for at, to in pair.words if pair.target[at:to] == pair.source[start:end]
                ]
                copy = min(copies, key=lambda at: abs(at - near), default=None)
                if copy is not None and self._is_free(copy + mark.start - start, length):
                    self._put(number, copy + mark.start - start, copy + mark.end - start)

    def _is_free(self, start: int, length: int) -> bool:
        places = self._places.values()
        return all(each.end <= start or start + length <= each.start for each in places)

    def _place_without_words(self, number: int) -> None:
        hint = self._wanted[number] if self._marks[number].is_point else ()
        at = position_of(number, self._pair, self._marks, self._places, hint)
        self._places[number] = Place(at, at)

    def _evidence(self, number: int) -> float:
        """Say how sure the place of a mark is."""
        window = self._window(number)
        return window.score if window else -1.0

    def _window(self, number: int) -> Window | None:
        """Find a mark's words, unless they cannot be told."""
        mark = self._marks[number]
        inside = self._words_inside(mark)
        if inside and inside == len(self._pair.source_words) and self._free and all(self._free):
            return Window(0, len(self._free), 1.0)
        wanted = self._wanted[number]
        if not wanted or len(self._free) * (len(wanted) + 1) * 2 > _MOST_WINDOWS:
            return None
        centre = (mark.start + mark.end) / 2 / len(self._pair.source)
        return best_window(
            self._pair.plain, wanted, gains=self._gains[number], free=self._free, centre=centre
        )

    def _guess(self, number: int) -> Window | None:
        """Choose a mark's words by its distance from those that are placed."""
        mark = self._marks[number]
        inside = self._words_inside(mark)
        is_stand_in = STAND_IN.fullmatch(self._pair.source, mark.start, mark.end)
        if not inside or not self._free or is_stand_in:
            return None
        length = max(1, round(inside * len(self._free) / len(self._pair.source_words)))
        middle = expected((mark.start + mark.end) / 2, self._marks, self._places, self._pair)
        centre = middle / len(self._pair.target)
        return nearest_window(self._pair.plain, free=self._free, length=length, centre=centre)

    def _words_inside(self, mark: Mark) -> int:
        return sum(mark.start < end and start < mark.end for start, end in self._pair.source_words)

    def _settle(self, number: int, window: Window | None) -> None:
        """Give a mark its words, and the punctuation and spaces that it had at its ends."""
        if window is None or number in self._places:
            return
        mark = self._marks[number]
        text = self._pair.source[mark.start : mark.end]
        first, last = self._pair.words[window.first][0], self._pair.words[window.last - 1][1]
        others = self._places.values()
        end_of_target = len(self._pair.target)
        low = max((each.end for each in others if each.end <= first), default=0)
        high = min((each.start for each in others if each.start >= last), default=end_of_target)
        start = first - count_taken(self._pair.target[low:first][::-1], text[::-1])
        end = last + count_taken(self._pair.target[last:high], text)
        self._put(number, low if mark.opens_before else start, high if mark.closes_after else end)

    def _put(self, number: int, start: int, end: int) -> None:
        self._places[number] = Place(start, end)
        for index, (word_start, word_end) in enumerate(self._pair.words):
            if word_start < end and start < word_end:
                self._free[index] = False
