"""Keep the state of a training in a run's folder, and average the weights kept there.

``state.npz`` is all that a resumption needs; ``weights-STEP.npz`` are the model's alone.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from transformer.errors import NoCheckpointError
from transformer.pairs.batches import Position

Arrays = list[NDArray[Any]]

STATE = "state.npz"


def save_state(folder: Path, model: keras.Model, *, position: Position) -> None:
    """Write all that a resumption needs."""
    place = np.array([position.epoch, position.batch])
    _write(folder / STATE, [place, *_values(_state(model))])


def restore_state(folder: Path, model: keras.Model) -> Position:
    """Set model and optimizer to the state last saved, if there is one; return its position."""
    path = folder / STATE
    if not path.is_file():
        return Position()
    place, *values = _read(path)
    for variable, value in zip(_state(model), values, strict=True):
        variable.assign(value)
    return Position(*(int(number) for number in place))


def save_weights(folder: Path, model: keras.Model, *, kept: int) -> None:
    """Write the weights at this step; of all that were written the last ``kept`` stay."""
    step = int(model.optimizer.iterations)
    _write(folder / f"weights-{step:08}.npz", _values(model.weights))
    for outdated in weight_files(folder)[:-kept]:
        outdated.unlink()


def drop_weights_between(folder: Path, *, steps: int) -> None:
    """Delete weights that no checkpoint wrote: those at steps that are no multiple of ``steps``."""
    for path in weight_files(folder):
        if step_of(path) % steps:
            path.unlink()


def step_of(path: Path) -> int:
    """Return the step at which weights were written."""
    return int(path.stem.removeprefix("weights-"))


def weight_files(folder: Path) -> list[Path]:
    """List the weights kept, oldest first."""
    return sorted(folder.glob("weights-*.npz"))


def assign_weights(model: keras.Model, values: Arrays) -> None:
    """Give a model its weights."""
    for variable, value in zip(model.weights, values, strict=True):
        variable.assign(value)


def write_weights(path: Path, values: Arrays) -> None:
    """Write weights of another origin than a model's."""
    _write(path, values)


def read_weights(path: Path) -> Arrays:
    """Read weights."""
    return _read(path)


def average_weights(paths: Sequence[Path]) -> Arrays:
    """Return the mean of several weights.

    Raises:
        NoCheckpointError: There are none.
    """
    if not paths:
        raise NoCheckpointError("this run has no checkpoint yet; run `python -m transformer.train`")
    total = [value.astype(np.float32) for value in _read(paths[0])]
    for path in paths[1:]:
        total = [mean + value for mean, value in zip(total, _read(path), strict=True)]
    return [value / np.float32(len(paths)) for value in total]


def to_numpy(variable: keras.Variable) -> NDArray[Any]:
    """Return a copy of a variable's value, on every backend."""
    return np.array(keras.ops.convert_to_numpy(keras.ops.copy(variable)))


def _state(model: keras.Model) -> list[keras.Variable]:
    return [*model.variables, *model.optimizer.variables]


def _values(variables: Sequence[keras.Variable]) -> Arrays:
    return [to_numpy(variable) for variable in variables]


def _write(path: Path, arrays: Arrays) -> None:
    """Write beside and rename, so that a kill leaves the old file or the new one, never half."""
    beside = path.with_suffix(".part")
    with beside.open("wb") as file:
        np.savez(file, *arrays)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _read(path: Path) -> Arrays:
    with np.load(path) as arrays:
        return [arrays[f"arr_{number}"] for number in range(len(arrays.files))]
