"""The building blocks of "Attention Is All You Need" (Vaswani et al. 2017, section 3), pre-norm.

Letters for shapes: see ``config``. A mask is boolean, true where a query may look at a key.
"""

from typing import Any, TypeAlias

import keras
import numpy as np
from keras import ops
from numpy.typing import NDArray

from transformer.config import ModelConfig

# Whatever the backend computes with; Keras ships no types.
Tensor: TypeAlias = Any
Cache: TypeAlias = tuple[Tensor, Tensor]

# Far below any score, and still a number in bfloat16; minus infinity would make a row in which
# all is masked not a number.
MASKED_SCORE = -1e9


def sinusoids(length: int, width: int) -> NDArray[np.float32]:
    """Return the position encodings of section 3.5: (length, D) float32, sines at even places."""
    rates = 10_000 ** (-np.arange(0, width, 2) / width)
    angles = np.arange(length)[:, None] * rates
    table = np.empty((length, width), np.float32)
    table[:, 0::2] = np.sin(angles)
    table[:, 1::2] = np.cos(angles)
    return table


def padding_mask(tokens: Tensor, pad: int) -> Tensor:
    """Return (B, 1, 1, S): true at the keys that are no padding. ``tokens`` is (B, S)."""
    return (tokens != pad)[:, None, None, :]


def causal_mask(length: int | Tensor) -> Tensor:
    """Return (1, 1, T, T): true where the key is not after the query."""
    places = ops.arange(length)
    return (places[None, :] <= places[:, None])[None, None]


class Embedding(keras.layers.Layer):
    """Hold the one matrix (V, D) that reads source and target and writes the target (3.4)."""

    def __init__(self, config: ModelConfig, name: str = "embedding") -> None:
        """Take the sizes."""
        super().__init__(name=name)
        self.config = config

    def build(self, _: object = None) -> None:
        """Make the matrix, so scaled that the embeddings multiplied by √D have variance one."""
        config = self.config
        self.matrix = self.add_weight(
            name="matrix",
            shape=(config.vocabulary, config.width),
            initializer=keras.initializers.RandomNormal(stddev=config.width**-0.5),
        )
        self.positions = sinusoids(config.max_length, config.width)

    def call(self, tokens: Tensor, first: int | Tensor = 0) -> Tensor:
        """Return (B, T, D) for tokens (B, T) of which the first stands at position ``first``."""
        length = ops.shape(tokens)[1]
        vectors = ops.take(self.matrix, tokens, axis=0) * self.config.width**0.5
        places = ops.take(self.positions, first + ops.arange(length), axis=0)
        return vectors + ops.cast(places, vectors.dtype)

    def scores(self, states: Tensor) -> Tensor:
        """Return (B, T, V): the score of each piece of the vocabulary after states (B, T, D)."""
        return ops.matmul(states, ops.transpose(ops.cast(self.matrix, states.dtype)))

    def scores_above_mean(self, states: Tensor, pieces: Tensor) -> Tensor:
        """Return (B, T): by how much the score of one piece (B, T) exceeds the mean of all.

        The same could be read off ``scores``; this way spares a pass over its V numbers a token.
        """
        wanted = ops.take(self.matrix, pieces, axis=0) - ops.mean(self.matrix, axis=0)
        return ops.sum(ops.cast(states, "float32") * ops.cast(wanted, "float32"), axis=-1)


def dropout(config: ModelConfig, name: str = "dropout") -> keras.layers.Dropout:
    """Make a dropout for states (B, T, D) that drops a number at all positions of a sentence.

    One choice for the whole sentence regularises as well (Gal and Ghahramani 2016) and needs T
    times fewer random numbers, which cost a fifth of a step on a processor.
    """
    return keras.layers.Dropout(config.dropout, noise_shape=(None, 1, None), name=name)


class Attention(keras.layers.Layer):
    """Attend with H heads (3.2.2); keys and values can come from a cache."""

    def __init__(self, config: ModelConfig, name: str) -> None:
        """Make the projections: the query's, those of key and value as one, and the output's."""
        super().__init__(name=name)
        self.config = config
        self.query = keras.layers.Dense(config.width, name="query")
        self.key_value = keras.layers.Dense(2 * config.width, name="key_value")
        self.output_ = keras.layers.Dense(config.width, name="output")

    def project(self, memory: Tensor) -> Cache:
        """Return keys and values, each (B, H, S, K), of a memory (B, S, D)."""
        keys, values = ops.split(self.key_value(memory), 2, axis=-1)
        return self._heads(keys), self._heads(values)

    def call(self, states: Tensor, cache: Cache, mask: Tensor) -> Tensor:
        """Return (B, T, D): for each query the values of the keys it may look at.

        Args:
            states: (B, T, D), of which the queries are made.
            cache: Keys and values, each (B, H, S, K).
            mask: Broadcastable to (B, H, T, S).
        """
        keys, values = cache
        queries = self._heads(self.query(states)) * self.config.head_width**-0.5
        scores = ops.matmul(queries, ops.transpose(keys, (0, 1, 3, 2)))
        scores = ops.where(mask, ops.cast(scores, "float32"), MASKED_SCORE)
        weights = ops.cast(ops.softmax(scores), values.dtype)
        mixed = ops.transpose(ops.matmul(weights, values), (0, 2, 1, 3))  # (B, T, H, K)
        batch, length = ops.shape(states)[:2]
        return self.output_(ops.reshape(mixed, (batch, length, self.config.width)))

    def _heads(self, states: Tensor) -> Tensor:
        batch, length = ops.shape(states)[:2]
        split = ops.reshape(states, (batch, length, self.config.heads, self.config.head_width))
        return ops.transpose(split, (0, 2, 1, 3))  # (B, H, T, K)


