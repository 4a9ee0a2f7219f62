"""Which sentences the decoder gets next: the choice by itself, without threads or a model."""

import random

import pytest
from translator.batching import (
    CALL_TOKENS,
    PADDED_CALL_TOKENS,
    PATIENCE_SECONDS,
    SHARED_CALL_TOKENS,
    Turn,
    share_out,
)

SHORT = [10]
LONG = [SHARED_CALL_TOKENS // 4] * 16


@pytest.mark.parametrize(
    ("turns", "now", "is_shared", "expected"),
    [
        pytest.param([Turn("a", SHORT, 0.0)], 0.0, False, [1], id="one"),
        pytest.param(
            [Turn("a", SHORT, 0.2), Turn("a", [5, 6], 0.1)], 1.0, False, [1, 2], id="all that wait"
        ),
        pytest.param(
            [Turn("a", SHORT, 0.2), Turn("b", SHORT, 0.1)], 1.0, False, [0, 1], id="one kind only"
        ),
        pytest.param(
            [Turn("a", [CALL_TOKENS - 5], 0.1), Turn("a", SHORT, 0.2)],
            1.0,
            False,
            [1, 0],
            id="no more than a call holds",
        ),
        pytest.param([Turn("a", [9_999], 0.0)], 0.0, True, [1], id="one is never too long"),
        pytest.param(
            [Turn("a", [2] * 100 + [PADDED_CALL_TOKENS // 101 + 1], 0.0)],
            0.0,
            False,
            [100],
            id="padding counts",
        ),
        pytest.param(
            [Turn("a", LONG, 0.0, is_long=True)], 0.0, False, [16], id="a long text alone"
        ),
        pytest.param(
            [Turn("a", LONG, 0.0, is_long=True)], 0.0, True, [4], id="a long text in company"
        ),
        pytest.param(
            [Turn("a", LONG, 0.0, is_long=True), Turn("a", SHORT, 0.1)],
            0.1,
            True,
            [0, 1],
            id="short before long",
        ),
        pytest.param(
            [Turn("a", LONG, 0.0, is_long=True), Turn("a", SHORT, PATIENCE_SECONDS + 0.1)],
            PATIENCE_SECONDS + 0.1,
            True,
            [2, 1],
            id="a long text that has waited",
        ),
        pytest.param(
            [
                Turn("a", LONG, 0.0, is_long=True),
                *[Turn("a", SHORT, PATIENCE_SECONDS + 0.1) for _ in range(10)],
            ],
            PATIENCE_SECONDS + 0.1,
            True,
            [7, *[1] * 10],
            id="a long text among many",
        ),
        pytest.param(
            [Turn("a", LONG, 0.0, is_long=True), Turn("a", LONG, 0.1, is_long=True)],
            1.0,
            True,
            [4, 0],
            id="long texts share the room that is left to them",
        ),
    ],
)
def test_a_call_takes(turns: list[Turn], now: float, is_shared: bool, expected: list[int]) -> None:
    assert share_out(turns, now=now, is_shared=is_shared) == expected


def test_every_call_takes_something_and_stays_within_its_bounds() -> None:
    chance = random.Random(4)  # noqa: S311 - the same turns in every run

    for _ in range(500):
        turns = [
            Turn(
                chance.choice("ab"),
                [chance.randint(1, 200) for _ in range(chance.randint(1, 16))],
                chance.random(),
                chance.random() < 0.5,
            )
            for _ in range(chance.randint(1, 20))
        ]
        taken = share_out(turns, now=chance.random(), is_shared=chance.random() < 0.5)
        call = [
            length
            for turn, number in zip(turns, taken, strict=True)
            for length in turn.lengths[:number]
        ]
        assert call
        assert len(call) == 1 or sum(call) <= CALL_TOKENS
        assert len(call) == 1 or len(call) * max(call) <= PADDED_CALL_TOKENS
        assert len({turn.kind for turn, number in zip(turns, taken, strict=True) if number}) == 1


def test_a_long_text_gets_its_turns_however_many_short_ones_come() -> None:
    rest, now, calls = len(LONG), 0.0, 0
    since = 0.0
    while rest and calls < 100:
        # So many come during every call that they fill the next.
        crowd = [Turn("a", SHORT, now) for _ in range(CALL_TOKENS // SHORT[0] + 1)]
        long = Turn("a", LONG[:rest], since, is_long=True)
        rest -= share_out([long, *crowd], now=now, is_shared=True)[0]
        now, calls = now + 0.05, calls + 1

    assert rest == 0
    assert calls < 20
