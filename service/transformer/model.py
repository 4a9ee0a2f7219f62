"""The Transformer: encoder, decoder, and the loss that it learns by.

Letters for shapes: see ``config``.
"""

import keras
from keras import ops

from transformer.config import ModelConfig
from transformer.layers import (
    Cache,
    DecoderLayer,
    Embedding,
    EncoderLayer,
    Tensor,
    causal_mask,
    dropout,
    padding_mask,
)
from transformer.text import PAD, START


class Transformer(keras.Model):
    """Read a source sentence and say how likely each piece is to come next in the target."""

    def __init__(self, config: ModelConfig, *, label_smoothing: float = 0.0) -> None:
        """Make all layers and all weights."""
        super().__init__(name="transformer")
        self.config = config
        self.label_smoothing = label_smoothing
        self.embedding = Embedding(config)
        self.encoder_layers = [
            EncoderLayer(config, name=f"encoder_{i}") for i in range(config.encoder_layers)
        ]
        self.decoder_layers = [
            DecoderLayer(config, name=f"decoder_{i}") for i in range(config.decoder_layers)
        ]
        self.encoder_norm = self._norm("encoder_norm")
        self.decoder_norm = self._norm("decoder_norm")
        self.dropout = dropout(config, name="embedding_dropout")
        tokens = ops.full((1, 2), START, "int32")
        self((tokens, tokens))

    def call(self, inputs: tuple[Tensor, Tensor], training: bool = False) -> Tensor:
        """Return states (B, T, D), one for each target token, that foretell the next.

        ``scores`` reads them.

        Args:
            inputs: Source tokens (B, S) and target tokens (B, T), which begin with START; int32,
                padded with PAD.
            training: Whether units are dropped.
        """
        source, target = inputs
        memory = self.encode(source, training=training)
        states = self.dropout(self.embedding(target), training=training)
        mask = causal_mask(ops.shape(target)[1])
        source_mask = padding_mask(source, PAD)
        for layer, cache in zip(self.decoder_layers, memory, strict=True):
            states, _ = layer(states, cache, source_mask, mask, training=training)
        return self.decoder_norm(states)

    def scores(self, states: Tensor) -> Tensor:
        """Return the score (B, T, V) float32 of each piece to come after states (B, T, D)."""
        return ops.cast(self.embedding.scores(states), "float32")

    def encode(self, source: Tensor, training: bool = False) -> list[Cache]:
        """Return, for each decoder layer, keys and values (B, H, S, K) of the source (B, S)."""
        states = self.dropout(self.embedding(source), training=training)
        mask = padding_mask(source, PAD)
        for layer in self.encoder_layers:
            states = layer(states, mask, training=training)
        states = self.encoder_norm(states)
        return [layer.attention.project(states) for layer in self.decoder_layers]

    def empty_caches(self, batch: int, length: int) -> list[Cache]:
        """Return, for each decoder layer, room for a target's keys and values (B, H, L, K)."""
        shape = (batch, self.config.heads, length, self.config.head_width)
        room = ops.zeros(shape, self.compute_dtype)
        return [(room, room) for _ in self.decoder_layers]

    def step(
        self,
        tokens: Tensor,
        position: int | Tensor,
        *,
        source: Tensor,
        memory: list[Cache],
        caches: list[Cache],
    ) -> tuple[Tensor, list[Cache]]:
        """Return the scores (B, V) of the piece after one more target token, and the caches.

        Args:
            tokens: (B, 1), the tokens at ``position``.
            position: Their place in the target; START is at 0.
            source: (B, S), for its padding.
            memory: What ``encode`` made of it.
            caches: What this method returned for the position before, or ``empty_caches``.
        """
        length = ops.shape(caches[0][0])[2]
        mask = (ops.arange(length) <= position)[None, None, None, :]
        source_mask = padding_mask(source, PAD)
        states = self.embedding(tokens, first=position)
        written = []
        for layer, read, past in zip(self.decoder_layers, memory, caches, strict=True):
            states, seen = layer(states, read, source_mask, mask, past=past, position=position)
            written.append(seen)
        return self.scores(self.decoder_norm(states))[:, 0], written

    def compute_loss(
        self,
        x: object = None,
        y: Tensor | None = None,
        y_pred: Tensor | None = None,
        sample_weight: object = None,
        training: bool = True,
    ) -> Tensor:
        """Return the mean loss of the tokens ``y`` (B, T), given the states ``y_pred`` (B, T, D).

        Padding does not count. While training, with label smoothing ε, the wanted piece has the
        probability 1 - ε and all pieces share ε (5.4).
        """
        del x, sample_weight
        loss = ops.sparse_categorical_crossentropy(y, self.scores(y_pred), from_logits=True)
        if training and self.label_smoothing:
            loss += self.label_smoothing * self.embedding.scores_above_mean(y_pred, y)
        real = ops.cast(y != PAD, "float32")
        return ops.sum(loss * real) / ops.sum(real)

    def _norm(self, name: str) -> keras.layers.Layer:
        return keras.layers.LayerNormalization(epsilon=self.config.norm_epsilon, name=name)
