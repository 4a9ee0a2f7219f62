"""Cut a text into sentences and put it together again, without losing a character.

The model was trained on single sentences. A text is therefore a list of segments: sentences that
are translated, and everything between them (spaces, line breaks, bullets, what has no words) that
stays as it is. The segments joined are always the text itself.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from translator.text.verbatim import PICTURE, Span, outside, verbatim_spans

LONGEST_WORD = 40

_NUMBERED = r"\(?(?:\d{1,3}|[A-Za-z]|[ivx]{2,4})\)|(?:\d{1,3}|[a-z])\."
_BULLET = re.compile(rf"(?:(?:[-*+•·–—>]|#{{1,6}}|\[[ xX]?\]|{_NUMBERED})\s+)+")
# Emoji end a sentence, too, where another begins behind them; a few are enough to look at.
_EMOJI = rf"{PICTURE}(?:\s?{PICTURE}){{0,8}}"
_BOUNDARY = re.compile(
    rf"""([.!?…]["'”’»)\]]*(?:\s?{_EMOJI})?|{_EMOJI})(\s+)(?=["'“‘«(\[¿¡]*(\w))"""
)
_CLAUSE = re.compile(r"(?<=[,;:—–])\s+")
_SPACE = re.compile(r"\s+")
_LAST_WORD = re.compile(r"[\w.]+$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[A-HJ-Z]|(?:[^\W\d_]\.)+[^\W\d_]")

_NEVER_LAST = re.compile(
    r"mr|mrs|ms|messrs|dr|prof|st|rev|gen|col|sgt|capt|lt|hon|gov|sen|rep|pres|mt|dept|approx"
    r"|vs|cf|viz|e\.g|i\.e|eg|ie|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec",
    re.IGNORECASE,
)
_BEFORE_A_NUMBER = re.compile(r"no|nos|figs?|vol|pp?|ch|sec|eq|art|ca|c|v", re.IGNORECASE)


@dataclass(frozen=True)
class Segment:
    """A piece of a text, and whether it is to be translated."""

    text: str
    translatable: bool


def segments(text: str) -> list[Segment]:
    """Cut a text into sentences and what lies between them."""
    found = [piece for line in text.splitlines(keepends=True) for piece in _line_segments(line)]
    return [piece for piece in found if piece.text]


def split_to_fit(sentence: str, fits: Callable[[str], bool]) -> Iterator[Segment]:
    """Cut a sentence at commas, else between words, until every piece fits the model.

    Args:
        sentence: a text without spaces at its ends.
        fits: whether the model can take a piece whole.
    """
    spans = verbatim_spans(sentence)
    has_words = _has_words(sentence, spans)
    if len(sentence) < 2 or not has_words or fits(sentence):
        yield Segment(sentence, has_words)
        return
    start, end = _middle_break(sentence, spans)
    yield from split_to_fit(sentence[:start], fits)
    if start < end:
        yield Segment(sentence[start:end], False)
    yield from split_to_fit(sentence[end:], fits)


def fitting_segments(text: str, fits: Callable[[str], bool]) -> list[Segment]:
    """Cut a text into sentences that the model can take, and what lies between them."""
    return [
        piece
        for segment in segments(text)
        for piece in (split_to_fit(segment.text, fits) if segment.translatable else [segment])
    ]


def to_translate(documents: Iterable[Sequence[Segment]]) -> list[str]:
    """List the translatable pieces of all documents in their order."""
    return [piece.text for document in documents for piece in document if piece.translatable]


def join(document: Sequence[Segment], translations: Iterator[str]) -> str:
    """Put a document together, taking one translation for each of its translatable pieces."""
    return "".join(next(translations) if piece.translatable else piece.text for piece in document)


def _line_segments(line: str) -> Iterator[Segment]:
    """Cut one line at its bullet and between its sentences."""
    content = line.strip()
    start = line.find(content)
    bullet = _BULLET.match(content)
    if bullet:
        content = content[bullet.end() :]
        start += bullet.end()
    yield Segment(line[:start], False)
    spans = verbatim_spans(content)
    position = 0
    for break_start, break_end in _sentence_breaks(content, spans):
        yield _sentence(content[position:break_start])
        yield Segment(content[break_start:break_end], False)
        position = break_end
    yield _sentence(content[position:])
    yield Segment(line[start + len(content) :], False)


def _sentence(text: str) -> Segment:
    return Segment(text, _has_words(text, verbatim_spans(text)))


def _has_words(text: str, spans: Sequence[Span]) -> bool:
    """Tell whether there is a letter besides what is kept as it is."""
    return any(character.isalpha() for part in outside(text, spans) for character in part)


def _sentence_breaks(line: str, spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Find the spaces between two sentences of a line, as (start, end)."""
    for match in _BOUNDARY.finditer(line):
        following = match[3]
        starts_sentence = following.isupper() or following.isdigit()
        if not starts_sentence or _is_within(match.span(2), spans):
            continue
        before = line[max(0, match.start(1) - LONGEST_WORD) : match.start(1)]
        if not _is_abbreviation(before, match[1], following):
            yield match.span(2)


def _is_abbreviation(before: str, mark: str, following: str) -> bool:
    """Tell whether the full stop after `before` belongs to its last word."""
    word = _LAST_WORD.search(before)
    if mark != "." or word is None:
        return False
    if following.isdigit() and _BEFORE_A_NUMBER.fullmatch(word[0]):
        return True
    return bool(_NEVER_LAST.fullmatch(word[0]) or _INITIALS.fullmatch(word[0]))


def _is_within(place: tuple[int, int], spans: Sequence[Span]) -> bool:
    before = bisect_left(spans, place[0], key=lambda span: span.start)
    return before > 0 and place[1] < spans[before - 1].end


def _middle_break(sentence: str, spans: Sequence[Span]) -> tuple[int, int]:
    """Choose where to cut a sentence in two, as (start, end) of the gap, both sides non-empty.

    What is kept as it is stays whole.
    """
    middle = len(sentence) // 2
    clauses = [match.span() for match in _CLAUSE.finditer(sentence)]
    central = [span for span in clauses if abs(span[0] - middle) <= middle // 2]
    spaces = [match.span() for match in _SPACE.finditer(sentence)]
    free = [place for place in spaces if not _is_within(place, spans)]
    ends = [(end, end) for span in spans for end in (span.start, span.end)]
    inner = [place for place in ends if 0 < place[0] < len(sentence)]
    for candidates in ([place for place in central if place in free], free, inner):
        if candidates:
            return min(candidates, key=lambda span: abs(span[0] - middle))
    return middle, middle
