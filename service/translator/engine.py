"""The engine: texts in, translated texts out.

CTranslate2 starts threads that do not survive a fork. The engine is therefore made before uWSGI
forks, which only looks at the model's files, and loaded after it, once in every process.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import ctranslate2
from sentencepiece import SentencePieceProcessor

from translator.errors import EngineError
from translator.model import TOKENIZER_FILE, Model
from translator.repetition import rambles, without_echoes
from translator.sentences import fitting_segments, join, to_translate

BATCH_TOKENS = 1_024
LOOP_NGRAM_TOKENS = 3
REPLACEMENT_CHARACTER = "\ufffd"


class Engine(Protocol):
    """What the page, the interface and the command line know of a translator."""

    @property
    def source(self) -> str:
        """Name the language it reads, as ISO 639-1."""
        ...

    @property
    def target(self) -> str:
        """Name the language it writes."""
        ...

    def translate(self, texts: Sequence[str]) -> list[str]:
        """Translate each text, keeping its line breaks and the spaces at its ends."""
        ...

    def candidates(self, text: str, *, count: int) -> list[str]:
        """Give up to `count` translations of one text, best first, none twice."""
        ...


@dataclass(frozen=True)
class _Loaded:
    tokenizer: SentencePieceProcessor
    translator: Any  # ctranslate2 carries no types


class CTranslate2Engine:
    """Translate on one thread of one process.

    Args:
        model: the files.
        beam_size: how many outputs the search follows at a time.
        compute_type: the numbers it computes with; only measuring asks for others than int8.
    """

    def __init__(self, model: Model, *, beam_size: int, compute_type: str = "int8") -> None:
        self._model = model
        self._beam_size = beam_size
        self._compute_type = compute_type
        self._loaded: _Loaded | None = None
        # Spanish needs more tokens than English: leave room, so that an output that still
        # reaches the model's limit is a loop and not a long sentence.
        self._source_budget = min(model.max_source_tokens - 1, model.max_target_tokens * 2 // 3)

    @property
    def source(self) -> str:
        """Name the language the model reads."""
        return self._model.source

    @property
    def target(self) -> str:
        """Name the language the model writes."""
        return self._model.target

    def load(self) -> None:
        """Load the model into this process; call it after the fork.

        Raises:
            EngineError: the files are there but cannot be loaded.
        """
        directory = self._model.directory
        try:
            self._loaded = _Loaded(
                SentencePieceProcessor(model_file=str(directory / TOKENIZER_FILE)),
                ctranslate2.Translator(
                    str(directory),
                    device="cpu",
                    compute_type=self._compute_type,
                    inter_threads=1,
                    intra_threads=1,
                ),
            )
        except (RuntimeError, OSError, ValueError) as error:
            raise EngineError(f"the model in {directory} cannot be loaded: {error}") from error

    def translate(self, texts: Sequence[str]) -> list[str]:
        """Translate the sentences of all texts together, in batches of similar length."""
        documents = [fitting_segments(text, self._fits) for text in texts]
        ranked = self._hypotheses(to_translate(documents), count=1)
        best = (outputs[0] for outputs in ranked)
        # A sentence in parts can repeat itself where two of them meet.
        return [
            without_echoes(join(document, best), text)
            for document, text in zip(documents, texts, strict=True)
        ]

    def candidates(self, text: str, *, count: int) -> list[str]:
        """Join the first, the second, … hypothesis of every sentence."""
        document = fitting_segments(text, self._fits)
        ranked = self._hypotheses(to_translate([document]), count=count)
        columns = zip(*ranked, strict=True) if ranked else [()]
        return list(
            dict.fromkeys(without_echoes(join(document, iter(column)), text) for column in columns)
        )

    def _fits(self, sentence: str) -> bool:
        return len(self._ready().tokenizer.encode(sentence)) <= self._source_budget

    def _hypotheses(self, sentences: Sequence[str], *, count: int) -> list[list[str]]:
        """Translate sentences that fit; search once more, guarded, where the model lost its way.

        A sentence that it cannot translate even so stays as it is.
        """
        sources = self._ready().tokenizer.encode(list(sentences), out_type=str, num_threads=1)
        outputs = self._decode(sources, count=count)
        lost = [i for i, source in enumerate(sentences) if _is_lost(outputs[i][0], source)]
        if lost:
            again = [sources[i] for i in lost]
            guarded = self._decode(again, count=count, no_repeat_ngram_size=LOOP_NGRAM_TOKENS)
            for i, ranked in zip(lost, guarded, strict=True):
                outputs[i] = ranked
        return [_usable(ranked, source) for ranked, source in zip(outputs, sentences, strict=True)]

    def _decode(
        self, sources: list[list[str]], *, count: int, no_repeat_ngram_size: int = 0
    ) -> list[list[str]]:
        """Search for the best outputs: for every source `count` texts, empty if cut off."""
        loaded = self._ready()
        results = loaded.translator.translate_batch(
            sources,
            beam_size=max(self._beam_size, count),
            num_hypotheses=count,
            max_batch_size=BATCH_TOKENS,
            batch_type="tokens",
            max_decoding_length=self._model.max_target_tokens,
            no_repeat_ngram_size=no_repeat_ngram_size,
        )
        limit = self._model.max_target_tokens
        return [
            [
                _one_line(loaded.tokenizer.decode(tokens)) if len(tokens) < limit else ""
                for tokens in result.hypotheses
            ]
            for result in results
        ]

    def _ready(self) -> _Loaded:
        if self._loaded is None:
            raise EngineError("the engine is not loaded in this process; call load() first")
        return self._loaded


def _is_lost(answer: str, source: str) -> bool:
    return not answer or rambles(answer, source)


def _usable(ranked: Sequence[str], source: str) -> list[str]:
    """Put the best answer in the place of those that are none; the source, if all are none."""
    good = [answer for answer in ranked if not _is_lost(answer, source)]
    best = good[0] if good else source
    return [answer if answer in good else best for answer in ranked]


def _one_line(text: str) -> str:
    """Keep an output on its line, and whole characters only: a model may write any byte."""
    return " ".join(text.replace(REPLACEMENT_CHARACTER, "").split())
