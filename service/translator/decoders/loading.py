"""What the decoders have in common: a model that is loaded into one process, after the fork."""

import os
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sentencepiece import SentencePieceProcessor

from translator.errors import EngineError
from translator.model import TOKENIZER_FILE, Model


@dataclass(frozen=True)
class Loaded:
    """What one process holds.

    Args:
        process: the number of that process.
        tokenizer: the model's vocabulary.
        runtime: the weights with what runs them; neither runtime carries types.
    """

    process: int
    tokenizer: SentencePieceProcessor
    runtime: Any


class LoadedAfterFork(ABC):
    """Hold a model's files before the server forks, and the loaded model after it.

    Both runtimes start threads, and these do not come along into a forked process.

    Args:
        model: the files.
    """

    def __init__(self, model: Model) -> None:
        self._model = model
        self._loaded: Loaded | None = None

    @property
    def model(self) -> Model:
        """Say which model it runs."""
        return self._model

    def load(self) -> None:
        """Load the model into this process; call it after the fork.

        Raises:
            EngineError: the files are there but cannot be loaded.
        """
        directory = self._model.directory
        try:
            tokenizer = SentencePieceProcessor(model_file=str(directory / TOKENIZER_FILE))
            self._loaded = Loaded(os.getpid(), tokenizer, self._runtime(directory))
        except (RuntimeError, OSError, ValueError) as error:
            raise EngineError(f"the model in {directory} cannot be loaded: {error}") from error

    @abstractmethod
    def _runtime(self, directory: Path) -> Any:
        """Load the weights."""

    def _ready(self) -> Loaded:
        # What was loaded before a fork would wait for threads that did not come along.
        if self._loaded is None or self._loaded.process != os.getpid():
            raise EngineError("the engine is not loaded in this process; call load() first")
        return self._loaded
