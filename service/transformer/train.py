"""Train, or go on training: ``python -m transformer.train --minutes 9``.

A run that is taken up again goes on as it was begun; only what is named on the command line is
compared with it.
"""

import argparse
import contextlib
import dataclasses
import math
import signal
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from transformer import paths
from transformer.command import run
from transformer.config import SIZES, TrainingConfig
from transformer.directions import DIRECTIONS, ENGLISH_SPANISH
from transformer.errors import RunMismatchError
from transformer.pairs.batches import Mix
from transformer.pairs.catalogue import WEIGHTS
from transformer.pairs.held_out import DEV
from transformer.pairs.manifest import VOCABULARY_FILE
from transformer.pairs.shards import Shard, read_shard, shard_file
from transformer.text import Vocabulary
from transformer.training.checkpoints import read_weights
from transformer.training.curves import PICTURE
from transformer.training.dev import scorer
from transformer.training.loop import Trainer, build
from transformer.training.runs import (
    FIRST_WEIGHTS,
    RUN_FILE,
    Run,
    begin,
    describe,
)

# The choices that the command line offers; all others are the defaults of TrainingConfig.
CHOICES = {
    "seed": "start of every random choice",
    "steps": "when the learning rate has come down to nothing",
    "steps_before": "steps of the run named with --from-run, for the rate to go on from",
    "warm_up_steps": "when the rate is highest",
    "peak_rate": "the learning rate there",
    "tokens_per_batch": "target tokens that a batch has room for",
    "checkpoint_steps": "steps between two checkpoints",
    "checkpoints_kept": "how many stay",
}


def main() -> None:
    """Read the arguments, note down what is about to happen, and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_options(parser)
    options = parser.parse_args()
    folder = run_folder(options)
    train(options, folder)


def train(options: argparse.Namespace, folder: Path) -> bool:
    """Begin the run that the command line asks for, or go on with it.

    Args:
        options: Those of ``add_options``.
        folder: What ``run_folder`` says.

    Returns:
        False if a signal ended it.
    """
    run = begin(folder, _wanted(options, folder), prepared=options.prepared)
    model = build(run.model, run.training)
    if (folder / FIRST_WEIGHTS).is_file():
        for variable, value in zip(
            model.weights, read_weights(folder / FIRST_WEIGHTS), strict=True
        ):
            variable.assign(value)
    shards, dev = _shards(run, options.prepared)
    vocabulary = Vocabulary(folder / VOCABULARY_FILE)
    trainer = Trainer(
        model,
        Mix(shards, list(run.mix.values()), run.training),
        run.training,
        folder,
        score=scorer(model, dev, vocabulary, run.training),
    )
    with _signals_stop(trainer):
        step = trainer.run(seconds=60 * options.minutes)
    print(f"{folder} stands at step {step:,} of {run.training.steps:,}; see {PICTURE} there")
    return not trainer.stopping


def run_folder(options: argparse.Namespace) -> Path:
    """Return where the run lies that the command line names."""
    return paths.RUNS / (options.run or options.direction or ENGLISH_SPANISH.name)


@contextlib.contextmanager
def _signals_stop(trainer: Trainer) -> Iterator[None]:
    """Let the signals that usually end a process end the training, for as long as it lasts."""
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, trainer.stop) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def parse_mix(sources: Sequence[str], added: Sequence[str] = ()) -> dict[str, float]:
    """Return how often each pair of a source is seen in an epoch.

    Args:
        sources: ``NAME`` or ``NAME=WEIGHT``; none for all that the catalogue uses.
        added: The same, on top of those.

    Raises:
        RunMismatchError: One is not of that form.
    """
    chosen = {} if sources else dict(WEIGHTS)
    for entry in (*sources, *added):
        name, _, weight = entry.partition("=")
        try:
            chosen[name] = float(weight or WEIGHTS.get(name, 1.0))
        except ValueError:
            raise RunMismatchError(
                f"{entry} is no weight; write NAME=NUMBER, tatoeba=1.5 for example"
            ) from None
    return {name: weight for name, weight in chosen.items() if weight}


def _wanted(options: argparse.Namespace, folder: Path) -> Run:
    """Return what the command line asks for; what it leaves open is as it was begun, or usual."""
    usual = Run(ENGLISH_SPANISH, SIZES["small"], TrainingConfig(), parse_mix(()), {}, "")
    before = Run.read(folder) if (folder / RUN_FILE).is_file() else usual
    asked = {name: getattr(options, name) for name in CHOICES if getattr(options, name) is not None}
    mix_given = options.sources or options.add
    return describe(
        direction=DIRECTIONS.get(options.direction, before.direction),
        model=SIZES.get(options.size, before.model),
        training=dataclasses.replace(before.training, **asked),
        mix=parse_mix(options.sources, options.add) if mix_given else before.mix,
        prepared=options.prepared,
        from_run=options.from_run or before.from_run,
    )


def _shards(run: Run, prepared: Path) -> tuple[list[Shard], Shard]:
    """Return the shards of the mix and that of the dev set, read in the run's direction."""
    shards = [read_shard(shard_file(prepared, name)) for name in (*run.mix, DEV)]
    if run.direction != ENGLISH_SPANISH:
        shards = [shard.swapped for shard in shards]
    return shards[:-1], shards[-1]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what ``train`` reads."""
    add = parser.add_argument
    add("--minutes", type=float, default=math.inf, help="stop after that time")
    add("--direction", choices=DIRECTIONS, help="else en-es")
    add("--run", help="the folder's name in .cache/runs; else the direction")
    add("--size", choices=SIZES, help="of the model; else small")
    add("--from-run", help="a run whose weights this one begins with")
    listed: dict[str, Any] = {"nargs": "+", "default": (), "metavar": "NAME[=WEIGHT]"}
    add("--sources", **listed, help="how often each pair is seen; else the catalogue's mix")
    add("--add", **listed, help="sources on top of those")
    add("--prepared", type=Path, default=paths.PREPARED, help="what `prepare` wrote")
    for field in dataclasses.fields(TrainingConfig):
        if field.name in CHOICES:
            kind = float if field.type is float else int
            option = f"--{field.name.replace('_', '-')}"
            add(option, type=kind, help=f"{CHOICES[field.name]}; else {field.default}")


if __name__ == "__main__":
    run(main)
