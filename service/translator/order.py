"""Sentences that a request wants decoded, and what has become of them."""

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from translator.batching import Turn
from translator.decoders.decoder import Decoder, Hypothesis
from translator.demand import Demand

# How often one who waits looks whether anybody still wants the answer.
CHECK_SECONDS = 0.25


@dataclass(frozen=True)
class Order:
    """Sentences to decode, all in the same way.

    Args:
        decoder: what decodes them.
        lengths: of the sentences, in tokens.
        count: how many hypotheses of each.
        guarded: whether the search must not repeat itself.
        is_long: whether they are part of a long text.
    """

    decoder: Decoder
    sentences: Sequence[str]
    lengths: Sequence[int]
    count: int = 1
    guarded: bool = False
    is_long: bool = False


class Job:
    """An order in hand; its sentences are decoded in the order of their lengths.

    Args:
        order: what is wanted.
        demand: until when, and by whom.
    """

    def __init__(self, order: Order, demand: Demand) -> None:
        self.order = order
        self.since = time.monotonic()
        self.outputs: list[list[Hypothesis]] = [[] for _ in order.sentences]
        self.error: Exception | None = None
        self.waiting = sorted(range(len(order.sentences)), key=order.lengths.__getitem__)
        self.news = threading.Event()
        self._undone = len(order.sentences)
        self._demand = demand

    @property
    def is_done(self) -> bool:
        """Tell whether all outputs are there."""
        return not self._undone

    @property
    def is_waiting(self) -> bool:
        """Tell whether sentences of it could go into the next call."""
        return bool(self.waiting) and self.error is None

    @property
    def turn(self) -> Turn:
        """Describe the sentences that wait."""
        order = self.order
        lengths = [order.lengths[number] for number in self.waiting]
        return Turn(self._kind, lengths, self.since, order.is_long)

    @property
    def _kind(self) -> tuple[int, int, bool]:
        return id(self.order.decoder), self.order.count, self.order.guarded

    def take(self, sentences: int) -> list[int]:
        """Take the next ones out of those that wait."""
        taken, self.waiting = self.waiting[:sentences], self.waiting[sentences:]
        return taken

    def give(self, numbers: Sequence[int], outputs: Iterator[list[Hypothesis]]) -> None:
        """Get the outputs of sentences that were taken."""
        for number in numbers:
            self.outputs[number] = next(outputs)
        self._undone -= len(numbers)

    def check(self) -> None:
        """Raise what keeps this job from being finished, if anything does."""
        if self.error is not None:
            raise self.error
        self._demand.check()

    def wait(self) -> None:
        """Wait for the end, for the lead, or a while."""
        rest = self._demand.deadline - time.monotonic()
        self.news.wait(min(CHECK_SECONDS, max(rest, 0.0)))
        self.news.clear()
