"""Keep what a run was told in its folder, so that it goes on the same way or not at all.

``run.json`` holds all on which the weights depend; ``commands.jsonl`` gets a line each time that
the run is taken up; ``vocabulary.model`` is a copy of the vocabulary that its tokens belong to, and
``first-weights.npz`` of the weights that it began with, if they were not left to chance.
"""

import dataclasses
import importlib.metadata
import json
import platform
import shutil
import sys
import time
from pathlib import Path
from typing import Any, Self

import keras

from transformer import paths
from transformer.config import ModelConfig, TrainingConfig
from transformer.directions import DIRECTIONS, Direction
from transformer.errors import RunMismatchError
from transformer.files import write_text
from transformer.pairs.manifest import VOCABULARY_FILE, check_prepared
from transformer.pairs.shards import sha256, shard_file
from transformer.text import Vocabulary
from transformer.training.checkpoints import (
    STATE,
    Arrays,
    average_weights,
    step_of,
    weight_files,
    write_weights,
)

CHECKPOINTS_AVERAGED = 3
RUN_FILE = "run.json"
COMMANDS = "commands.jsonl"
FIRST_WEIGHTS = "first-weights.npz"
PACKAGES = ("keras", "numpy", "sentencepiece", "sacrebleu")
# What may differ between two commands that take up the same run.
MAY_CHANGE = frozenset({"steps", "checkpoints_kept"})


@dataclasses.dataclass(frozen=True)
class Run:
    """Describe a training: what is learnt, from what, and how.

    Args:
        direction: Which language is read and which is written.
        model: The model's sizes.
        training: How the weights are found.
        mix: How often each pair of a source is seen in an epoch.
        data: The checksum of each source's shard.
        vocabulary: The checksum of the vocabulary.
        from_run: The run whose weights this one begins with, if any.
        first_weights: The checksums of those weights, of which ``first-weights.npz`` is the mean.
    """

    direction: Direction
    model: ModelConfig
    training: TrainingConfig
    mix: dict[str, float]
    data: dict[str, str]
    vocabulary: str
    from_run: str | None = None
    first_weights: tuple[str, ...] = ()

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read what ``begin`` wrote.

        Raises:
            RunMismatchError: There is no such run.
        """
        path = folder / RUN_FILE
        if not path.is_file():
            raise RunMismatchError(
                f"{folder} holds no run; `python -m transformer.train` makes one"
            )
        values = json.loads(path.read_text(encoding="utf-8"))
        training = values["training"] | {"buckets": tuple(values["training"]["buckets"])}
        return cls(
            **values
            | {
                "direction": DIRECTIONS[values["direction"]],
                "model": ModelConfig(**values["model"]),
                "training": TrainingConfig(**training),
                "first_weights": tuple(values["first_weights"]),
            }
        )

    def as_dict(self) -> dict[str, Any]:
        """Return what ``run.json`` holds."""
        return dataclasses.asdict(self) | {"direction": self.direction.name}


def describe(
    *,
    direction: Direction,
    model: ModelConfig,
    training: TrainingConfig,
    mix: dict[str, float],
    prepared: Path,
    from_run: str | None = None,
) -> Run:
    """Look at the prepared text, and return the run that is wanted.

    Raises:
        PreparationError: The text is not prepared.
    """
    check_prepared(prepared, mix)
    vocabulary = prepared / VOCABULARY_FILE
    return Run(
        direction,
        dataclasses.replace(model, vocabulary=len(Vocabulary(vocabulary))),
        training,
        mix,
        {name: sha256(shard_file(prepared, name)) for name in mix},
        sha256(vocabulary),
        from_run,
    )


def begin(folder: Path, wanted: Run, *, prepared: Path) -> Run:
    """Write down what is about to be trained, or see that it is what was begun; return it.

    Raises:
        RunMismatchError: The folder's run was begun with something else, or cannot go on; or the
            weights that a new one is to begin with do not fit.
    """
    if (folder / RUN_FILE).is_file():
        wanted = dataclasses.replace(wanted, first_weights=Run.read(folder).first_weights)
        _refuse_another(folder, wanted)
    else:
        mean, checksums = _first_weights(wanted)
        wanted = dataclasses.replace(wanted, first_weights=checksums)
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(prepared / VOCABULARY_FILE, folder / VOCABULARY_FILE)
        if mean:
            write_weights(folder / FIRST_WEIGHTS, mean)
    write_text(folder / RUN_FILE, json.dumps(wanted.as_dict(), indent=1) + "\n")
    _note_command(folder)
    return wanted


def _refuse_another(folder: Path, wanted: Run) -> None:
    before = Run.read(folder)
    differing = _differences(before, wanted)
    if differing:
        raise RunMismatchError(
            f"{folder} was begun with another {', '.join(differing)}; choose another --run"
        )
    written = weight_files(folder)
    if written and not (folder / STATE).is_file():
        raise RunMismatchError(
            f"{folder} holds weights alone; begin another --run with --from-run {folder.name}"
        )
    cooling = (1 - before.training.cool_down_share) * before.training.steps
    moved = wanted.training.steps != before.training.steps
    if moved and written and step_of(written[-1]) >= cooling:
        raise RunMismatchError(
            f"{folder} has begun to cool down towards step {before.training.steps:,}, which cannot "
            f"be moved any more; begin another --run with --from-run {folder.name}"
        )


def _first_weights(wanted: Run) -> tuple[Arrays, tuple[str, ...]]:
    """Return the weights that a run begins with, and the checksums of those they are a mean of."""
    if wanted.from_run is None:
        return [], ()
    origin = paths.RUNS / wanted.from_run
    described = Run.read(origin)
    if (described.model, described.vocabulary) != (wanted.model, wanted.vocabulary):
        raise RunMismatchError(
            f"the weights of {wanted.from_run} fit another size or another vocabulary; give its "
            f"--size, and prepare with --vocabulary {origin / VOCABULARY_FILE}"
        )
    files = weight_files(origin)[-CHECKPOINTS_AVERAGED:]
    return average_weights(files), tuple(sha256(path) for path in files)


def _differences(before: Run, wanted: Run) -> list[str]:
    one, other = before.as_dict(), wanted.as_dict()
    found = [key for key in one if key != "training" and one[key] != other[key]]
    return found + [
        key
        for key, value in one["training"].items()
        if key not in MAY_CHANGE and value != other["training"][key]
    ]


def _note_command(folder: Path) -> None:
    backend = keras.backend.backend()
    program = Path(sys.argv[0]).stem
    line = {
        "time": round(time.time()),
        "command": ["transformer" + f".{program}" * (program != "__main__"), *sys.argv[1:]],
        "python": platform.python_version(),
        "backend": backend,
        backend: sys.modules[backend].__version__,
        **{name: importlib.metadata.version(name) for name in PACKAGES},
    }
    with (folder / COMMANDS).open("a", encoding="utf-8") as commands:
        commands.write(json.dumps(line) + "\n")
