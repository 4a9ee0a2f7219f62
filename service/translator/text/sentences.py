"""Cut a text into sentences and put it together again, without losing a character.

The model was trained on single sentences. A text is therefore a list of segments: sentences that
are translated, and everything between them (spaces, line breaks, bullets, bare numbers,
addresses, emoji) that stays as it is. The segments joined are always the text itself.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from translator.text.verbatim import verbatim_spans

_BULLET = re.compile(r"(?:[-*•·–—]|\d{1,3}[.)])\s+")
_BOUNDARY = re.compile(r"""([.!?…]["'”’»)\]]*)(\s+)(?=["'“‘«(\[¿¡]*(\w))""")
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
    if len(sentence) < 2 or fits(sentence):
        yield Segment(sentence, True)
        return
    start, end = _middle_break(sentence)
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
    position = 0
    for break_start, break_end in _sentence_breaks(content):
        yield from _sentence(content[position:break_start])
        yield Segment(content[break_start:break_end], False)
        position = break_end
    yield from _sentence(content[position:])
    yield Segment(line[start + len(content) :], False)


def _sentence(text: str) -> Iterator[Segment]:
    """Cut a sentence at what must come out of it as it is."""
    position = 0
    for start, end in verbatim_spans(text):
        yield from _words(text[position:start])
        yield Segment(text[start:end], False)
        position = end
    yield from _words(text[position:])


def _words(text: str) -> Iterator[Segment]:
    """Set the spaces at the ends of a part apart; what carries no letter is not translated."""
    content = text.strip()
    start = text.find(content)
    yield Segment(text[:start], False)
    yield Segment(content, any(character.isalpha() for character in content))
    yield Segment(text[start + len(content) :], False)


def _sentence_breaks(line: str) -> Iterator[tuple[int, int]]:
    """Find the spaces between two sentences of a line, as (start, end)."""
    for match in _BOUNDARY.finditer(line):
        following = match[3]
        starts_sentence = following.isupper() or following.isdigit()
        if starts_sentence and not _is_abbreviation(line[: match.start(1)], match[1], following):
            yield match.span(2)


def _is_abbreviation(before: str, mark: str, following: str) -> bool:
    """Tell whether the full stop after `before` belongs to its last word."""
    word = _LAST_WORD.search(before)
    if mark != "." or word is None:
        return False
    if following.isdigit() and _BEFORE_A_NUMBER.fullmatch(word[0]):
        return True
    return bool(_NEVER_LAST.fullmatch(word[0]) or _INITIALS.fullmatch(word[0]))


def _middle_break(sentence: str) -> tuple[int, int]:
    """Choose where to cut a sentence in two, as (start, end) of the gap, both sides non-empty."""
    middle = len(sentence) // 2
    clauses = [match.span() for match in _CLAUSE.finditer(sentence)]
    central = [span for span in clauses if abs(span[0] - middle) <= middle // 2]
    spaces = [match.span() for match in _SPACE.finditer(sentence)]
    for candidates in (central, spaces):
        if candidates:
            return min(candidates, key=lambda span: abs(span[0] - middle))
    return middle, middle
