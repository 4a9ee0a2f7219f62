"""Place what holds no word: beside the neighbour, or behind the word, that it stood beside."""

from collections.abc import Mapping, Sequence

from translator.documents.marked.marks import Mark, Place
from translator.documents.marked.matching import best_window, gains_of, word_spans
from translator.documents.marked.pair import Pair, count_taken


def position_of(
    number: int,
    pair: Pair,
    marks: Sequence[Mark],
    places: Mapping[int, Place],
    word_before: Sequence[str],
) -> int:
    """Say where in a translation something goes that holds no word.

    Args:
        number: of the mark in question.
        places: what the other marks have got; it is put into none of them.
        word_before: the translation of the word that it is attached to, if it is.
    """
    mark = marks[number]
    before, after = pair.source[: mark.start], pair.source[mark.start :]
    if mark.opens_before or not before.strip():
        return 0
    if mark.closes_after or not after.strip():
        return len(pair.target)
    for other, place in places.items():
        if marks[other].end == mark.start:
            return place.end
        if marks[other].start == mark.start:
            return place.start
    at = _between_words(pair, before, after, word_before, expected(mark.start, marks, places, pair))
    return _outside(at, marks, places)


def expected(
    position: float, marks: Sequence[Mark], places: Mapping[int, Place], pair: Pair
) -> float:
    """Say where a position of the text should be in the translation, beside what is placed."""
    corners = [(0, 0), (len(pair.source), len(pair.target))]
    for number, place in places.items():
        corners += [(marks[number].start, place.start), (marks[number].end, place.end)]
    low = max(corner for corner in corners if corner[0] <= position)
    high = min(corner for corner in corners if corner[0] >= position)
    share = (position - low[0]) / max(1, high[0] - low[0])
    return low[1] + share * (high[1] - low[1])


def _between_words(
    pair: Pair, before: str, after: str, word_before: Sequence[str], near: float
) -> int:
    if not pair.words:
        return len(pair.target)
    if not word_spans(before):
        return pair.words[0][0]
    if not word_spans(after):
        return pair.words[-1][1]
    if before[-1].isspace():
        borders = [start for start, _ in pair.words]
    else:
        ending = before.rstrip()
        borders = [end + count_taken(pair.target[end:], ending) for _, end in pair.words]
    window = word_before and best_window(
        pair.plain,
        word_before,
        gains=gains_of(pair.plain, word_before),
        free=[True] * len(pair.words),
        centre=near / max(1, len(pair.target)),
    )
    if window:
        return borders[window.last - 1]
    return min(borders, key=lambda border: abs(border - near))


def _outside(position: int, marks: Sequence[Mark], places: Mapping[int, Place]) -> int:
    """Move a position out of the place of another mark, but not to where that one runs on."""
    for number, place in places.items():
        mark = marks[number]
        is_behind_start = place.start < position or (mark.opens_before and place.start == position)
        is_before_end = position < place.end or (mark.closes_after and position == place.end)
        if is_behind_start and is_before_end:
            is_early = position - place.start < place.end - position
            goes_first = mark.closes_after or (is_early and not mark.opens_before)
            return place.start if goes_first else place.end
    return position
