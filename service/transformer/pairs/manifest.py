"""Note in ``manifest.json`` what a prepared folder was made from."""

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

from transformer.errors import PreparationError
from transformer.files import write_text
from transformer.pairs.held_out import DEV
from transformer.pairs.shards import sha256, shard_file

MANIFEST_FILE = "manifest.json"
VOCABULARY_FILE = "vocabulary.model"
PREPARE = "run `python -m transformer.prepare`"


def read_manifest(prepared: Path) -> dict[str, Any]:
    """Return what was noted; nothing, if the folder is not prepared."""
    path = prepared / MANIFEST_FILE
    if not path.is_file():
        return {}
    noted: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return noted


def write_manifest(prepared: Path, noted: dict[str, Any]) -> None:
    """Note it."""
    text = json.dumps(noted, indent=1, ensure_ascii=False)
    write_text(prepared / MANIFEST_FILE, text + "\n")


def check_prepared(prepared: Path, names: Collection[str]) -> None:
    """See that a folder was prepared to its end, and that shards of these names belong to it.

    Raises:
        PreparationError: It was not, its vocabulary is another, or a shard is not noted or missing.
    """
    noted = read_manifest(prepared)
    if not noted:
        raise PreparationError(f"{prepared / MANIFEST_FILE} is missing; {PREPARE} first")
    if noted.get("from") is None:
        raise PreparationError(f"the preparation of {prepared} was cut off; {PREPARE} again")
    if not _has_its_vocabulary(prepared, noted):
        raise PreparationError(
            f"{prepared / VOCABULARY_FILE} is not the one that the manifest beside it notes; "
            f"{PREPARE} again"
        )
    unknown = sorted(set(names) - set(noted.get("pairs", ())) - set(noted.get("synthesised", ())))
    if unknown:
        raise PreparationError(
            f"{prepared} was prepared without {', '.join(unknown)}; {PREPARE} with these sources, "
            "or `python -m transformer.synthesise` for what a model writes"
        )
    missing = [path for name in names if not (path := shard_file(prepared, name)).is_file()]
    if missing:
        raise PreparationError(f"{missing[0]} is missing; {PREPARE} again")


def note_synthesised(prepared: Path, name: str, facts: dict[str, Any]) -> None:
    """Note a shard that a model wrote.

    Raises:
        PreparationError: The folder is not prepared.
    """
    noted = read_manifest(prepared)
    if not noted:
        raise PreparationError(f"{prepared / MANIFEST_FILE} is missing; {PREPARE} first")
    noted.setdefault("synthesised", {})[name] = facts
    write_manifest(prepared, noted)


def kept_synthesised(prepared: Path, before: dict[str, Any], *, vocabulary: str) -> dict[str, Any]:
    """Return the notes of the shards that models wrote in this vocabulary's pieces."""
    synthesised: dict[str, Any] = before.get("synthesised", {})
    if before.get("vocabulary") != vocabulary:
        return {}
    return {
        name: facts for name, facts in synthesised.items() if shard_file(prepared, name).is_file()
    }


def is_whole(prepared: Path, noted: dict[str, Any]) -> bool:
    """Say whether all is there that was noted, and the vocabulary is the one that was noted."""
    names = (*noted.get("pairs", ()), *noted.get("synthesised", ()), DEV)
    there = all(shard_file(prepared, name).is_file() for name in names)
    return there and _has_its_vocabulary(prepared, noted)


def _has_its_vocabulary(prepared: Path, noted: dict[str, Any]) -> bool:
    path = prepared / VOCABULARY_FILE
    return path.is_file() and sha256(path) == noted.get("vocabulary")


def delete_others(prepared: Path, names: Collection[str]) -> None:
    """Delete all shards but these."""
    kept = {shard_file(prepared, name) for name in names}
    for path in sorted(set(prepared.glob("*.npz")) - kept):
        path.unlink()
        print(f"{path.name} is of no source in use, or in other pieces, and is deleted", flush=True)
