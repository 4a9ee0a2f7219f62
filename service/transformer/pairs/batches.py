"""Mix the sources by weight and cut the mix into batches of one length each.

The whole order follows from seed and epoch, so that a place in it is two numbers.
"""

import dataclasses
import itertools
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from transformer.config import TrainingConfig
from transformer.pairs.shards import Shard, concatenate
from transformer.text import PAD, START

Matrix = NDArray[np.int32]
Numbers = NDArray[np.int64]

MOST_JOINED = 10


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


@dataclasses.dataclass(frozen=True)
class _Drawn:
    """Hold an epoch's pairs in random order, cut into items: most are one pair, some are joined.

    Args:
        pairs: The numbers of the pairs.
        starts: Where in ``pairs`` each item begins.
        counts: How many pairs it joins.
        lengths: How many pieces its longer side has.
    """

    pairs: Numbers
    starts: Numbers
    counts: Numbers
    lengths: Numbers

    def members(self, item: int) -> Numbers:
        """Return the numbers of an item's pairs."""
        return self.pairs[self.starts[item] : self.starts[item] + self.counts[item]]


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
        self._source_lengths = self._pairs.source.lengths
        self._target_lengths = self._pairs.target.lengths

    def batches(self, start: Position) -> Iterator[Batch]:
        """Yield batches without end, beginning at a position."""
        yield from self.epoch(start.epoch, first=start.batch)
        for number in itertools.count(start.epoch + 1):
            yield from self.epoch(number)

    def epoch(self, epoch: int, *, first: int = 0) -> Iterator[Batch]:
        """Yield the batches of one epoch, beginning at a number therein."""
        drawn, plan = self._plan(epoch)
        for number in range(first, len(plan)):
            last = number + 1 == len(plan)
            after = Position(epoch + 1) if last else Position(epoch, number + 1)
            length, items = plan[number]
            members = [drawn.members(item) for item in items.tolist()]
            yield self._batch(length, members, after=after)

    def _plan(self, epoch: int) -> tuple[_Drawn, list[tuple[int, Numbers]]]:
        """Return what an epoch draws, and its batches, each as its length and its items."""
        chance = np.random.default_rng([self._config.seed, epoch])
        drawn = self._join(chance.permutation(self._draw(chance)), chance)
        bucket_of = np.searchsorted(self._config.buckets, drawn.lengths)
        plan = []
        for bucket, length in enumerate(self._config.buckets):
            items = np.flatnonzero(bucket_of == bucket)
            rows = self._rows(length)
            plan += [(length, items[i : i + rows]) for i in range(0, len(items), rows)]
        chance.shuffle(plan)
        return drawn, plan

    def _join(self, pairs: Numbers, chance: np.random.Generator) -> _Drawn:
        """Cut the pairs, which are in random order already, into items."""
        joined = int(len(pairs) * self._config.joined_share)
        counts = chance.integers(2, MOST_JOINED + 1, 2 * joined // (2 + MOST_JOINED))
        counts = counts[np.cumsum(counts) <= joined]
        counts = np.concatenate([counts, np.ones(len(pairs) - counts.sum(), np.int64)])
        starts = np.cumsum(counts) - counts
        sides = (self._source_lengths, self._target_lengths)
        # Of the END that closes each sentence only the last stays.
        lengths = [np.add.reduceat(side[pairs], starts) - counts + 1 for side in sides]
        return _Drawn(pairs, starts, counts, np.maximum(*lengths))

    def _draw(self, chance: np.random.Generator) -> Numbers:
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

    def _batch(self, length: int, members: Sequence[Numbers], *, after: Position) -> Batch:
        """Fill a batch; one with too few items gets empty rows, so that shapes stay few."""
        shape = self._rows(length), length
        wanted = self._pairs.target.padded(members, shape=shape)
        target = np.full(shape, START, np.int32)
        target[:, 1:] = wanted[:, :-1]
        return Batch(self._pairs.source.padded(members, shape=shape), target, wanted, after)
