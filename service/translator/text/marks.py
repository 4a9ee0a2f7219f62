"""Put one sign in the place of each part of a sentence that the model must not change.

The signs are characters of Unicode's private use, which no text has: `verbatim` takes those out as
well. All rules can then look at a sentence without minding what is in its addresses and its code.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from translator.text.glossary import Glossary
from translator.text.verbatim import Kind, Span, verbatim_spans

FIRST_SIGN = 0xE000
FIRST_PICTURE = 0xF000
LAST_SIGN = 0xF8FF
SIGNS = "\ue000-\uf8ff"
PICTURES = "\uf000-\uf8ff"

_SIGN = re.compile(rf"[{SIGNS}]")
_WORD_CHARACTER = re.compile(rf"[\w{SIGNS}]")


@dataclass(frozen=True)
class Mark:
    """What a sign stands for.

    Args:
        original: what the source has there.
        result: what the translation has for it.
        takes_case: whether the result begins with a capital where a sentence begins with it.
    """

    sign: str
    kind: Kind
    original: str
    result: str
    takes_case: bool = False


@dataclass(frozen=True)
class Marked:
    """A sentence with signs in it."""

    text: str
    marks: tuple[Mark, ...] = ()

    @property
    def has_words(self) -> bool:
        """Tell whether there are letters besides what is marked."""
        return any(character.isalpha() for character in self.text)

    @property
    def words(self) -> str:
        """Give the sentence without what is kept in it, but for the terms of a glossary."""
        return _SIGN.sub(" ", self.with_originals([Kind.TERM])) if self.marks else self.text

    def with_marks(self, spans: Iterable[Span]) -> "Marked":
        """Mark more of it, from left to right."""
        parts = [(span.start, span.end, span.kind, None, False) for span in spans]
        return _marked(self.text, parts, self.marks)

    def filled(self, text: str) -> str:
        """Put the results in the place of the signs of any text."""
        if not self.marks:
            return text
        first = re.search(rf"[^\W_]|[{SIGNS}]", text)
        results = {mark.sign: mark.result for mark in self.marks}
        for mark in self.marks:
            begins = first is not None and first[0] == mark.sign and mark.takes_case
            if begins and self._begins_with_a_capital():
                results[mark.sign] = mark.result[:1].upper() + mark.result[1:]
        return _SIGN.sub(lambda sign: results.get(sign[0], ""), text)

    def with_originals(self, kinds: Iterable[Kind]) -> str:
        """Undo the signs of some kinds."""
        if not self.marks:
            return self.text
        originals = {mark.sign: mark.original for mark in self.marks if mark.kind in kinds}
        return "".join(originals.get(character, character) for character in self.text)

    def glued(self, sign: str) -> tuple[bool, bool]:
        """Tell whether a word touches a sign before and after it; that of 20th may be lost."""
        if any(mark.sign == sign and mark.kind is Kind.NUMBER for mark in self.marks):
            return False, False
        place = self.text.find(sign)
        before, after = self.text[:place][-1:], self.text[place + 1 :][:1]
        return bool(_WORD_CHARACTER.match(before)), bool(_WORD_CHARACTER.match(after))

    def only(self, text: str) -> "Marked":
        """Take a part of it, or another text with the same signs."""
        return replace(self, text=text)

    def _begins_with_a_capital(self) -> bool:
        whole = self.with_originals([Kind.TERM])
        return next((each.isupper() for each in whole if each.isalpha()), False)


def marked(sentence: str, glossary: Glossary) -> Marked:
    """Mark what must come out as it went in, and the terms of a glossary."""
    spans = verbatim_spans(sentence)
    kept = [(span.start, span.end, span.kind, None, False) for span in spans]
    terms = [
        (term.start, term.end, Kind.TERM, term.translation, term.takes_case)
        for term in glossary.find(sentence)
        if not any(_overlap(span, term.start, term.end) for span in spans)
    ]
    return _marked(sentence, sorted([*kept, *terms]), ()) if kept or terms else Marked(sentence)


def _marked(
    text: str,
    parts: Iterable[tuple[int, int, Kind, str | None, bool]],
    marks: tuple[Mark, ...],
) -> Marked:
    """Mark parts, which come from left to right and do not overlap."""
    found = list(marks)
    signs = _signs(marks)
    done, position = "", 0
    for start, end, kind, result, takes_case in parts:
        sign = next(signs[kind is Kind.PICTURE])
        original = text[start:end]
        found.append(Mark(sign, kind, original, result or original, takes_case))
        done += text[position:start] + sign
        position = end
    return Marked(done + text[position:], tuple(found))


def _signs(marks: tuple[Mark, ...]) -> tuple[Iterator[str], Iterator[str]]:
    """Give the signs that are free, and those for pictures."""
    pictures = sum(mark.kind is Kind.PICTURE for mark in marks)
    return (
        map(chr, range(FIRST_SIGN + len(marks) - pictures, FIRST_PICTURE)),
        map(chr, range(FIRST_PICTURE + pictures, LAST_SIGN + 1)),
    )


def _overlap(span: Span, start: int, end: int) -> bool:
    return span.start < end and start < span.end
