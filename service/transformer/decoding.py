"""Write translations with a model: greedily, or with a beam; the reference for fast engines.

``greedy`` and ``beam`` choose in NumPy, step by step, and are read beside the paper;
``GreedyDecoder`` does all of the former inside one compiled graph.
"""

import dataclasses
from collections.abc import Sequence

import keras
import numpy as np
from keras import ops
from numpy.typing import NDArray

from transformer.layers import Cache, Tensor
from transformer.model import Transformer
from transformer.text import END, PAD, START

Sentence = list[int]


@dataclasses.dataclass
class _Writer:
    """Hold what is known of a batch while its translations are written."""

    model: Transformer
    source: Tensor
    memory: list[Cache]
    caches: list[Cache]

    @classmethod
    def begin(cls, model: Transformer, source: NDArray[np.int32], length: int) -> "_Writer":
        tokens = ops.convert_to_tensor(source)
        caches = model.empty_caches(len(source), length)
        return cls(model, tokens, model.encode(tokens), caches)

    def advance(self, tokens: NDArray[np.int32], position: int) -> NDArray[np.float32]:
        """Return the log probabilities (B, V) of the piece after ``tokens`` (B,)."""
        scores, self.caches = self.model.step(
            ops.convert_to_tensor(tokens[:, None]),
            position,
            source=self.source,
            memory=self.memory,
            caches=self.caches,
        )
        return np.array(ops.convert_to_numpy(ops.log_softmax(scores)))

    def follow(self, rows: NDArray[np.int64]) -> None:
        """Let each row go on from the row that its entry names."""
        self.caches = [
            (ops.take(keys, rows, axis=0), ops.take(values, rows, axis=0))
            for keys, values in self.caches
        ]


def pad(sentences: Sequence[Sequence[int]]) -> NDArray[np.int32]:
    """Return sentences as rows (B, S) of equal length."""
    matrix = np.full((len(sentences), max(map(len, sentences))), PAD, np.int32)
    for row, sentence in enumerate(sentences):
        matrix[row, : len(sentence)] = sentence
    return matrix


def greedy(
    model: Transformer, sentences: Sequence[Sequence[int]], *, max_tokens: int
) -> list[Sentence]:
    """Translate by taking the likeliest piece each time.

    Args:
        model: The model.
        sentences: Source pieces, each sentence closed by END.
        max_tokens: Stop there if END has not come.

    Returns:
        Target pieces without START and END.
    """
    writer = _Writer.begin(model, pad(sentences), max_tokens)
    tokens = np.full(len(sentences), START, np.int32)
    written = []
    for position in range(max_tokens):
        tokens = writer.advance(tokens, position).argmax(axis=-1).astype(np.int32)
        written.append(tokens)
        if all(END in line for line in np.transpose(written)):
            break
    return [_until_end(line) for line in np.transpose(written).tolist()]


class GreedyDecoder(keras.Model):
    """Translate greedily in one graph, which any backend compiles and TensorFlow can save."""

    def __init__(self, model: Transformer, *, max_tokens: int) -> None:
        """Take the model, whose weights are shared, and L."""
        super().__init__(name="greedy_decoder")
        self.transformer = model
        self.max_tokens = max_tokens
        self.built = True

    def call(self, source: Tensor) -> Tensor:
        """Return target tokens (B, L) int32, from END on PAD, for source tokens (B, S) int32."""
        model, length = self.transformer, self.max_tokens
        batch = ops.shape(source)[0]
        memory = model.encode(source)

        def going_on(position: Tensor, last: Tensor, *_: Tensor) -> Tensor:
            return ops.logical_and(position < length, ops.any(last != PAD))

        def write(
            position: Tensor, last: Tensor, written: Tensor, caches: list[Cache]
        ) -> tuple[Tensor, Tensor, Tensor, list[Cache]]:
            scores, caches = model.step(last, position, source=source, memory=memory, caches=caches)
            best = ops.cast(ops.argmax(scores, axis=-1), "int32")[:, None]
            ended = ops.logical_or(last == PAD, best == END)
            last = ops.where(ended, PAD, best)
            written = ops.slice_update(written, (0, position), last)
            return position + 1, last, written, caches

        begin = ops.full((batch, 1), START, "int32")
        nothing = ops.full((batch, length), PAD, "int32")
        state = (ops.zeros((), "int32"), begin, nothing, model.empty_caches(batch, length))
        _, _, written, _ = ops.while_loop(going_on, write, state)
        return written

    def translate(self, sentences: Sequence[Sequence[int]], *, rows: int) -> list[Sentence]:
        """Translate sentences, each closed by END, in batches of ``rows``; few shapes occur."""
        order = sorted(range(len(sentences)), key=lambda number: len(sentences[number]))
        answers: list[Sentence] = [[] for _ in sentences]
        for start in range(0, len(order), rows):
            numbers = order[start : start + rows]
            padded = _pad_to_shape([sentences[n] for n in numbers], rows=rows)
            for number, line in zip(numbers, self.predict_on_batch(padded).tolist(), strict=False):
                answers[number] = _without_padding(line)
        return answers


