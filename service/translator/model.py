"""The folder of a trained model: which files it has, and what its metadata promises."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from translator.errors import ModelError

MODELS_DIRECTORY = Path(__file__).resolve().parents[1] / "model"
TOKENIZER_FILE = "sentencepiece.model"
METADATA_FILE = "metadata.json"
CTRANSLATE2_FILES = ("model.bin", "config.json", "shared_vocabulary.json")
TENSORFLOW_FILES = ("saved_model/saved_model.pb",)


@dataclass(frozen=True, kw_only=True)
class Model:
    """A model on disk, looked at but not loaded.

    Args:
        source: the language it reads, as ISO 639-1.
        target: the language it writes.
        version: which training it came from.
        max_source_tokens: the longest input it can take, its end mark included.
        max_target_tokens: the longest output it can give.
    """

    directory: Path
    source: str
    target: str
    version: str
    max_source_tokens: int
    max_target_tokens: int

    @classmethod
    def in_directory(cls, directory: Path, *, files: Sequence[str] = CTRANSLATE2_FILES) -> Self:
        """Read the metadata of a model.

        Args:
            directory: where it is.
            files: what the decoder needs besides the vocabulary and the metadata.

        Raises:
            ModelError: a file is missing, or the metadata cannot be used.
        """
        needed = (*files, TOKENIZER_FILE, METADATA_FILE)
        missing = [name for name in needed if not (directory / name).is_file()]
        if missing:
            raise ModelError(directory, f"{', '.join(missing)} missing")
        try:
            metadata = json.loads((directory / METADATA_FILE).read_text(encoding="utf-8"))
            return cls(directory=directory, **_facts(metadata))
        except (ValueError, TypeError, KeyError) as error:
            raise ModelError(directory, f"{METADATA_FILE} cannot be used ({error!r})") from error


def _facts(metadata: dict[str, Any]) -> dict[str, Any]:
    return {
        "source": str(metadata["source"]),
        "target": str(metadata["target"]),
        "version": str(metadata["version"]),
        "max_source_tokens": int(metadata["max_source_tokens"]),
        "max_target_tokens": int(metadata["max_target_tokens"]),
    }
