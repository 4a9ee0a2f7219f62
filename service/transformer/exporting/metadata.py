"""Say in ``metadata.json`` what a user of an exported model must know."""

import json
from pathlib import Path
from typing import Any

from transformer.training.runs import Run

METADATA_FILE = "metadata.json"
TOKENIZER_FILE = "sentencepiece.model"
# The other language takes up to a quarter more pieces.
SOURCE_SHARE = 0.8


def described(run: Path) -> dict[str, Any]:
    """Return what follows from a run alone: languages and limits (in pieces, END included)."""
    facts = Run.read(run)
    longest = facts.training.buckets[-1]
    return {
        "source": facts.direction.source,
        "target": facts.direction.target,
        "run": run.name,
        "max_source_tokens": int(longest * SOURCE_SHARE),
        "max_target_tokens": longest,
    }


def write_metadata(folder: Path, facts: dict[str, Any]) -> None:
    """Write them beside the model."""
    text = json.dumps(facts, indent=1, ensure_ascii=False)
    (folder / METADATA_FILE).write_text(text + "\n", encoding="utf-8")


def read_metadata(folder: Path) -> dict[str, Any] | None:
    """Return what was written, or None if no model is there."""
    path = folder / METADATA_FILE
    if not path.is_file():
        return None
    facts: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return facts