SOURCE_LENGTH_STEP = 16


def _pad_to_shape(sentences: Sequence[Sequence[int]], *, rows: int) -> NDArray[np.int32]:
    """Return sentences as rows; their number and their length are rounded up."""
    longest = max(map(len, sentences))
    width = -(-longest // SOURCE_LENGTH_STEP) * SOURCE_LENGTH_STEP
    matrix = np.full((rows, width), PAD, np.int32)
    matrix[:, 0] = END
    for row, sentence in enumerate(sentences):
        matrix[row, : len(sentence)] = sentence
    return matrix


def _without_padding(tokens: Sequence[int]) -> Sentence:
    return [token for token in tokens if token != PAD]


@dataclasses.dataclass(frozen=True)
class _Hypothesis:
    tokens: tuple[int, ...]
    score: float

    @property
    def mean(self) -> float:
        """Return the log probability a token, so that short ones have no advantage."""
        return self.score / len(self.tokens)


def beam(model: Transformer, sentence: Sequence[int], *, width: int, max_tokens: int) -> Sentence:
    """Translate one sentence by following the ``width`` likeliest beginnings.

    Args:
        model: The model.
        sentence: Source pieces, closed by END.
        width: How many beginnings are followed.
        max_tokens: Stop there if END has not come.

    Returns:
        Target pieces without START and END, of the best mean log probability.
    """
    writer = _Writer.begin(model, pad([sentence] * width), max_tokens)
    alive = [_Hypothesis((), 0.0)]
    ended: list[_Hypothesis] = []
    for position in range(max_tokens):
        last = [hypothesis.tokens[-1] if hypothesis.tokens else START for hypothesis in alive]
        rows = np.array(last + [PAD] * (width - len(last)), np.int32)
        chances = writer.advance(rows, position)[: len(alive)]
        best, origins = _best_continuations(alive, chances, count=2 * width)
        ended += [h for h in best[:width] if h.tokens[-1] == END]
        going_on = [i for i, h in enumerate(best) if h.tokens[-1] != END][:width]
        if len(ended) >= width:
            break
        alive = [best[i] for i in going_on]
        kept = [origins[i] for i in going_on]
        writer.follow(np.array(kept + [0] * (width - len(kept))))
    return _until_end(max(ended or alive, key=lambda hypothesis: hypothesis.mean).tokens)


def _best_continuations(
    alive: Sequence[_Hypothesis], chances: NDArray[np.float32], *, count: int
) -> tuple[list[_Hypothesis], list[int]]:
    """Return the likeliest hypotheses one token longer, and from which one each comes."""
    totals = np.array([hypothesis.score for hypothesis in alive])[:, None] + chances
    flat = np.argsort(-totals, axis=None, kind="stable")[:count]
    origins, tokens = np.divmod(flat, totals.shape[1])
    best = [
        _Hypothesis((*alive[origin].tokens, int(token)), float(totals[origin, token]))
        for origin, token in zip(origins, tokens, strict=True)
    ]
    return best, origins.tolist()


def _until_end(tokens: Sequence[int]) -> Sentence:
    line = list(tokens)
    return line[: line.index(END)] if END in line else line
