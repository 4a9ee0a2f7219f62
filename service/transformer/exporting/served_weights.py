"""Read the weights that are served out of CTranslate2's file, back into a model of Keras.

``model.bin`` is the only form in which git keeps them. Its layout (``ctranslate2.specs``), all
numbers little-endian: version (u32); name of the description; its revision (u32); the number of
variables (u32), and for each its name, the number of its dimensions (u8), these (u32), its type
(u8), its bytes (u32), and they; the number of aliases (u32), and for each its name and that of the
variable it stands for. A name is its length with the zero at its end (u16), and both.
"""

import re
import struct
from pathlib import Path
from typing import BinaryIO, TypeAlias

import keras
import numpy as np
from numpy.typing import NDArray

from transformer import layers
from transformer.config import ModelConfig
from transformer.errors import ServedModelError
from transformer.model import Transformer

WEIGHTS_FILE = "model.bin"
_VERSION, _NAME = 6, "TransformerSpec"
_TYPES = (np.float32, np.int8, np.int16, np.int32, np.float16)
Weights: TypeAlias = dict[str, NDArray[np.float32]]


def read_served_model(folder: Path) -> Transformer:
    """Make a model of the weights in a served folder, in float32.

    Raises:
        ServedModelError: The file is missing, or is none that ``write_model`` has written.
    """
    weights = read_weights(folder / WEIGHTS_FILE)
    keras.config.set_dtype_policy("float32")
    try:
        model = Transformer(_config(weights))
        _fill(model, weights)
    except (KeyError, ValueError) as error:
        raise ServedModelError(f"{folder / WEIGHTS_FILE} holds another model: {error}") from error
    return model


def read_weights(path: Path) -> Weights:
    """Return each variable by its name, in float32.

    Raises:
        ServedModelError: The file is missing or is no description of a Transformer.
    """
    try:
        with path.open("rb") as file:
            return _dequantized(_read_variables(file))
    except (OSError, struct.error, UnicodeDecodeError, IndexError, ValueError) as error:
        raise ServedModelError(f"{path} cannot be read as weights: {error}") from error


def _read_variables(file: BinaryIO) -> dict[str, NDArray[np.generic]]:
    version, name, revision = _number(file, "I"), _text(file), _number(file, "I")
    if (version, name) != (_VERSION, _NAME):
        raise ValueError(f"it is version {version} of {name!r} {revision}, not {_VERSION}")
    found = {}
    for _ in range(_number(file, "I")):
        variable = _text(file)
        shape = [_number(file, "I") for _ in range(_number(file, "B"))]
        kind = _TYPES[_number(file, "B")]
        content = file.read(_number(file, "I"))
        found[variable] = np.frombuffer(content, kind).reshape(shape)
    for _ in range(_number(file, "I")):
        alias = _text(file)
        found[alias] = found[_text(file)]
    return found


def _dequantized(variables: dict[str, NDArray[np.generic]]) -> Weights:
    """Divide the rows of each int8 matrix by their scales."""
    weights = {}
    for name, value in variables.items():
        scale = variables.get(f"{name}_scale")
        number = value.astype(np.float32)
        weights[name] = number if scale is None else number / scale.astype(np.float32)[:, None]
    return weights


def _config(weights: Weights) -> ModelConfig:
    """Read the sizes off the shapes."""
    vocabulary, width = weights["decoder/embeddings/weight"].shape
    hidden, _ = weights["encoder/layer_0/ffn/linear_0/weight"].shape
    return ModelConfig(
        vocabulary=vocabulary,
        width=width,
        heads=int(weights["encoder/num_heads"]),
        hidden=hidden,
        encoder_layers=_count(weights, "encoder"),
        decoder_layers=_count(weights, "decoder"),
        max_length=len(weights["decoder/position_encodings/encodings"]),
    )


def _count(weights: Weights, half: str) -> int:
    found = (re.match(rf"{half}/layer_(\d+)/", name) for name in weights)
    return len({match[1] for match in found if match})


def _fill(model: Transformer, weights: Weights) -> None:
    """Do the inverse of ``spec.make_spec``."""
    model.embedding.matrix.assign(weights["decoder/embeddings/weight"])
    _fill_norm(model.encoder_norm, weights, "encoder")
    _fill_norm(model.decoder_norm, weights, "decoder")
    for number, layer in enumerate(model.encoder_layers):
        _fill_layer(layer, weights, f"encoder/layer_{number}")
    for number, layer in enumerate(model.decoder_layers):
        _fill_layer(layer, weights, f"decoder/layer_{number}")


def _fill_layer(
    layer: layers.EncoderLayer | layers.DecoderLayer, weights: Weights, place: str
) -> None:
    if isinstance(layer, layers.DecoderLayer):
        _fill_fused(layer.self_attention, weights, f"{place}/self_attention")
        _fill_norm(layer.around_self_attention.norm, weights, f"{place}/self_attention")
        _fill_attention(layer.attention, weights, f"{place}/attention")
        _fill_norm(layer.around_attention.norm, weights, f"{place}/attention")
    else:
        _fill_fused(layer.attention, weights, f"{place}/self_attention")
        _fill_norm(layer.around_attention.norm, weights, f"{place}/self_attention")
    _fill_dense(layer.feed_forward.widen, weights, f"{place}/ffn/linear_0")
    _fill_dense(layer.feed_forward.narrow, weights, f"{place}/ffn/linear_1")
    _fill_norm(layer.around_feed_forward.norm, weights, f"{place}/ffn")


def _fill_fused(attention: layers.Attention, weights: Weights, place: str) -> None:
    """Take Q, K and V apart, which are one matrix where they read the same states."""
    kernel, bias = weights[f"{place}/linear_0/weight"].T, weights[f"{place}/linear_0/bias"]
    width = attention.config.width
    attention.query.kernel.assign(kernel[:, :width])
    attention.query.bias.assign(bias[:width])
    attention.key_value.kernel.assign(kernel[:, width:])
    attention.key_value.bias.assign(bias[width:])
    _fill_dense(attention.output_, weights, f"{place}/linear_1")


def _fill_attention(attention: layers.Attention, weights: Weights, place: str) -> None:
    for number, dense in enumerate((attention.query, attention.key_value, attention.output_)):
        _fill_dense(dense, weights, f"{place}/linear_{number}")


def _fill_dense(dense: keras.layers.Dense, weights: Weights, place: str) -> None:
    dense.kernel.assign(weights[f"{place}/weight"].T)
    dense.bias.assign(weights[f"{place}/bias"])


def _fill_norm(norm: keras.layers.LayerNormalization, weights: Weights, place: str) -> None:
    norm.gamma.assign(weights[f"{place}/layer_norm/gamma"])
    norm.beta.assign(weights[f"{place}/layer_norm/beta"])


def _number(file: BinaryIO, kind: str) -> int:
    (number,) = struct.unpack(f"<{kind}", file.read(struct.calcsize(kind)))
    return int(number)


def _text(file: BinaryIO) -> str:
    return file.read(_number(file, "H"))[:-1].decode("utf-8")
