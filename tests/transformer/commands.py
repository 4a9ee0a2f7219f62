"""The training's command in a process of its own, on toy size and in its own folder."""

import os
import subprocess
import sys
from pathlib import Path

STEPS = 40
CHECKPOINT_STEPS = 5
PATIENCE_SECONDS = 240

# As on a machine where TensorFlow is not installed.
WITHOUT_TENSORFLOW = """
import runpy, sys
sys.modules["tensorflow"] = None
runpy.run_module("transformer.train", run_name="__main__", alter_sys=True)
"""


def start(
    run: str,
    prepared: Path,
    *,
    steps: int = STEPS,
    minutes: float = PATIENCE_SECONDS / 60,
    backend: str = "tensorflow",
) -> "subprocess.Popen[str]":
    """Start a training, or take it up again; without TensorFlow if another backend is named."""
    options = {
        "--run": run,
        "--prepared": str(prepared),
        "--size": "tiny",
        "--sources": "small",
        "--steps": str(steps),
        "--minutes": str(minutes),
        "--checkpoint-steps": str(CHECKPOINT_STEPS),
        "--tokens-per-batch": "64",
    }
    module = ["-m", "transformer.train"] if backend == "tensorflow" else ["-c", WITHOUT_TENSORFLOW]
    return subprocess.Popen(
        [sys.executable, *module, *(word for pair in options.items() for word in pair)],
        env=os.environ
        | {
            "TRADUCTOR_CACHE": str(prepared.parent),
            "PYTHONPATH": os.pathsep.join(sys.path),
            "KERAS_BACKEND": backend,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: "subprocess.Popen[str]") -> str:
    """Wait for its end and return what it printed."""
    output, errors = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 0, errors
    return output
