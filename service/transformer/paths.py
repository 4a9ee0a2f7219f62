"""Where text, prepared data, runs and the served model lie; nothing else knows a path."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CACHE = Path(os.environ.get("TRADUCTOR_CACHE", ROOT / ".cache"))
PREPARED = CACHE / "text"
RUNS = CACHE / "runs"
SERVED_MODELS = ROOT / "service" / "model"
EVALUATION = ROOT / "build"


def served_model(direction: str) -> Path:
    """Name the folder of the model that is served for a direction."""
    return SERVED_MODELS / direction


def text_folder() -> Path:
    """Name the folder with ``train/`` and ``eval/``: TRADUCTOR_TEXT, or beside the project."""
    return Path(os.environ.get("TRADUCTOR_TEXT", ROOT.parent / "shared" / "data"))
