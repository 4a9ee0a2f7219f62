"""What every decoder does: sentences in, ranked hypotheses out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from translator.model import Model


@dataclass(frozen=True)
class Hypothesis:
    """One translation of one sentence.

    Args:
        text: on one line; empty if the search was cut off at the model's limit.
        confidence: the geometric mean of the probabilities of its tokens, from 0 to 1.
    """

    text: str
    confidence: float


class Decoder(Protocol):
    """A model in one process; made before the server forks, loaded after it."""

    @property
    def model(self) -> Model:
        """Say which model it runs."""
        ...

    def load(self) -> None:
        """Load the model into this process.

        Raises:
            EngineError: the files are there but cannot be loaded.
        """
        ...

    def count_tokens(self, sentences: Sequence[str]) -> list[int]:
        """Count the tokens that the model would read, without its end mark."""
        ...

    def hypotheses(
        self, sentences: Sequence[str], *, count: int, guarded: bool = False
    ) -> list[list[Hypothesis]]:
        """Translate sentences that fit the model, in one batch.

        Args:
            sentences: each within `model.max_source_tokens`; it is up to the caller how many.
            count: how many hypotheses of each, best first; the search is at least that wide.
            guarded: whether no three tokens may come twice, where a model ran into a loop.
        """
        ...
