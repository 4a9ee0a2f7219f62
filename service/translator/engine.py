"""The engine: texts in, translated texts out, whichever decoder runs the model.

It is made before the server forks, which only looks at the model's files, and loaded after it,
once in every process. Many threads use it at a time.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from math import inf

from translator.decoders.decoder import Decoder, Hypothesis
from translator.text.glossary import Glossary
from translator.text.repetition import rambles, without_echoes
from translator.text.sentences import Segment, fitting_segments, join, to_translate


@dataclass(frozen=True, kw_only=True)
class Demand:
    """What a request asks of the engine besides its text.

    Args:
        glossary: the terms of whoever asks; they go before the owner's.
        deadline: when the answer is worth nothing any more, on the clock of `time.monotonic`.
        is_wanted: whether the client is still there.
    """

    glossary: Glossary = field(default_factory=Glossary)
    deadline: float = inf
    is_wanted: Callable[[], bool] = lambda: True


@dataclass(frozen=True)
class Piece:
    """A part of a text beside its translation; the sources of all pieces are the text itself.

    Args:
        source: a sentence, or what lies between two.
        text: its translation; the source itself if that is kept.
        confidence: from 0 to 1; none where nothing was translated.
    """

    source: str
    text: str
    confidence: float | None = None


class Engine:
    """Translate from one language into another.

    Args:
        decoder: what runs the model.
        glossary: the owner's terms.
    """

    def __init__(self, decoder: Decoder, *, glossary: Glossary | None = None) -> None:
        self._decoder = decoder
        self._glossary = glossary or Glossary()
        model = decoder.model
        # Spanish needs more tokens than English: leave room, so that an output that still
        # reaches the model's limit is a loop and not a long sentence.
        self._source_budget = min(model.max_source_tokens - 1, model.max_target_tokens * 2 // 3)

    @property
    def source(self) -> str:
        """Name the language it reads, as ISO 639-1."""
        return self._decoder.model.source

    @property
    def target(self) -> str:
        """Name the language it writes."""
        return self._decoder.model.target

    @property
    def version(self) -> str:
        """Name the training that the model came from."""
        return self._decoder.model.version

    def load(self) -> None:
        """Load the model into this process; call it after the fork.

        Raises:
            EngineError: the files are there but cannot be loaded.
        """
        self._decoder.load()

    def translate(self, texts: Sequence[str], demand: Demand = Demand()) -> list[str]:
        """Translate each text, keeping its line breaks and the spaces at its ends.

        Raises:
            EngineError: there is no model, the queue is full, or the time is over.
        """
        documents = [fitting_segments(text, self._fits) for text in texts]
        ranked = self._hypotheses(to_translate(documents), count=1)
        best = (outputs[0].text for outputs in ranked)
        # A sentence in parts can repeat itself where two of them meet.
        return [
            without_echoes(join(document, best), text)
            for document, text in zip(documents, texts, strict=True)
        ]

    def pieces(self, text: str, demand: Demand = Demand()) -> Iterator[Piece]:
        """Translate a text a few sentences at a time, in its order.

        Raises:
            EngineError: there is no model, the queue is full, or the time is over.
        """
        for segment in fitting_segments(text, self._fits):
            yield self._piece(segment)

    def candidates(self, text: str, *, count: int, demand: Demand = Demand()) -> list[str]:
        """Give up to `count` translations of one text, best first, none twice."""
        document = fitting_segments(text, self._fits)
        ranked = self._hypotheses(to_translate([document]), count=count)
        columns = zip(*ranked, strict=True) if ranked else [()]
        return list(
            dict.fromkeys(
                without_echoes(join(document, (each.text for each in column)), text)
                for column in columns
            )
        )

    def _piece(self, segment: Segment) -> Piece:
        if not segment.translatable:
            return Piece(segment.text, segment.text)
        ((best,),) = self._hypotheses([segment.text], count=1)
        return Piece(segment.text, best.text, best.confidence)

    def _fits(self, sentence: str) -> bool:
        return self._decoder.count_tokens([sentence])[0] <= self._source_budget

    def _hypotheses(self, sentences: Sequence[str], *, count: int) -> list[list[Hypothesis]]:
        """Translate sentences that fit; search once more, guarded, where the model lost its way.

        A sentence that it cannot translate even so stays as it is.
        """
        outputs = self._decoder.hypotheses(sentences, count=count)
        lost = [i for i, source in enumerate(sentences) if _is_lost(outputs[i][0].text, source)]
        if lost:
            again = [sentences[i] for i in lost]
            guarded = self._decoder.hypotheses(again, count=count, guarded=True)
            for i, ranked in zip(lost, guarded, strict=True):
                outputs[i] = ranked
        return [_usable(ranked, source) for ranked, source in zip(outputs, sentences, strict=True)]


def _is_lost(answer: str, source: str) -> bool:
    return not answer or rambles(answer, source)


def _usable(ranked: Sequence[Hypothesis], source: str) -> list[Hypothesis]:
    """Put the best answer in the place of those that are none; the source, if all are none."""
    good = [answer for answer in ranked if not _is_lost(answer.text, source)]
    best = good[0] if good else Hypothesis(source, 0.0)
    return [answer if answer in good else best for answer in ranked]
