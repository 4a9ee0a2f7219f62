"""The rules around the model: what it is given for a sentence, and what its answer must keep.

`prepare` says what the model is to read; the engine has it translated and hands the ranked answers
to `finish`. Where no answer keeps what was promised (a number, a placeholder, a term of the
glossary), `fallback` says what to try instead; the last one always finishes. Nothing here runs a
model or waits.

A sentence is tried in this order: with stand-ins like what they stand for; with codes, numbers
too; what is in quotes or brackets by itself; cut around everything that must be kept.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from translator.decoders.decoder import Hypothesis
from translator.text.glossary import Glossary
from translator.text.language import mismatch
from translator.text.marks import Marked, marked
from translator.text.punctuation import with_punctuation_of
from translator.text.readings import Languages
from translator.text.repetition import rambles
from translator.text.trials import Kept, Trial
from translator.text.verbatim import Kind
from translator.text.ways import (
    Way,
    cut_around,
    with_codes,
    with_nested_parts,
    with_typed_stand_ins,
)

# So many ranked answers should be asked for: a promise that the best one breaks, the next may keep.
ANSWERS_WANTED = 2

_WAYS: tuple[Callable[[Marked, Languages], Way | None], ...] = (
    with_typed_stand_ins,
    with_codes,
    with_nested_parts,
    cut_around,
)


@dataclass(frozen=True)
class Prepared:
    """A sentence as the model is to read it.

    Args:
        sentence: as it was given.
        languages: those of the model.
        whole: the sentence with signs, as every way begins with it.
        marked: the same as this way goes on with it.
        trial: what is tried.
        tried: how many of the ways.
    """

    sentence: str
    languages: Languages
    whole: Marked
    marked: Marked
    trial: Trial
    tried: int = len(_WAYS)

    @property
    def texts(self) -> tuple[str, ...]:
        """List the inputs of the model; there are none where the sentence is copied.

        The same inputs always deserve the same answers: they, not the sentence, are what a cache
        should be asked for. An input may be some tokens longer than the sentence.
        """
        return self.trial.texts

    def answers(self, hypotheses: Sequence[Sequence[Hypothesis]]) -> list[Hypothesis]:
        """Give the translations that keep every promise, best first, none twice.

        Args:
            hypotheses: ranked answers to each of the inputs, without those that loop; may be empty.
        """
        found: dict[str, Hypothesis] = {}
        for each in self._kept(hypotheses):
            found.setdefault(each.text, each)
        return list(found.values())

    def finish(self, hypotheses: Sequence[Sequence[Hypothesis]]) -> Hypothesis | None:
        """Give the best translation, or none where every answer breaks a promise."""
        return next(self._kept(hypotheses), None)

    def _kept(self, hypotheses: Sequence[Sequence[Hypothesis]]) -> Iterator[Hypothesis]:
        found = False
        for each in self.trial.translations(hypotheses):
            text = self.marked.filled(each.text)
            # What the model wrote is no loop, but the parts and the cases may have made one.
            if not self.texts or not rambles(text, self.sentence):
                found = True
                yield Hypothesis(text, each.confidence)
        if not found and self.tried == len(_WAYS):
            yield Hypothesis(self.sentence, 0.0)

    def fallback(self) -> "Prepared | None":
        """Say what to try if `finish` gave none; only what never fails has no fallback."""
        for number, way in enumerate(_WAYS[self.tried :], start=self.tried + 1):
            found = way(self.whole, self.languages)
            if found:
                return replace(self, marked=found[0], trial=found[1], tried=number)
        return None


def prepare(
    sentence: str, glossary: Glossary, *, source: str, target: str, is_certain: bool = False
) -> Prepared:
    """Say what the model is to read for a sentence.

    Args:
        sentence: what `text.sentences` calls a translatable segment.
        glossary: the terms of whoever asks, before those of the owner.
        source: the language that the model reads, as ISO 639-1.
        target: the language that it writes.
        is_certain: whether the sentence is in the former, whatever it looks like.
    """
    languages, found = Languages(source, target), marked(sentence, glossary)
    is_foreign = not is_certain and mismatch(found.words, source) is not None
    if is_foreign or not found.has_words:
        copied = Marked(sentence if is_foreign else _terms_only(found, languages))
        return Prepared(sentence, languages, copied, copied, Kept(copied.text))
    whole = found.only(" ".join(found.text.split()))
    untried = Prepared(sentence, languages, whole, whole, Kept(whole.text), tried=0)
    return untried.fallback() or untried


def _terms_only(found: Marked, languages: Languages) -> str:
    """Translate a sentence of which nothing is left for the model."""
    text = found.filled(found.text)
    is_translated = any(mark.kind is Kind.TERM for mark in found.marks)
    return with_punctuation_of(text, text, languages.target) if is_translated else text