class FeedForward(keras.layers.Layer):
    """Widen, rectify, narrow: the same at each position (3.3)."""

    def __init__(self, config: ModelConfig, name: str = "feed_forward") -> None:
        """Make both projections."""
        super().__init__(name=name)
        self.widen = keras.layers.Dense(config.hidden, activation="relu", name="widen")
        self.narrow = keras.layers.Dense(config.width, name="narrow")

    def call(self, states: Tensor) -> Tensor:
        """Return (B, T, D) for (B, T, D)."""
        return self.narrow(self.widen(states))


class Sublayer(keras.layers.Layer):
    """Hold what stands around attention and feed-forward: norm before, dropout and sum after."""

    def __init__(self, config: ModelConfig, name: str) -> None:
        """Make norm and dropout."""
        super().__init__(name=name)
        self.norm = keras.layers.LayerNormalization(epsilon=config.norm_epsilon, name="norm")
        self.dropout = dropout(config)

    def call(self, states: Tensor, change: Tensor, training: bool = False) -> Tensor:
        """Add the change to the states, both (B, T, D)."""
        return states + self.dropout(change, training=training)


class EncoderLayer(keras.layers.Layer):
    """Self-attention over the source, then feed-forward."""

    def __init__(self, config: ModelConfig, name: str) -> None:
        """Make both sublayers."""
        super().__init__(name=name)
        self.attention = Attention(config, name="self_attention")
        self.feed_forward = FeedForward(config)
        self.around_attention = Sublayer(config, name="around_attention")
        self.around_feed_forward = Sublayer(config, name="around_feed_forward")

    def call(self, states: Tensor, mask: Tensor, training: bool = False) -> Tensor:
        """Return (B, S, D) for (B, S, D)."""
        normed = self.around_attention.norm(states)
        change = self.attention(normed, self.attention.project(normed), mask)
        states = self.around_attention(states, change, training=training)
        change = self.feed_forward(self.around_feed_forward.norm(states))
        return self.around_feed_forward(states, change, training=training)


class DecoderLayer(keras.layers.Layer):
    """Self-attention over the target so far, attention to the source, then feed-forward."""

    def __init__(self, config: ModelConfig, name: str) -> None:
        """Make the three sublayers."""
        super().__init__(name=name)
        self.self_attention = Attention(config, name="self_attention")
        self.attention = Attention(config, name="attention")
        self.feed_forward = FeedForward(config)
        self.around_self_attention = Sublayer(config, name="around_self_attention")
        self.around_attention = Sublayer(config, name="around_attention")
        self.around_feed_forward = Sublayer(config, name="around_feed_forward")

    def call(
        self,
        states: Tensor,
        memory: Cache,
        memory_mask: Tensor,
        mask: Tensor,
        past: Cache | None = None,
        position: int | Tensor = 0,
        training: bool = False,
    ) -> tuple[Tensor, Cache]:
        """Return the new states (B, T, D), and the target's keys and values so far.

        Args:
            states: (B, T, D).
            memory: Keys and values of the source, from ``attention.project``.
            memory_mask: Which source positions may be looked at.
            mask: Which target positions may be looked at.
            past: Room for keys and values of a whole target, each (B, H, L, K), filled up to
                ``position``; without it these states are the whole target.
            position: Where in that room these states belong.
            training: Whether units are dropped.
        """
        normed = self.around_self_attention.norm(states)
        seen = self.self_attention.project(normed)
        if past is not None:
            start = (0, 0, position, 0)
            seen = tuple(
                ops.slice_update(room, start, new) for room, new in zip(past, seen, strict=True)
            )
        change = self.self_attention(normed, seen, mask)
        states = self.around_self_attention(states, change, training=training)
        change = self.attention(self.around_attention.norm(states), memory, memory_mask)
        states = self.around_attention(states, change, training=training)
        change = self.feed_forward(self.around_feed_forward.norm(states))
        return self.around_feed_forward(states, change, training=training), seen
