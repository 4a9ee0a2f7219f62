"""One sentence of a passage: what is asked for it, and where its marks go in the answer."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from translator.documents.asking import has_letters
from translator.documents.marked.marks import NO_PARENT, Mark, Place
from translator.documents.marked.matching import word_spans
from translator.documents.marked.passage import Passage
from translator.documents.marked.projection import project
from translator.documents.marked.stand_ins import with_placeholders, with_stand_ins
from translator.documents.marked.units import SPACES, Unit

# Of the languages that are translated; of any other none is taken in.
_LITTLE_WORDS = (
    "a an and at by for from her his in its my of on our the their to with your"
    " al con de del el en la las lo los mi mis para por su sus tu tus un una unas unos y"
)
_LITTLE_WORD = re.compile(rf"(?:{_LITTLE_WORDS.replace(' ', '|')})(?!\w)", re.IGNORECASE)


@dataclass(frozen=True)
class Sentence:
    """A unit of a passage, with the part of each mark that lies in it.

    Args:
        numbers: of the marks in the passage.
        marks: in the unit's text.
    """

    unit: Unit
    numbers: Sequence[int]
    marks: Sequence[Mark]

    @classmethod
    def of(cls, passage: Passage, unit: Unit, numbers: Sequence[int]) -> "Sentence":
        """Cut the marks of a passage that reach into a unit to its size."""
        local = {number: index for index, number in enumerate(numbers)}
        whole = [passage.marks[number] for number in numbers]
        parts = [_cut(passage, unit, mark, local.get(mark.parent, NO_PARENT)) for mark in whole]
        return cls(unit, numbers, parts)

    def questions(self) -> Iterator[str]:
        """List the texts whose translations are needed: its own, and those of its marks."""
        yield with_placeholders(self.unit.text)
        yield from self.questions_of_marks()

    def questions_of_marks(self) -> Iterator[str]:
        """List the texts whose translations tell where its marks go."""
        return (with_placeholders(hint.text) for hint in self._hints if hint)

    def target(self, answers: Mapping[str, str]) -> str | None:
        """Give its translation, or none if what stands for something else was lost."""
        return with_stand_ins(answers[with_placeholders(self.unit.text)], self.unit.text)

    def placed(self, target: str, answers: Mapping[str, str]) -> Iterator[tuple[int, Mark, Place]]:
        """Give the number of each mark, the mark, and its place in the translation."""
        if target == self.unit.text:
            places = [Place(mark.start, mark.end) for mark in self.marks]
        else:
            places = project(self.unit.text, target, self.marks, self._answered(answers))
        return zip(self.numbers, self.marks, places, strict=True)

    def _answered(self, answers: Mapping[str, str]) -> list[str | None]:
        """Give what each mark's text is by itself in the other language, where that is known."""
        found: list[str | None] = [None] * len(self.marks)
        for number, hint in enumerate(self._hints):
            if hint:
                answer = with_stand_ins(answers[with_placeholders(hint.text)], hint.text)
                found[number] = _without_little_word(answer) if answer and hint.is_led else answer
        return found

    @cached_property
    def _hints(self) -> list["_Hint | None"]:
        words = word_spans(self.unit.text)
        return [self._hint(mark, words) if words else None for mark in self.marks]

    def _hint(self, mark: Mark, words: Sequence[tuple[int, int]]) -> "_Hint | None":
        """Choose what to ask so that a mark's place can be told, unless that is clear anyway."""
        text = self.unit.text
        is_first, is_last = mark.start <= words[0][0], words[-1][1] <= mark.end
        index = bisect_left(words, mark.start, key=lambda word: word[0]) - 1
        if mark.is_point:
            # It stays with the word that it is attached to.
            is_attached = not (is_first or is_last or text[mark.start - 1].isspace())
            return _Hint(text[slice(*words[index])]) if is_attached else None
        inside = text[mark.start : mark.end].strip()
        if not inside or (is_first and is_last):
            return None
        before = text[words[index][0] : mark.start]
        if not is_first and has_letters(inside) and _LITTLE_WORD.fullmatch(before.rstrip()):
            return _Hint(before + text[mark.start : mark.end].rstrip(), is_led=True)
        return _Hint(inside)


@dataclass(frozen=True)
class _Hint:
    """What is asked for the sake of a mark.

    Args:
        is_led: whether a little word in front of the mark was taken in. A lone noun is hard to
            translate; "the river" says what it is.
    """

    text: str
    is_led: bool = False


def _without_little_word(text: str) -> str:
    """Strip a text of the little word that it begins with, unless that is all."""
    match = _LITTLE_WORD.match(text)
    return text[match.end() :].strip() or text if match else text


def _cut(passage: Passage, unit: Unit, mark: Mark, parent: int) -> Mark:
    def offset(position: int) -> int:
        inside = passage.text[unit.start : min(max(position, unit.start), unit.end)]
        return len(SPACES.sub(" ", inside))

    return Mark(
        offset(mark.start),
        offset(mark.end),
        parent,
        opens_before=bool(passage.text[mark.start : unit.start].strip()),
        closes_after=bool(passage.text[unit.end : mark.end].strip()),
    )
