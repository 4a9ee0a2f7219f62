"""A text folder, a served folder and an Apertium that are small enough for a test."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from transformer.export import write_model
from transformer.model import Transformer

from tests.transformer.small_text import PAIRS

VERSION = "small-1"


def write_set(text: Path, name: str, pairs: Sequence[tuple[str, str]] = PAIRS) -> None:
    """Write a held-out set."""
    (text / "eval").mkdir(parents=True, exist_ok=True)
    for side, language in enumerate(("en", "es")):
        lines = "".join(f"{pair[side]}\n" for pair in pairs)
        (text / "eval" / f"{name}.{language}").write_text(lines, encoding="utf-8")


def write_served_folder(
    model: Transformer, vocabulary: Path, folder: Path, **more: Any
) -> dict[str, Any]:
    """Export a model with metadata that the service takes; return the metadata."""
    write_model(model, vocabulary, folder)
    metadata = {
        "source": "en",
        "target": "es",
        "version": VERSION,
        "max_source_tokens": 40,
        "max_target_tokens": 60,
    } | more
    (folder / "metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
    return metadata


def write_program(folder: Path, name: str, script: str) -> None:
    """Write a program of one shell command."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
