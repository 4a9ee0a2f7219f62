"""What every translator that is measured can do."""

from collections.abc import Sequence
from typing import Protocol


class Program(Protocol):
    """A translator, English to Spanish, in this process."""

    def one(self, text: str, pieces: int) -> str:
        """Translate one sentence, in as many pieces of the vocabulary if it can choose."""
        ...

    def many(self, texts: Sequence[str]) -> list[str]:
        """Translate sentences, together if it can."""
        ...
