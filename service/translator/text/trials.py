"""The ways to have a sentence translated: whole, in nested parts, or cut around what is kept.

Each says what the model is to read, and puts the answers together. Its translations still have the
signs of `marks` in them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from translator.decoders.decoder import Hypothesis
from translator.text.edges import Edges
from translator.text.readings import Reading

Answers = Sequence[Sequence[Hypothesis]]


class Trial(Protocol):
    """A way to have a sentence, or a part of one, translated."""

    @property
    def texts(self) -> tuple[str, ...]:
        """List what the model is to read."""
        ...

    def translations(self, answers: Answers) -> Iterator[Hypothesis]:
        """Put ranked answers to each text together: best first, none if no promise is kept."""
        ...


@dataclass(frozen=True)
class Kept:
    """A part that stays as it is."""

    text: str
    texts: tuple[str, ...] = ()

    def translations(self, answers: Answers) -> Iterator[Hypothesis]:  # noqa: ARG002 - it asked for none
        """Give the part itself."""
        yield Hypothesis(self.text, 1.0)


@dataclass(frozen=True)
class Whole:
    """A sentence that is read whole, in one or several readings; the surest answer is the best.

    Args:
        edges: what is put around each answer.
        readings: of the core.
        never_fails: whether the sentence itself is the answer where there is no other.
    """

    edges: Edges
    readings: tuple[Reading, ...]
    never_fails: bool = False

    @property
    def texts(self) -> tuple[str, ...]:
        """List what the model is to read."""
        return tuple(reading.text for reading in self.readings)

    def translations(self, answers: Answers) -> Iterator[Hypothesis]:
        """Take the answers that keep all promises, each text once."""
        seen: set[str] = set()
        for reading, output in self._surest_first(answers):
            text = reading.answer(output.text)
            if text is not None and text not in seen:
                seen.add(text)
                yield Hypothesis(self.edges.around(text), output.confidence)
        if not seen and self.never_fails:
            yield Hypothesis(self.edges.around(self.edges.core), 0.0)

    def _surest_first(self, answers: Answers) -> list[tuple[Reading, Hypothesis]]:
        outputs = [
            (reading, output)
            for reading, ranked in zip(self.readings, answers, strict=True)
            for output in ranked
        ]
        if len(self.readings) > 1:
            outputs.sort(key=lambda each: -(each[0].bonus + each[1].confidence))
        return outputs


@dataclass(frozen=True)
class Row:
    """Parts of a sentence that are translated one by one."""

    parts: tuple[Trial, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """List what the model is to read."""
        return tuple(text for part in self.parts for text in part.texts)

    def translations(self, answers: Answers) -> Iterator[Hypothesis]:
        """Join the best translations of all parts, the second best, and so on."""
        for chosen in _columns(list(_each(self.parts, answers))):
            text = "".join(each.text for each in chosen)
            yield Hypothesis(text, _least(self.parts, chosen))


@dataclass(frozen=True)
class Nested:
    """A sentence in which a sign stands for each of some parts, and these parts.

    Args:
        outer: the sentence.
        inner: what each of the signs stands for.
    """

    outer: Trial
    inner: dict[str, Trial]

    @property
    def texts(self) -> tuple[str, ...]:
        """List what the model is to read."""
        return self._row.texts

    def translations(self, answers: Answers) -> Iterator[Hypothesis]:
        """Put the translations of the parts into those of the sentence."""
        parts = self._row.parts
        for chosen in _columns(list(_each(parts, answers))):
            yield Hypothesis(self._filled(chosen), _least(parts, chosen))

    @property
    def _row(self) -> Row:
        return Row((self.outer, *self.inner.values()))

    def _filled(self, chosen: Sequence[Hypothesis]) -> str:
        outer, *inner = (each.text for each in chosen)
        parts = dict(zip(self.inner, inner, strict=True))
        return re.sub("|".join(parts), lambda sign: parts[sign[0]], outer)


def _each(parts: Iterable[Trial], answers: Answers) -> Iterator[list[Hypothesis]]:
    """Hand the answers to the parts that asked for them."""
    left = iter(answers)
    for part in parts:
        yield list(part.translations(list(islice(left, len(part.texts)))))


def _columns(ranked: list[list[Hypothesis]]) -> Iterator[list[Hypothesis]]:
    """Take the best of every list, then the second of each that has one, and so on."""
    if not all(ranked):
        return
    for rank in range(max(map(len, ranked), default=0)):
        yield [found[min(rank, len(found) - 1)] for found in ranked]


def _least(parts: Sequence[Trial], chosen: Sequence[Hypothesis]) -> float:
    """Be as sure as of the part that the model is least sure of."""
    translated = zip(parts, chosen, strict=True)
    return min((each.confidence for part, each in translated if part.texts), default=1.0)
