"""TensorFlow, float32: the reference.

It runs a graph that searches by itself (`transformer.exporting.serving_graph`); Python only turns
text into tokens and back.
"""

import os
from collections.abc import Sequence
from math import exp, isfinite
from pathlib import Path
from typing import Any

# One thread a process, as for CTranslate2; and no words about what it finds missing.
os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
os.environ.setdefault("TF_NUM_INTEROP_THREADS", "1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import tensorflow

from translator.decoders.decoder import Hypothesis
from translator.decoders.loading import LoadedAfterFork
from translator.decoders.output import one_line
from translator.model import Model

GRAPH_FOLDER = "saved_model"


class TensorFlowDecoder(LoadedAfterFork):
    """Decode with an exported graph on one thread of one process.

    Args:
        model: the files.
        beam_size: how many outputs the search follows at a time.
    """

    def __init__(self, model: Model, *, beam_size: int) -> None:
        super().__init__(model)
        self._beam_size = beam_size

    def _runtime(self, directory: Path) -> Any:
        return tensorflow.saved_model.load(str(directory / GRAPH_FOLDER))

    def count_tokens(self, sentences: Sequence[str]) -> list[int]:
        """Count the tokens that the model would read, without its end mark."""
        return [len(tokens) - 1 for tokens in self._tokens(sentences)]

    def hypotheses(
        self, sentences: Sequence[str], *, count: int, guarded: bool = False
    ) -> list[list[Hypothesis]]:
        """Search for the best outputs of every sentence; a text is empty if it was cut off."""
        tokens = self._tokens(sentences)
        longest = max(map(len, tokens))
        padding = self._ready().tokenizer.pad_id()
        source = [[*line, *[padding] * (longest - len(line))] for line in tokens]
        outputs, means = self._ready().runtime.serve(
            tensorflow.constant(source, tensorflow.int32),
            tensorflow.constant(max(self._beam_size, count), tensorflow.int32),
            tensorflow.constant(guarded),
        )
        return [
            [
                self._hypothesis(line, mean)
                for line, mean in zip(lines[:count], ranked, strict=False)
            ]
            for lines, ranked in zip(outputs.numpy().tolist(), means.numpy().tolist(), strict=True)
        ]

    def _tokens(self, sentences: Sequence[str]) -> list[list[int]]:
        encode = self._ready().tokenizer.encode
        return [encode(sentence, out_type=int, add_eos=True) for sentence in sentences]

    def _hypothesis(self, tokens: list[int], mean: float) -> Hypothesis:
        """Turn tokens, which an end mark closes, into text; nothing, if they never came to it."""
        if not isfinite(mean):
            return Hypothesis("", 0.0)
        tokenizer = self._ready().tokenizer
        text = tokenizer.decode(tokens[: tokens.index(tokenizer.eos_id())])
        return Hypothesis(one_line(text), min(1.0, exp(mean)))
