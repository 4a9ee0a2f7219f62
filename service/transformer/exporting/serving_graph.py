"""Translate in one graph of TensorFlow: beam search that keeps keys and values, without Python.

The graph is the reference for the engine that is served. Letters for shapes: see ``config``; W is
the width of the beam. Only on the backend ``tensorflow``.
"""

from pathlib import Path
from typing import NamedTuple

import tensorflow as tf

from transformer.layers import Cache, Tensor
from transformer.model import Transformer
from transformer.text import END, PAD, START

GRAPH_FOLDER = "saved_model"
NEVER = float("-inf")
REPEATED_TOKENS = 3
# An output has room for so many times the tokens of the longest source, and a few more. One that
# fills it has lost its way and is rejected; a limit as high for all would cost memory and time.
ROOM_RATIO, ROOM_TOKENS = 2, 32


class _State(NamedTuple):
    """What the search knows after some tokens.

    Args:
        position: How many there are.
        alive: (B, W, L), the likeliest beginnings.
        totals: (B, W), the logarithms of their probabilities.
        ended: (B, W, L), the best whole translations.
        means: (B, W), the logarithms of their probabilities a token; ``NEVER`` if there is none.
        endings: (B,), how many whole ones there have been.
        caches: Of the rows B * W, for each decoder layer.
    """

    position: Tensor
    alive: Tensor
    totals: Tensor
    ended: Tensor
    means: Tensor
    endings: Tensor
    caches: list[Cache]


class BeamSearch:
    """Search for the likeliest translations of a batch.

    Args:
        model: The model, whose weights are shared.
        max_tokens: L at the most.
    """

    def __init__(self, model: Transformer, *, max_tokens: int) -> None:
        """Take the model."""
        self.model = model
        self.max_tokens = max_tokens

    def __call__(self, source: Tensor, width: Tensor, guarded: Tensor) -> tuple[Tensor, Tensor]:
        """Return translations (B, W, L) int32 and the mean logarithms (B, W) float32.

        Those of a sentence are sorted, the best first, and each is closed by END and padded; where
        fewer than W came to an end within L, the rest are open and have the mean ``NEVER``.

        Args:
            source: (B, S) int32, closed by END and padded.
            width: W, int32.
            guarded: Whether no three tokens may come twice, bool.
        """
        memory = [
            (tf.repeat(keys, width, axis=0), tf.repeat(values, width, axis=0))
            for keys, values in self.model.encode(source)
        ]
        rows = tf.repeat(source, width, axis=0)  # (B * W, S)

        def going_on(state: _State) -> Tensor:
            room = tf.shape(state.alive)[2]
            return (state.position < room) & tf.reduce_any(state.endings < width)

        def advance(state: _State) -> tuple[_State]:
            chances, caches = self._chances(state, rows, memory, guarded)
            return (_choose(state._replace(caches=caches), chances),)

        (state,) = tf.while_loop(going_on, advance, (self._begin(source, width),))
        has_ended = tf.math.is_finite(state.means)[:, :, None]
        return tf.where(has_ended, state.ended, state.alive), state.means

    def _begin(self, source: Tensor, width: Tensor) -> _State:
        batch, length = tf.unstack(tf.shape(source))
        room = tf.minimum(self.max_tokens, ROOM_RATIO * length + ROOM_TOKENS)
        nothing = tf.fill((batch, width, room), PAD)
        never = tf.fill((batch, width), NEVER)
        # All beginnings are the same; the first one stands for all.
        totals = tf.where(tf.range(width)[None, :] == 0, 0.0, never)
        return _State(
            position=tf.constant(0),
            alive=nothing,
            totals=totals,
            ended=nothing,
            means=never,
            endings=tf.zeros((batch,), tf.int32),
            caches=self.model.empty_caches(batch * width, room),
        )

    def _chances(
        self, state: _State, rows: Tensor, memory: list[Cache], guarded: Tensor
    ) -> tuple[Tensor, list[Cache]]:
        """Return the logarithms (B, W, V) of the probabilities of each next token, and caches."""
        batch, width, room = tf.unstack(tf.shape(state.alive))
        written = tf.reshape(state.alive, (batch * width, room))
        before = tf.maximum(state.position - 1, 0)
        last = tf.where(state.position == 0, START, written[:, before])
        scores, caches = self.model.step(
            last[:, None], state.position, source=rows, memory=memory, caches=state.caches
        )
        # No translation is empty.
        is_end = tf.range(tf.shape(scores)[1])[None, :] == END
        scores = tf.where(is_end & (state.position == 0), NEVER, scores)
        scores = tf.cond(
            guarded & (state.position >= REPEATED_TOKENS),
            lambda: _without_repeats(scores, written, state.position),
            lambda: scores,
        )
        return tf.reshape(tf.nn.log_softmax(scores), (batch, width, -1)), caches


