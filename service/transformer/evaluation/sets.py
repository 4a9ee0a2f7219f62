"""Read the sets of ``eval/``: sentences to be scored on, and never to be learnt from."""

import dataclasses
import itertools
from collections.abc import Sequence
from pathlib import Path

from transformer.directions import ENGLISH_SPANISH, Direction
from transformer.errors import EvaluationError, TextMissingError
from transformer.pairs.cleaning import read_lines


@dataclasses.dataclass(frozen=True)
class EvaluationSet:
    """Hold one set in one direction.

    Args:
        name: The files' name.
        sources: The sentences to translate.
        references: One translation each.
        further: More rows of references, filled up with None; none where the set has one only.
    """

    name: str
    sources: Sequence[str]
    references: Sequence[str]
    further: Sequence[Sequence[str | None]] = ()


def read_set(text: Path, name: str, direction: Direction) -> EvaluationSet:
    """Read ``eval/NAME.en`` and ``eval/NAME.es``, and all references where they are kept.

    Raises:
        TextMissingError: There is no such set.
        EvaluationError: The files do not belong together.
    """
    folder = text / "eval"
    sources, references = (
        _lines(folder, f"{name}.{language}") for language in (direction.source, direction.target)
    )
    if len(sources) != len(references):
        raise EvaluationError(
            f"{folder}/{name}.* have {len(sources)} and {len(references)} lines; "
            "both must have the same number: restore them"
        )
    several = folder / f"{name}.multiref.tsv"
    if direction != ENGLISH_SPANISH or not several.is_file():
        return EvaluationSet(name, sources, references)
    return EvaluationSet(
        name, sources, references, _further_references(several, sources, references)
    )


def _further_references(
    path: Path, sources: Sequence[str], references: Sequence[str]
) -> list[tuple[str | None, ...]]:
    """Turn lines of a source and all its references into rows that go beside the first one."""
    lines = [line.split("\t") for line in _lines(path.parent, path.name)]
    if [line[0] for line in lines] != list(sources):
        raise EvaluationError(f"{path} is not aligned with the set beside it; restore it")
    others = (
        [one for one in line[1:] if one != first]
        for line, first in zip(lines, references, strict=True)
    )
    return list(itertools.zip_longest(*others))


def _lines(folder: Path, name: str) -> list[str]:
    """Read lines that a line feed ends and nothing else: a sentence may hold other separators."""
    path = folder / name
    if not path.is_file():
        there = sorted(found.stem for found in folder.glob("*.en"))
        remedy = (
            f"name sets with --sets; {folder} has {', '.join(there)}"
            if there
            else "name the folder that holds eval/ in TRADUCTOR_TEXT or with --text"
        )
        raise TextMissingError(f"{path} is missing; {remedy}")
    return read_lines(path)
