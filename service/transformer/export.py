"""Turn a model into the directory that is served: CTranslate2, int8, and its vocabulary.

``python -m transformer.export`` averages a run's last checkpoints, measures the result, and puts
it in the place of the served model.
"""

import argparse
import datetime
import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ctranslate2
import keras
import numpy as np
from ctranslate2.specs import common_spec, transformer_spec

from transformer import layers, paths
from transformer.checkpoints import average_weights, to_numpy, weight_files
from transformer.config import ModelConfig, TrainingConfig
from transformer.evaluation import SETS, evaluate
from transformer.model import Transformer
from transformer.shards import sha256
from transformer.text import Vocabulary

# Spanish takes up to a quarter more pieces than English.
SOURCE_SHARE = 0.8
CHECKPOINTS_AVERAGED = 3


def main() -> None:
    """Read the arguments and export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", default="en-es", help="the folder's name in .cache/runs")
    parser.add_argument("--prepared", type=Path, default=paths.PREPARED)
    parser.add_argument("--text", type=Path, default=paths.text_folder())
    parser.add_argument("--to", type=Path, default=paths.SERVED_MODEL)
    parser.add_argument("--average", type=int, default=CHECKPOINTS_AVERAGED)
    parser.add_argument("--sets", nargs="*", default=SETS, help="held-out sets to measure on")
    options = parser.parse_args()
    model = load_average(paths.RUNS / options.run, checkpoints=options.average)
    with tempfile.TemporaryDirectory(dir=_made(options.to.parent)) as beside:
        folder = Path(beside) / "model"
        write_model(model, options.prepared / "vocabulary.model", folder)
        scores = evaluate(folder, options.text, sets=options.sets)
        write_metadata(folder, scores={s.name: s.as_dict() for s in scores})
        replace_folder(options.to, new=folder)
    print(f"{options.to} holds the new model")


def load_average(run: Path, *, checkpoints: int) -> Transformer:
    """Return the model of a run, in float32, with the mean of its last weights."""
    values = average_weights(weight_files(run)[-checkpoints:])
    described = json.loads((run / "run.json").read_text(encoding="utf-8"))
    keras.config.set_dtype_policy("float32")
    model = Transformer(ModelConfig(**described["model"]))
    for variable, value in zip(model.weights, values, strict=True):
        variable.assign(value)
    return model


def write_model(
    model: Transformer, vocabulary: Path, folder: Path, *, quantization: str | None = "int8"
) -> None:
    """Write a CTranslate2 model, and the SentencePiece file beside it.

    Args:
        model: The model; its weights are copied.
        vocabulary: The SentencePiece file.
        folder: Made here.
        quantization: The type of the weights; None for float32.
    """
    spec = make_spec(model)
    pieces = Vocabulary(vocabulary).pieces
    spec.register_source_vocabulary(pieces)
    spec.register_target_vocabulary(pieces)
    spec.validate()
    spec.optimize(quantization=quantization)
    folder.mkdir(parents=True)
    spec.save(str(folder))
    shutil.copyfile(vocabulary, folder / "sentencepiece.model")


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


def write_metadata(folder: Path, *, scores: dict[str, Any]) -> None:
    """Write what a user of the directory must know, and how good the model was found to be."""
    longest = TrainingConfig.buckets[-1]
    today = datetime.datetime.now(datetime.UTC).date()
    metadata = {
        "source": "en",
        "target": "es",
        "version": f"{today}-{sha256(folder / 'model.bin')[:8]}",
        "max_source_tokens": int(longest * SOURCE_SHARE),
        "max_target_tokens": longest,
        "engine": f"ctranslate2 {ctranslate2.__version__}, int8",
        "scores": scores,
    }
    text = json.dumps(metadata, indent=1, ensure_ascii=False)
    (folder / "metadata.json").write_text(text + "\n", encoding="utf-8")


def replace_folder(place: Path, *, new: Path) -> None:
    """Put a folder in the place of another; a reader finds the old one or the new one whole."""
    old = new.with_name("old")
    if place.exists():
        place.rename(old)
    new.rename(place)


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


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


if __name__ == "__main__":
    main()
