"""The weights in git become the model that they came from; the graph searches as the steps do."""

from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf
from transformer.decoding import beam, pad
from transformer.errors import ServedModelError
from transformer.export import write_model
from transformer.exporting.for_tensorflow import write_for_tensorflow
from transformer.exporting.metadata import read_metadata, write_metadata
from transformer.exporting.served_weights import WEIGHTS_FILE, read_served_model, read_weights
from transformer.exporting.serving_graph import BeamSearch
from transformer.model import Transformer
from transformer.text import END, Vocabulary
from transformer.training.checkpoints import to_numpy

SENTENCES = ("The bread is on the table.", "Call me tomorrow, please.", "Where?")
MAX_TOKENS = 24


@pytest.fixture
def laconic(model: Transformer) -> Transformer:
    """Make a model that comes to an end."""
    matrix = to_numpy(model.embedding.matrix).copy()
    matrix[END] *= 4
    model.embedding.matrix.assign(matrix)
    return model


@pytest.mark.parametrize(("quantization", "error"), [(None, 0.0), ("int8", 1 / 127)])
def test_what_was_written_is_read_back(
    model: Transformer,
    vocabulary_path: Path,
    tmp_path: Path,
    quantization: str | None,
    error: float,
) -> None:
    write_model(model, vocabulary_path, tmp_path / "served", quantization=quantization)
    before = [to_numpy(variable) for variable in model.weights]

    read = read_served_model(tmp_path / "served")

    assert read.config == model.config
    for old, new in zip(before, read.weights, strict=True):
        np.testing.assert_allclose(to_numpy(new), old, atol=error * np.abs(old).max())


@pytest.mark.parametrize("kept", [0, 3, 100, 5_000])
def test_half_a_file_is_refused(
    model: Transformer, vocabulary_path: Path, tmp_path: Path, kept: int
) -> None:
    write_model(model, vocabulary_path, tmp_path / "served")
    path = tmp_path / "served" / WEIGHTS_FILE
    path.write_bytes(path.read_bytes()[:kept])

    with pytest.raises(ServedModelError, match=f"{path} cannot be read as weights"):
        read_weights(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ServedModelError, match=r"model\.bin"):
        read_served_model(tmp_path)
    with pytest.raises(ServedModelError, match="there is no model in"):
        write_for_tensorflow(tmp_path, tmp_path / "new")


@pytest.mark.parametrize("width", [1, 2, 4])
def test_the_graph_finds_what_the_steps_find(
    laconic: Transformer, vocabulary: Vocabulary, width: int
) -> None:
    sources = vocabulary.encode(SENTENCES)
    expected = [beam(laconic, each, width=width, max_tokens=MAX_TOKENS) for each in sources]

    search = BeamSearch(laconic, max_tokens=MAX_TOKENS)
    found = search(tf.constant(pad(sources)), tf.constant(width), tf.constant(False))
    lines, means = (tensor.numpy() for tensor in found)

    assert [_until_end(line[0]) for line in lines.tolist()] == expected
    assert lines.shape == (len(SENTENCES), width, MAX_TOKENS)
    assert means.tolist() == [sorted(row, reverse=True) for row in means.tolist()]


def test_a_guarded_search_says_no_three_tokens_twice(
    model: Transformer, vocabulary: Vocabulary
) -> None:
    source = tf.constant(pad(vocabulary.encode(SENTENCES)))
    search = BeamSearch(model, max_tokens=MAX_TOKENS)

    free, guarded = (
        search(source, tf.constant(2), tf.constant(is_guarded))[0].numpy().reshape(6, -1).tolist()
        for is_guarded in (False, True)
    )

    assert any(_repeats(line) for line in free)
    assert not any(_repeats(line) for line in guarded)


def test_what_tensorflow_serves_says_what_it_is(
    model: Transformer, vocabulary_path: Path, tmp_path: Path
) -> None:
    served = tmp_path / "served"
    write_model(model, vocabulary_path, served)
    write_metadata(served, {"version": "1", "max_target_tokens": MAX_TOKENS, "scores": {"a": 1}})

    write_for_tensorflow(served, tmp_path / "new" / "en-es")

    facts = read_metadata(tmp_path / "new" / "en-es")
    assert facts is not None
    assert facts["version"] == "1"
    assert facts["engine"].startswith("tensorflow")
    assert "scores" not in facts
    assert {path.name for path in (tmp_path / "new" / "en-es").iterdir()} == {
        "metadata.json",
        "saved_model",
        "sentencepiece.model",
    }
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["en-es"]


def _until_end(line: list[int]) -> list[int]:
    return line[: line.index(END)] if END in line else line


def _repeats(line: list[int]) -> bool:
    said = _until_end(line)
    runs = list(zip(said, said[1:], said[2:], strict=False))
    return len(set(runs)) < len(runs)
