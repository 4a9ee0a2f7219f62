"""Find in a translated sentence the words that a part of its source has become.

What is compared are the words of that part translated by itself. They come in another form where
the sentence bends them, and one may be another word altogether: then its neighbours tell where it
stands.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

# What stands for something that is not translated counts as a word: see `stand_ins.py`.
_WORD = re.compile(r"[\U000f0000-\U000ffffd]|\w+(?:[-'’]\w+)*")
# "la" and "of" stand in every sentence: they say little about where a part went.
_WEIGHT_OF_SHORT_WORDS = {1: 0.2, 2: 0.3, 3: 0.5}
# Forms of one word begin with the same letters, at least so many.
_STEM = 3
_LEAST_LIKENESS = 0.55
_LEAST_LIKENESS_OF_MISSPELT = 0.8
_LEAST_SHARE_FOUND = 0.3
_COST_OF_A_STRANGER = 0.5
_COST_OF_A_WRONG_LENGTH = 0.05
_COST_OF_DISTANCE = 0.4
_COST_OF_A_MISSING_WORD = 0.1
_COST_OF_A_SHORT_EDGE = 0.3


@dataclass(frozen=True)
class Window:
    """Neighbouring words of a sentence, from `first` up to but without `last`.

    Args:
        score: how well they fit; 1 is a perfect fit.
    """

    first: int
    last: int
    score: float


def word_spans(text: str) -> list[tuple[int, int]]:
    """List where the words of a text begin and end."""
    return [match.span() for match in _WORD.finditer(text)]


def plain_words(text: str) -> list[str]:
    """List the words of a text without their case and their accents."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    letters = "".join(each for each in decomposed if not unicodedata.combining(each))
    return _WORD.findall(letters)


def likeness(one: str, other: str) -> float:
    """Compare two plain words: 1 if they are equal, less if they may be forms of one word."""
    if one == other:
        return 1.0
    if one[:_STEM] != other[:_STEM]:
        return 0.0
    longest = max(len(one), len(other))
    begin = _common(one, other)
    if begin < _STEM:
        return 0.0
    if begin / longest >= _LEAST_LIKENESS:
        return begin / longest
    # Misspelt in the middle, by a model that does not know the word well.
    rest = min(len(one), len(other)) - begin
    whole = (begin + min(rest, _common(one[::-1], other[::-1]))) / longest
    return whole if whole >= _LEAST_LIKENESS_OF_MISSPELT else 0.0


def _common(one: str, other: str) -> int:
    """Count the letters that two words begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def gains_of(words: Sequence[str], wanted: Sequence[str]) -> list[float]:
    """Say for each word of a sentence how much of a wanted one it is.

    Args:
        words: of the translated sentence, plain.
        wanted: a part of the source translated by itself, plain.
    """
    stems: dict[str, list[str]] = {}
    for each in wanted:
        stems.setdefault(each[:_STEM], []).append(each)

    def gain(word: str) -> float:
        related = stems.get(word[:_STEM], [])
        return max((likeness(word, each) * _weight(each) for each in related), default=0.0)

    return [gain(word) for word in words]


def best_window(
    words: Sequence[str],
    wanted: Sequence[str],
    *,
    gains: Sequence[float],
    free: Sequence[bool],
    centre: float,
) -> Window | None:
    """Find the neighbouring words that are most like the wanted ones.

    Args:
        words: of the translated sentence, plain.
        wanted: the part translated by itself, plain.
        gains: what `gains_of` says about them.
        free: which words may be taken.
        centre: where the part is expected, from 0 (before the first word) to 1.

    Returns:
        The best window, or none if too little of what was wanted is in any.
    """
    possible = sum(map(_weight, wanted))
    found = [0.0, *accumulate(gains)]
    values = (
        gain or -_COST_OF_A_STRANGER * _weight(word)
        for gain, word in zip(gains, words, strict=True)
    )
    sums = [0.0, *accumulate(values)]
    best: Window | None = None
    for first, last in _windows_of_hits(gains, free, longest=2 * len(wanted) + 2):
        if (found[last] - found[first]) / possible < _LEAST_SHARE_FOUND:
            continue
        score = (
            min((sums[last] - sums[first]) / possible, 1.0)
            - _COST_OF_DISTANCE * abs((first + last) / 2 / len(words) - centre)
            - _COST_OF_A_WRONG_LENGTH * abs(last - first - len(wanted))
        )
        if best is None or score > best.score:
            best = Window(first, last, score)
    return _completed(best, words, wanted, free) if best else None


def nearest_window(
    words: Sequence[str], *, free: Sequence[bool], length: int, centre: float
) -> Window | None:
    """Choose free words by their place alone: as many as wanted or, if need be, fewer."""

    def cost(window: tuple[int, int]) -> float:
        first, last = window
        edges = (_weight(words[first]) + _weight(words[last - 1])) / 2
        return (
            abs((first + last) / 2 / len(words) - centre)
            + _COST_OF_A_MISSING_WORD * (length - (last - first))
            + _COST_OF_A_SHORT_EDGE * (1 - edges)
        )

    chosen = min(_windows(free, longest=length), key=cost, default=None)
    return Window(*chosen, score=0.0) if chosen else None


def _completed(
    window: Window, words: Sequence[str], wanted: Sequence[str], free: Sequence[bool]
) -> Window:
    """Take in the words that stand where a wanted one, found nowhere, would have to."""
    inside = words[window.first : window.last]
    present = [n for n, each in enumerate(wanted) if any(likeness(each, word) for word in inside)]
    first, last = window.first, window.last
    for _ in filter(_tells, wanted[: present[0]]):
        if first and free[first - 1] and _tells(words[first - 1]):
            first -= 1
    for _ in filter(_tells, wanted[present[-1] + 1 :]):
        if last < len(words) and free[last] and _tells(words[last]):
            last += 1
    return Window(first, last, window.score)


def _weight(word: str) -> float:
    return _WEIGHT_OF_SHORT_WORDS.get(len(word), 1.0) if word.isalpha() else 1.0


def _tells(word: str) -> bool:
    return _weight(word) >= _WEIGHT_OF_SHORT_WORDS[3]


def _windows(free: Sequence[bool], *, longest: int) -> Iterator[tuple[int, int]]:
    """List neighbouring free words, as (first, last)."""
    for first in range(len(free)):
        for last in range(first + 1, min(first + longest, len(free)) + 1):
            if not free[last - 1]:
                break
            yield first, last


def _windows_of_hits(
    gains: Sequence[float], free: Sequence[bool], *, longest: int
) -> Iterator[tuple[int, int]]:
    """List neighbouring free words that begin and end with one that gains something."""
    hits = [n for n, gain in enumerate(gains) if gain]
    taken = [0, *accumulate(not each for each in free)]
    for index, first in enumerate(hits):
        for last in hits[index : index + longest]:
            if last - first >= longest or taken[last + 1] > taken[first]:
                break
            yield first, last + 1
