"""Describe a model to CTranslate2, weight by weight."""

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
from ctranslate2.specs import common_spec, transformer_spec

from transformer import layers
from transformer.model import Transformer
from transformer.training.checkpoints import to_numpy


def make_spec(model: Transformer) -> transformer_spec.TransformerSpec:
    """Return CTranslate2's description of the model, filled with its weights."""
    config = model.config
    spec = transformer_spec.TransformerSpec.from_config(
        (config.encoder_layers, config.decoder_layers),
        config.heads,
        pre_norm=True,
        activation=common_spec.Activation.RELU,
    )
    positions = layers.sinusoids(config.max_length, config.width)
    # Copies, since `optimize` changes arrays in place.
    matrix = to_numpy(model.embedding.matrix)
    for half, embeddings in (
        (spec.encoder, spec.encoder.embeddings[0]),
        (spec.decoder, spec.decoder.embeddings),
    ):
        embeddings.weight = matrix.copy()
        half.scale_embeddings = True
        half.position_encodings.encodings = positions.copy()
    spec.decoder.projection.weight = matrix.copy()
    spec.decoder.projection.bias = np.zeros(config.vocabulary, np.float32)
    _fill_norm(spec.encoder.layer_norm, model.encoder_norm)
    _fill_norm(spec.decoder.layer_norm, model.decoder_norm)
    for part, layer in zip(spec.encoder.layer, model.encoder_layers, strict=True):
        _fill_attention(part.self_attention, layer.attention, layer.around_attention, fused=True)
        _fill_feed_forward(part.ffn, layer)
    for part, layer in zip(spec.decoder.layer, model.decoder_layers, strict=True):
        _fill_attention(
            part.self_attention, layer.self_attention, layer.around_self_attention, fused=True
        )
        _fill_attention(part.attention, layer.attention, layer.around_attention, fused=False)
        _fill_feed_forward(part.ffn, layer)
    spec.config.layer_norm_epsilon = config.norm_epsilon
    spec.config.decoder_start_token = "<s>"  # noqa: S105 - a piece of the vocabulary
    spec.config.add_source_bos = False
    spec.config.add_source_eos = True
    return spec


def _fill_attention(
    part: Any, attention: layers.Attention, around: layers.Sublayer, *, fused: bool
) -> None:
    """Fill the linear layers: Q, K and V as one where they read the same states."""
    ins: Sequence[keras.layers.Dense] = (attention.query, attention.key_value)
    if fused:
        kernels = np.concatenate([to_numpy(dense.kernel) for dense in ins], axis=1)
        biases = np.concatenate([to_numpy(dense.bias) for dense in ins])
        part.linear[0].weight = kernels.T.copy()
        part.linear[0].bias = biases
    else:
        for linear, dense in zip(part.linear, ins, strict=False):
            _fill_linear(linear, dense)
    _fill_linear(part.linear[-1], attention.output_)
    _fill_norm(part.layer_norm, around.norm)


def _fill_feed_forward(part: Any, layer: layers.EncoderLayer | layers.DecoderLayer) -> None:
    _fill_linear(part.linear_0, layer.feed_forward.widen)
    _fill_linear(part.linear_1, layer.feed_forward.narrow)
    _fill_norm(part.layer_norm, layer.around_feed_forward.norm)


def _fill_linear(part: Any, dense: keras.layers.Dense) -> None:
    part.weight = to_numpy(dense.kernel).T.copy()
    part.bias = to_numpy(dense.bias)


def _fill_norm(part: Any, norm: keras.layers.LayerNormalization) -> None:
    part.gamma = to_numpy(norm.gamma)
    part.beta = to_numpy(norm.beta)
