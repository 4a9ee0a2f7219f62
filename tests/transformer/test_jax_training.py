"""A machine with JAX and without TensorFlow trains the same run."""

import json
from pathlib import Path

import numpy as np
import pytest

from tests.transformer.commands import CHECKPOINT_STEPS, finish, start
from tests.transformer.runs import prepare


@pytest.fixture
def prepared(tmp_path: Path, vocabulary_path: Path) -> Path:
    """Write the small text as shards."""
    return prepare(tmp_path / "prepared", vocabulary_path)


def test_a_run_begun_with_jax_alone_goes_on_with_tensorflow(prepared: Path) -> None:
    finish(start("run", prepared, steps=CHECKPOINT_STEPS, backend="jax"))
    said = finish(start("run", prepared, steps=2 * CHECKPOINT_STEPS))

    run = prepared.parent / "runs" / "run"
    assert f"stands at step {2 * CHECKPOINT_STEPS}" in said
    commands = [json.loads(line) for line in (run / "commands.jsonl").read_text().splitlines()]
    assert [command["backend"] for command in commands] == ["jax", "tensorflow"]
    log = [json.loads(line) for line in (run / "log.jsonl").read_text().splitlines()]
    scores = [entry["dev_loss"] for entry in log if "dev_loss" in entry]
    assert len(scores) == 2
    assert np.isfinite(scores).all()
