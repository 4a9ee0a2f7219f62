"""CTranslate2, int8: the default."""

from collections.abc import Sequence
from math import exp
from pathlib import Path
from typing import Any

import ctranslate2

from translator.decoders.decoder import Hypothesis
from translator.decoders.loading import LoadedAfterFork
from translator.decoders.output import one_line
from translator.model import Model

# It splits larger calls. The scheduler makes none; this bounds the memory for whoever else does.
BATCH_TOKENS = 1_024
LOOP_NGRAM_TOKENS = 3


class CTranslate2Decoder(LoadedAfterFork):
    """Decode on one thread of one process.

    Args:
        model: the files.
        beam_size: how many outputs the search follows at a time.
        compute_type: the numbers it computes with; only measuring asks for others than int8.
    """

    def __init__(self, model: Model, *, beam_size: int, compute_type: str = "int8") -> None:
        super().__init__(model)
        self._beam_size = beam_size
        self._compute_type = compute_type

    def _runtime(self, directory: Path) -> Any:
        return ctranslate2.Translator(
            str(directory),
            device="cpu",
            compute_type=self._compute_type,
            inter_threads=1,
            intra_threads=1,
        )

    def count_tokens(self, sentences: Sequence[str]) -> list[int]:
        """Count the tokens that the model would read, without its end mark."""
        return [len(tokens) for tokens in self._tokens(sentences)]

    def hypotheses(
        self, sentences: Sequence[str], *, count: int, guarded: bool = False
    ) -> list[list[Hypothesis]]:
        """Search for the best outputs of every sentence; a text is empty if it was cut off."""
        limit = self._model.max_target_tokens
        results = self._ready().runtime.translate_batch(
            self._tokens(sentences),
            beam_size=max(self._beam_size, count),
            num_hypotheses=count,
            max_batch_size=BATCH_TOKENS,
            batch_type="tokens",
            max_decoding_length=limit,
            no_repeat_ngram_size=LOOP_NGRAM_TOKENS if guarded else 0,
            return_scores=True,
        )
        return [
            [
                self._hypothesis(tokens, score)
                for tokens, score in zip(result.hypotheses, result.scores, strict=True)
            ]
            for result in results
        ]

    def _tokens(self, sentences: Sequence[str]) -> list[list[str]]:
        # One by one: for a list it would start a thread each time.
        encode = self._ready().tokenizer.encode
        return [encode(sentence, out_type=str) for sentence in sentences]

    def _hypothesis(self, tokens: list[str], score: float) -> Hypothesis:
        """Turn tokens into text; the score is the mean logarithm of their probabilities."""
        is_whole = len(tokens) < self._model.max_target_tokens
        text = one_line(self._ready().tokenizer.decode(tokens)) if is_whole else ""
        return Hypothesis(text, min(1.0, exp(score)))