def _without_repeats(scores: Tensor, written: Tensor, position: Tensor) -> Tensor:
    """Forbid each token that would say three in a row that a row (R, L) has said already."""
    pairs = tf.stack((written[:, :-1], written[:, 1:]), axis=-1)  # (R, L - 1, 2)
    last = written[:, position - 2 : position][:, None, :]
    rows, length = tf.unstack(tf.shape(written))
    starts = tf.range(length - 2)[None, :]
    is_said = tf.reduce_all(pairs[:, :-1] == last, axis=-1) & (starts < position - 2)
    numbers = tf.broadcast_to(tf.range(rows)[:, None], tf.shape(is_said))
    places = tf.stack((numbers, written[:, 2:]), axis=-1)  # (R, L - 2, 2)
    return tf.tensor_scatter_nd_min(scores, places, tf.where(is_said, NEVER, float("inf")))


def _choose(state: _State, chances: Tensor) -> _State:
    """Take the likeliest of all beginnings that are one token longer; put whole ones aside."""
    batch, width, vocabulary = tf.unstack(tf.shape(chances))
    totals = tf.reshape(state.totals[:, :, None] + chances, (batch, width * vocabulary))
    totals, places = tf.math.top_k(totals, 2 * width)  # (B, 2 W)
    origins, tokens = places // vocabulary, places % vocabulary
    is_here = tf.range(tf.shape(state.alive)[2]) == state.position
    lines = tf.gather(state.alive, origins, batch_dims=1)
    lines = tf.where(is_here, tokens[:, :, None], lines)  # (B, 2 W, L)
    is_whole = tokens == END

    # As many as the beam is wide: one of the second half comes to its end by itself, or never.
    counts = is_whole & (tf.range(2 * width) < width) & (state.endings < width)[:, None]
    means = tf.where(counts, totals / tf.cast(state.position + 1, tf.float32), NEVER)
    means, best = tf.math.top_k(tf.concat((state.means, means), axis=1), width)
    ended = tf.gather(tf.concat((state.ended, lines), axis=1), best, batch_dims=1)

    totals, going_on = tf.math.top_k(tf.where(is_whole, NEVER, totals), width)
    origins = tf.gather(origins, going_on, batch_dims=1) + tf.range(batch)[:, None] * width
    rows = tf.reshape(origins, (batch * width,))
    return _State(
        position=state.position + 1,
        alive=tf.gather(lines, going_on, batch_dims=1),
        totals=totals,
        ended=ended,
        means=means,
        endings=state.endings + tf.reduce_sum(tf.cast(counts, tf.int32), axis=1),
        caches=[(tf.gather(keys, rows), tf.gather(values, rows)) for keys, values in state.caches],
    )


def write_graph(model: Transformer, folder: Path, *, max_tokens: int) -> None:
    """Write a SavedModel whose function ``serve`` does what ``BeamSearch`` does."""
    served = tf.Module()
    # `keras.export` would write all of them twice.
    served.weights = [variable.value for variable in model.weights]
    served.serve = tf.function(
        BeamSearch(model, max_tokens=max_tokens).__call__,
        input_signature=[
            tf.TensorSpec((None, None), tf.int32, name="source"),
            tf.TensorSpec((), tf.int32, name="width"),
            tf.TensorSpec((), tf.bool, name="guarded"),
        ],
    )
    tf.saved_model.save(served, str(folder))
