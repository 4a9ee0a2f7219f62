"""Train, or go on training: ``python -m transformer.train --minutes 9``."""

import argparse
import dataclasses
import functools
import importlib.metadata
import json
import platform
import signal
import sys
from pathlib import Path
from typing import Any

import keras

from transformer import paths
from transformer.batches import Mix
from transformer.catalogue import WEIGHTS
from transformer.config import ModelConfig, TrainingConfig
from transformer.errors import PreparationError, RunMismatchError
from transformer.shards import read_shard, sha256
from transformer.training import Trainer, build

PACKAGES = ("keras", "numpy", "sentencepiece")
# What may differ between two runs of the command in one run folder.
MAY_CHANGE = {"steps", "checkpoint_seconds", "checkpoints_kept"}


def main() -> None:
    """Read the arguments, note down what is about to happen, and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=9)
    parser.add_argument("--run", default="en-es", help="the folder's name in .cache/runs")
    parser.add_argument("--steps", type=int, default=TrainingConfig.steps)
    parser.add_argument("--prepared", type=Path, default=paths.PREPARED)
    options = parser.parse_args()
    folder = paths.RUNS / options.run
    folder.mkdir(parents=True, exist_ok=True)
    config = TrainingConfig(steps=options.steps)
    model_config = ModelConfig()
    note_run(folder, describe(model_config, config, prepared=options.prepared))
    trainer = Trainer(
        build(model_config, config),
        load_mix(options.prepared, config),
        config,
        folder,
        report=functools.partial(print, flush=True),
    )
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, trainer.stop)
    trainer.run(seconds=options.minutes * 60)


def load_mix(prepared: Path, config: TrainingConfig) -> Mix:
    """Read the shards of all sources in use."""
    shards = [read_shard(prepared / f"{name}.npz") for name in WEIGHTS]
    return Mix(shards, list(WEIGHTS.values()), config)


def describe(
    model_config: ModelConfig, config: TrainingConfig, *, prepared: Path
) -> dict[str, Any]:
    """Return all on which the weights depend.

    Raises:
        PreparationError: The text is not prepared.
    """
    manifest = prepared / "manifest.json"
    if not manifest.is_file():
        raise PreparationError(f"{manifest} is missing; run `python -m transformer.prepare` first")
    return {
        "model": dataclasses.asdict(model_config),
        "training": dataclasses.asdict(config) | {"buckets": list(config.buckets)},
        "mix": dict(WEIGHTS),
        "data": {path.name: sha256(path) for path in sorted(prepared.glob("*.npz"))},
        "vocabulary": sha256(prepared / "vocabulary.model"),
    }


def note_run(folder: Path, description: dict[str, Any]) -> None:
    """Write ``run.json``; add the command to ``commands.txt``.

    Raises:
        RunMismatchError: The folder's run was begun with something else.
    """
    path = folder / "run.json"
    if path.is_file():
        before = json.loads(path.read_text(encoding="utf-8"))
        differing = [key for key in description if _fixed(before[key]) != _fixed(description[key])]
        if differing:
            raise RunMismatchError(
                f"{path} was begun with another {', '.join(differing)}; choose another --run"
            )
    path.write_text(json.dumps(description, indent=1) + "\n", encoding="utf-8")
    versions = {name: importlib.metadata.version(name) for name in PACKAGES}
    line = {
        "command": sys.argv,
        "python": platform.python_version(),
        "backend": keras.backend.backend(),
        **versions,
    }
    with (folder / "commands.jsonl").open("a", encoding="utf-8") as commands:
        commands.write(json.dumps(line) + "\n")


def _fixed(part: Any) -> Any:
    if not isinstance(part, dict):
        return part
    return {key: value for key, value in part.items() if key not in MAY_CHANGE}


if __name__ == "__main__":
    main()
