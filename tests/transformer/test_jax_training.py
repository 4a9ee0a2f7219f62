"""A machine with JAX and without TensorFlow trains the same run."""

import json
from pathlib import Path

import numpy as np

from tests.transformer.commands import CHECKPOINT_STEPS, finish, start

# Time for one step: a training ends after the step under way.
A_MOMENT = 0.0001


def test_a_run_begun_with_jax_alone_goes_on_with_tensorflow(prepared: Path) -> None:
    steps = 2 * CHECKPOINT_STEPS
    begun = finish(start("run", prepared, steps=steps, minutes=A_MOMENT, backend="jax"))
    ended = finish(start("run", prepared, steps=steps))

    run = prepared.parent / "runs" / "run"
    assert f"stands at step 1 of {steps}" in begun
    assert f"stands at step {steps} of {steps}" in ended
    commands = [json.loads(line) for line in (run / "commands.jsonl").read_text().splitlines()]
    assert [command["backend"] for command in commands] == ["jax", "tensorflow"]
    log = [json.loads(line) for line in (run / "log.jsonl").read_text().splitlines()]
    scores = [entry["dev_loss"] for entry in log if "dev_loss" in entry]
    assert len(scores) == 2
    assert np.isfinite(scores).all()
