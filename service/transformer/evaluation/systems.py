"""The translators that are scored side by side on the same sentences."""

import dataclasses
import functools
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from translator.model import METADATA_FILE

from transformer import paths
from transformer.directions import Direction
from transformer.errors import EvaluationError
from transformer.evaluation import apertium
from transformer.evaluation.scores import served_engine

MODEL, BEFORE, APERTIUM, FLOAT32 = "model", "before", "Apertium", "float32"


@dataclasses.dataclass(frozen=True)
class System:
    """Hold a translator.

    Args:
        name: What its column is called.
        about: Which one it is, or why there is none.
        translate: Turns sentences into translations; None where there is no such translator.
    """

    name: str
    about: str
    translate: Callable[[Sequence[str]], list[str]] | None


def all_systems(folder: Path, direction: Direction, *, before: Path | None) -> list[System]:
    """Load the model as served, the one before it, Apertium, and the model in float32.

    Raises:
        EvaluationError: The folder holds no model of this direction.
    """
    metadata = metadata_of(folder)
    found = f"{metadata.get('source')}-{metadata.get('target')}"
    if found != direction.name:
        raise EvaluationError(
            f"{folder} translates {found}, not {direction.name}; name its direction in --direction"
        )
    return [
        System(MODEL, f"{metadata['version']}, int8", served_engine(folder).translate),
        _before(before),
        System(
            APERTIUM,
            apertium.version(),
            functools.partial(apertium.translate, direction=direction),
        ),
        _float32(metadata),
    ]


def metadata_of(folder: Path) -> dict[str, Any]:
    """Read what an exported folder says of itself.

    Raises:
        EvaluationError: It says nothing.
    """
    # Read here and not through transformer.exporting.metadata, which brings all of Keras along.
    path = folder / METADATA_FILE
    if not path.is_file():
        raise EvaluationError(
            f"{folder} holds no exported model; export one into it, or name another folder"
        )
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _before(folder: Path | None) -> System:
    if folder is None:
        return System(BEFORE, "none: not asked for, or git's history has no other weights", None)
    about = f"{metadata_of(folder)['version']}, int8"
    return System(BEFORE, about, served_engine(folder).translate)


def _float32(metadata: dict[str, Any]) -> System:
    """Find the weights before they became int8, in the run that they came from."""
    folder = paths.RUNS / str(metadata.get("run")) / "float32"
    there = (folder / METADATA_FILE).is_file()
    if there and metadata_of(folder).get("version") == metadata["version"]:
        engine = served_engine(folder, compute_type="float32")
        return System(FLOAT32, "the weights before they became int8", engine.translate)
    if metadata.get("float32_scores"):
        return System(FLOAT32, "as recorded when the model was exported", None)
    return System(FLOAT32, "none: the run that the model came from is not here", None)
