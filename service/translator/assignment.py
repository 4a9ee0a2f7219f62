"""The sentences of one request, taken through the rules, the model, and the rules again."""

from collections.abc import Callable, Iterator, Sequence

from translator.decoders.decoder import Hypothesis
from translator.pieces import Piece, Unit, cut, windows
from translator.search import Search
from translator.sentence_rules import Prepared, prepare
from translator.text.glossary import Glossary

_Choice = Callable[[Prepared, Sequence[Sequence[Hypothesis]]], list[Hypothesis]]


class Assignment:
    """Translate the texts of one request.

    Args:
        search: asks the model.
        glossary: the terms of the request, before those of the owner.
        source: the language that the model reads.
        target: the language that it writes.
        is_certain: whether all sentences are in the former, whatever they look like.
    """

    def __init__(
        self,
        search: Search,
        glossary: Glossary,
        *,
        source: str,
        target: str,
        is_certain: bool = False,
    ) -> None:
        self._search = search
        self._glossary = glossary
        self._source = source
        self._target = target
        self._is_certain = is_certain
        self._prepared: dict[str, Prepared] = {}

    def cut(self, texts: Sequence[str]) -> list[list[Unit]]:
        """Cut all texts of the request into sentences."""
        documents = [cut(text, self._search.fits) for text in texts]
        self._search.announce(_sentences([unit for document in documents for unit in document]))
        return documents

    def pieces(self, units: Sequence[Unit]) -> Iterator[Piece]:
        """Translate sentences in their order, always a few together.

        Raises:
            EngineError: the model cannot be asked, or not in time.
        """
        for window in windows(units, self._unknown):
            translations = self._translations(_sentences(window), _best)
            yield from (unit.piece(translations) for unit in window)

    def candidates(self, units: Sequence[Unit], *, count: int) -> Iterator[str]:
        """Translate a text in several ways, best first; some may be the same."""
        translations = self._translations(_sentences(units), Prepared.answers)
        for rank in range(count):
            yield "".join(unit.piece(translations, rank=rank).text for unit in units)

    def _unknown(self, unit: Unit) -> dict[str, int]:
        """Say what the model must still read for a sentence, and how many tokens that is."""
        texts = (text for sentence in unit.sentences for text in self._prepare(sentence).texts)
        return {text: self._search.length(text) for text in texts if not self._search.knows(text)}

    def _translations(
        self, sentences: Sequence[str], choose: _Choice
    ) -> dict[str, list[Hypothesis]]:
        """Give translations of each sentence that keep the rules: at least one, best first.

        Where the rules reject all, their way out is tried; a sentence without any stays as it is.
        """
        found: dict[str, list[Hypothesis]] = {}
        trials = {sentence: self._prepare(sentence) for sentence in sentences}
        while trials:
            # All at once, so that they share the decoder's calls.
            self._search.answers([text for trial in trials.values() for text in trial.texts])
            found |= {
                sentence: choose(trial, self._search.answers(trial.texts))
                for sentence, trial in trials.items()
            }
            ways_out = {
                sentence: trial.fallback()
                for sentence, trial in trials.items()
                if not found[sentence]
            }
            trials = {sentence: trial for sentence, trial in ways_out.items() if trial is not None}
        return {
            sentence: translations or [Hypothesis(sentence, 0.0)]
            for sentence, translations in found.items()
        }

    def _prepare(self, sentence: str) -> Prepared:
        if sentence not in self._prepared:
            self._prepared[sentence] = prepare(
                sentence,
                self._glossary,
                source=self._source,
                target=self._target,
                is_certain=self._is_certain,
            )
        return self._prepared[sentence]


def _sentences(units: Sequence[Unit]) -> list[str]:
    return [sentence for unit in units for sentence in unit.sentences]


def _best(trial: Prepared, answers: Sequence[Sequence[Hypothesis]]) -> list[Hypothesis]:
    best = trial.finish(answers)
    return [] if best is None else [best]
