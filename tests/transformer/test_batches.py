"""Sources are mixed by weight, in an order that can be taken up again anywhere."""

import itertools
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from transformer.config import TrainingConfig
from transformer.errors import PreparationError
from transformer.pairs.batches import Batch, Mix, Position
from transformer.pairs.shards import Shard, read_shard, write_shard
from transformer.text import END, PAD, START


@pytest.fixture
def shards(tmp_path: Path) -> list[Shard]:
    """Write and read two sources of 40 pairs; the first piece of a pair tells which it is."""
    paths = []
    for first in (100, 200):
        english = [[first + i] * (1 + i % 12) + [END] for i in range(40)]
        paths.append(tmp_path / f"{first}.npz")
        write_shard(paths[-1], source=english, target=[[*line[:2], END] for line in english])
    return [read_shard(path) for path in paths]


def mix(shards: list[Shard], weights: Sequence[float]) -> Mix:
    """Mix with small batches; the longest sentences find no bucket."""
    config = TrainingConfig(tokens_per_batch=32, buckets=(4, 8), joined_share=0.0)
    return Mix(shards, weights, config)


def epoch(mixture: Mix, number: int) -> list[Batch]:
    """Return the batches of one epoch."""
    return list(mixture.epoch(number))


def pairs_seen(batches: list[Batch]) -> list[int]:
    """Return the telling piece of every pair."""
    return sorted(number for b in batches for number in b.source[:, 0].tolist() if number != PAD)


def test_a_shard_gives_back_its_pairs_shortest_first(shards: list[Shard]) -> None:
    lengths = np.maximum(shards[0].source.lengths, shards[0].target.lengths)

    assert len(shards[0]) == 40
    assert (np.diff(lengths) >= 0).all()
    assert shards[0].source[39].tolist() == [135] * 12 + [END]


def test_a_missing_shard_is_named_with_the_command_that_makes_it(tmp_path: Path) -> None:
    with pytest.raises(PreparationError, match=r"python -m transformer\.prepare"):
        read_shard(tmp_path / "none.npz")


def test_a_weight_says_how_often_a_pair_is_seen(shards: list[Shard]) -> None:
    batches = list(
        itertools.takewhile(lambda b: b.after.epoch < 2, mix(shards, (2, 0.5)).batches(Position()))
    )
    seen = pairs_seen(batches)

    first, second = ([n for n in seen if n // 100 == source] for source in (1, 2))
    assert len(first) > 3 * len(second) > 0


def test_target_and_wish_are_the_same_a_step_apart(shards: list[Shard]) -> None:
    for batch in epoch(mix(shards, (1, 1)), 0):
        np.testing.assert_array_equal(batch.target[:, 1:], batch.wanted[:, :-1])
        assert (batch.target[:, 0] == START).all()
        assert batch.source.size <= 32


def test_a_batch_has_one_of_few_shapes(shards: list[Shard]) -> None:
    shapes = {batch.source.shape for batch in epoch(mix(shards, (1, 1)), 0)}

    assert shapes == {(8, 4), (4, 8)}


def test_epochs_differ_and_repeat_with_the_seed(shards: list[Shard]) -> None:
    first, again, second = (
        [b.source.tolist() for b in epoch(mix(shards, (1, 1)), number)] for number in (0, 0, 1)
    )

    assert first == again
    assert first != second


def test_any_position_is_taken_up_again(shards: list[Shard]) -> None:
    batches = list(itertools.islice(mix(shards, (1, 0.5)).batches(Position()), 40))

    for place in (0, 7, 31):
        resumed = mix(shards, (1, 0.5)).batches(batches[place].after)
        np.testing.assert_array_equal(next(resumed).source, batches[place + 1].source)


def test_joined_pairs_are_whole_and_end_once(shards: list[Shard]) -> None:
    config = TrainingConfig(tokens_per_batch=256, buckets=(8, 128), joined_share=0.5)
    batches = epoch(Mix(shards, (1, 1), config), 0)
    rows = [
        (source[source != PAD].tolist(), wanted[wanted != PAD].tolist())
        for batch in batches
        for source, wanted in zip(batch.source, batch.wanted, strict=True)
        if source[0] != PAD
    ]

    assert any(len(set(source)) > 2 for source, _ in rows)
    for source, wanted in rows:
        assert source.index(END) == len(source) - 1
        assert set(wanted) == set(source)
    assert sum(len(set(source)) - 1 for source, _ in rows) == sum(map(len, shards))
