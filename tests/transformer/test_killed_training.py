"""A training that is killed goes on as if nothing had happened."""

import random
import subprocess
import time
from pathlib import Path

import numpy as np

from tests.transformer.commands import CHECKPOINT_STEPS, PATIENCE_SECONDS, STEPS, finish, start


def kill_somewhere(process: "subprocess.Popen[str]", run: Path) -> str:
    """Kill a training a random part of an interval after a random checkpoint; say where."""
    checkpoint = random.randint(2, STEPS // CHECKPOINT_STEPS - 3)  # noqa: S311 - no secret
    part = random.random()  # noqa: S311 - no secret
    before = wait_for_checkpoints(run, checkpoint - 1)
    after = wait_for_checkpoints(run, checkpoint)
    time.sleep(part * (after - before))
    assert process.poll() is None
    process.kill()
    process.communicate()
    return f"killed {part:.2f} of an interval after checkpoint {checkpoint}"


def wait_for_checkpoints(run: Path, number: int) -> float:
    """Wait until that many were written and return the time (seconds)."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while len(list(run.glob("weights-*.npz"))) < number:
        assert time.monotonic() < deadline
        time.sleep(0.001)
    return time.monotonic()


def test_a_killed_training_ends_with_the_weights_of_one_never_killed(prepared: Path) -> None:
    runs = prepared.parent / "runs"

    said = finish(start("straight", prepared))
    killed = start("killed", prepared)
    place = kill_somewhere(killed, runs / "killed")
    finish(start("killed", prepared))

    assert f"stands at step {STEPS}" in said
    assert (runs / "straight" / "curves.png").read_bytes()[:4] == b"\x89PNG"
    for name in ("state.npz", f"weights-{STEPS:08}.npz"):
        with np.load(runs / "straight" / name) as one, np.load(runs / "killed" / name) as other:
            assert one.files == other.files
            for key in one.files:
                np.testing.assert_array_equal(one[key], other[key], place)


def test_a_run_is_not_taken_up_with_something_else(prepared: Path) -> None:
    finish(start("run", prepared))
    (prepared / "small.npz").write_bytes((prepared / "small.npz").read_bytes() + b" ")

    changed = start("run", prepared)
    _, errors = changed.communicate(timeout=PATIENCE_SECONDS)

    assert changed.returncode == 2
    assert errors.splitlines()[-1].startswith("error: ")
    assert "begun with another data; choose another --run" in errors
    assert "Traceback" not in errors
