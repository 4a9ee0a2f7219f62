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
from translator.sentences import fitting_segments, join, to_translate

BATCH_TOKENS = 1_024
LOOP_NGRAM_TOKENS = 3


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
    """Translate with an int8 model on one thread of one process."""

    def __init__(self, model: Model, *, beam_size: int) -> None:
        self._model = model
        self._beam_size = beam_size
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
                    compute_type="int8",
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
        return [join(document, best) for document in documents]

    def candidates(self, text: str, *, count: int) -> list[str]:
        """Join the first, the second, … hypothesis of every sentence."""
        document = fitting_segments(text, self._fits)
        ranked = self._hypotheses(to_translate([document]), count=count)
        columns = zip(*ranked, strict=True) if ranked else [()]
        return list(dict.fromkeys(join(document, iter(column)) for column in columns))

    def _fits(self, sentence: str) -> bool:
        return len(self._ready().tokenizer.encode(sentence)) <= self._source_budget

    def _hypotheses(self, sentences: Sequence[str], *, count: int) -> list[list[str]]:
        """Translate sentences that fit; decode those that ran into a loop once more, guarded."""
        tokenizer = self._ready().tokenizer
        sources = [tokenizer.encode(sentence, out_type=str) for sentence in sentences]
        outputs = self._decode(sources, count=count)
        looping = [i for i, ranked in enumerate(outputs) if self._is_cut_off(ranked[0])]
        if looping:
            guarded = self._decode(
                [sources[i] for i in looping], count=count, no_repeat_ngram_size=LOOP_NGRAM_TOKENS
            )
            outputs = [*outputs]
            for i, ranked in zip(looping, guarded, strict=True):
                outputs[i] = ranked
        return [[_one_line(tokenizer.decode(tokens)) for tokens in ranked] for ranked in outputs]

    def _decode(
        self, sources: list[list[str]], *, count: int, no_repeat_ngram_size: int = 0
    ) -> list[list[list[str]]]:
        """Search for the best outputs: for every source `count` lists of tokens."""
        results = self._ready().translator.translate_batch(
            sources,
            beam_size=max(self._beam_size, count),
            num_hypotheses=count,
            max_batch_size=BATCH_TOKENS,
            batch_type="tokens",
            max_decoding_length=self._model.max_target_tokens,
            no_repeat_ngram_size=no_repeat_ngram_size,
        )
        return [result.hypotheses for result in results]

    def _is_cut_off(self, tokens: list[str]) -> bool:
        return len(tokens) >= self._model.max_target_tokens

    def _ready(self) -> _Loaded:
        if self._loaded is None:
            raise EngineError("the engine is not loaded in this process; call load() first")
        return self._loaded


def _one_line(text: str) -> str:
    """Keep an output on its line: a model may write any byte, a line break too."""
    return " ".join(text.split())
