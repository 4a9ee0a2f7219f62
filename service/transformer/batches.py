"""Mix the sources by weight and cut the mix into batches of one length each.

The whole order follows from seed and epoch, so that a place in it is two numbers.
"""

import dataclasses
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from transformer.config import TrainingConfig
from transformer.shards import Shard, concatenate
from transformer.text import PAD, START

Matrix = NDArray[np.int32]


@dataclasses.dataclass(frozen=True)
class Position:
    """Name the next batch: its epoch and its number therein."""

    epoch: int = 0
    batch: int = 0


@dataclasses.dataclass(frozen=True)
class Batch:
    """Hold one step's tokens, padded.

    Args:
        source: (B, S), closed by END.
        target: (B, T), begins with START.
        wanted: (B, T), what is to follow each target token; closed by END.
        after: Where the next batch is found.
    """

    source: Matrix
    target: Matrix
    wanted: Matrix
    after: Position

    @property
    def target_tokens(self) -> int:
        """Count the tokens that are no padding."""
        return int(np.count_nonzero(self.wanted != PAD))


class Mix:
    """Give out the batches of several sources, epoch after epoch."""

    def __init__(
        self, shards: Sequence[Shard], weights: Sequence[float], config: TrainingConfig
    ) -> None:
        """Take the shards, how often each is seen in an epoch, and the batches' sizes."""
        self._pairs = concatenate(shards)
        self._sizes = [len(shard) for shard in shards]
        self._weights = weights
        self._config = config
        self._buckets = np.array(config.buckets)
        self._bucket_of = np.searchsorted(self._buckets, self._pairs.lengths)

    def batches(self, start: Position) -> Iterator[Batch]:
        """Yield batches without end, beginning at a position."""
        epoch, first = start.epoch, start.batch
        while True:
            plan = self._plan(epoch)
            for number in range(first, len(plan)):
                last = number + 1 == len(plan)
                after = Position(epoch + 1) if last else Position(epoch, number + 1)
                yield self._batch(*plan[number], after=after)
            epoch, first = epoch + 1, 0

    def _plan(self, epoch: int) -> list[tuple[int, NDArray[np.int64]]]:
        """Return an epoch's batches, each as its length and the numbers of its pairs."""
        chance = np.random.default_rng([self._config.seed, epoch])
        chosen = chance.permutation(self._draw(chance))
        plan = []
        for bucket, length in enumerate(self._config.buckets):
            members = chosen[self._bucket_of[chosen] == bucket]
            rows = self._rows(length)
            plan += [(length, members[i : i + rows]) for i in range(0, len(members), rows)]
        chance.shuffle(plan)
        return plan

    def _draw(self, chance: np.random.Generator) -> NDArray[np.int64]:
        """Choose pairs: weight 2.3 takes each pair twice, and three in ten once more."""
        drawn = []
        first = 0
        for size, weight in zip(self._sizes, self._weights, strict=True):
            every = np.arange(first, first + size)
            drawn += [every] * int(weight)
            drawn.append(chance.permutation(every)[: round(size * (weight % 1))])
            first += size
        return np.concatenate(drawn)

    def _rows(self, length: int) -> int:
        return max(1, self._config.tokens_per_batch // length)

    def _batch(self, length: int, members: NDArray[np.int64], *, after: Position) -> Batch:
        """Fill a batch; one with too few pairs gets empty rows, so that shapes stay few."""
        shape = self._rows(length), length
        indices = members.tolist()
        wanted = self._pairs.target.padded(indices, shape=shape)
        target = np.full(shape, START, np.int32)
        target[:, 1:] = wanted[:, :-1]
        return Batch(self._pairs.source.padded(indices, shape=shape), target, wanted, after)
