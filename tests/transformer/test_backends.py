"""TensorFlow, JAX, a TensorFlow SavedModel and CTranslate2 write the same tokens."""

import dataclasses
import json
import math
import os
import subprocess
import sys
from pathlib import Path

import ctranslate2
import numpy as np
import pytest
import tensorflow as tf
from transformer.config import ModelConfig, TrainingConfig
from transformer.decoding import GreedyDecoder, greedy, pad
from transformer.export import write_model
from transformer.exporting.saved_model import write_saved_model
from transformer.model import Transformer
from transformer.text import END, Vocabulary
from transformer.training.checkpoints import to_numpy

from tests.transformer.runs import finished_run, prepare
from tests.transformer.translate_tokens import MAX_TOKENS

SENTENCES = ("The bread is on the table.", "Call me tomorrow, please.", "Where?", "日本 42")


@pytest.fixture
def sources(vocabulary: Vocabulary) -> list[list[int]]:
    """Encode sentences of different lengths."""
    return vocabulary.encode(SENTENCES)


@pytest.fixture
def expected(model: Transformer, sources: list[list[int]]) -> list[list[int]]:
    """Translate them with the reference."""
    answers = greedy(model, sources, max_tokens=MAX_TOKENS)
    assert max(map(len, answers)) > 1
    assert len({tuple(answer) for answer in answers}) > 1
    return answers


def test_one_graph_writes_what_the_steps_write(
    model: Transformer, sources: list[list[int]], expected: list[list[int]]
) -> None:
    assert GreedyDecoder(model, max_tokens=MAX_TOKENS).translate(sources, rows=3) == expected


@pytest.mark.parametrize("backend", ["jax", "tensorflow"])
def test_another_backend_writes_the_same_tokens(
    backend: str,
    model: Transformer,
    sources: list[list[int]],
    expected: list[list[int]],
    tmp_path: Path,
) -> None:
    weights = tmp_path / "weights.npz"
    np.savez(weights, *(to_numpy(variable) for variable in model.weights))
    program = Path(__file__).with_name("translate_tokens.py")
    config = json.dumps(dataclasses.asdict(model.config))

    answer = subprocess.run(
        [sys.executable, program, weights, config],
        input=json.dumps(sources),
        env=os.environ | {"KERAS_BACKEND": backend, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(answer.stdout) == expected


def test_the_saved_graph_writes_the_same_tokens(
    model: Transformer,
    model_config: ModelConfig,
    training_config: TrainingConfig,
    vocabulary_path: Path,
    sources: list[list[int]],
    expected: list[list[int]],
    tmp_path: Path,
) -> None:
    training = dataclasses.replace(training_config, buckets=(MAX_TOKENS,))
    prepared = prepare(tmp_path / "prepared", vocabulary_path)
    run = finished_run(tmp_path / "run", prepared, model=model_config, training=training)
    (tmp_path / "eval").mkdir()
    for ending in ("en", "es"):
        (tmp_path / "eval" / f"small.{ending}").write_text(f"{SENTENCES[0]}\n")
    write_saved_model(model, run, tmp_path / "model", text=tmp_path, sets=["small"])

    graph = tf.saved_model.load(str(tmp_path / "model" / "saved_model"))
    found = graph.serve(tf.constant(pad(sources)), tf.constant(1), tf.constant(False))
    lines, means = (tensor.numpy().tolist() for tensor in found)

    answers = [line[: line.index(END)] if END in line else line for (line,) in lines]
    assert answers == expected
    # One that has not come to its end within its room says so.
    assert [[math.isfinite(mean)] for (mean,) in means] == [[END in line] for (line,) in lines]
    metadata = json.loads((tmp_path / "model" / "metadata.json").read_text())
    assert metadata["max_target_tokens"] == MAX_TOKENS
    assert metadata["version"]
    assert metadata["scores"]["small"]["sentences"] == 1
    assert (tmp_path / "model" / "sentencepiece.model").is_file()


def test_ctranslate2_writes_the_same_tokens(
    model: Transformer,
    vocabulary: Vocabulary,
    vocabulary_path: Path,
    sources: list[list[int]],
    expected: list[list[int]],
    tmp_path: Path,
) -> None:
    write_model(model, vocabulary_path, tmp_path / "model", quantization=None)
    pieces = vocabulary.pieces

    translator = ctranslate2.Translator(str(tmp_path / "model"))
    results = translator.translate_batch(
        [[pieces[n] for n in source[:-1]] for source in sources],
        beam_size=1,
        max_decoding_length=MAX_TOKENS,
    )

    answers = [result.hypotheses[0] for result in results]
    assert answers == [[pieces[n] for n in answer] for answer in expected]
