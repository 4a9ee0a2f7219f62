"""A load tells what failed, and when translations came again."""

from __future__ import annotations

import pytest

from tests.chaos.load import Answer, Load

KILLED_AT = 10.0


def good(start: float, seconds: float = 0.5) -> Answer:
    return Answer(start=start, seconds=seconds, status=200)


def bad(start: float) -> Answer:
    return Answer(start=start, seconds=0.1, status=502, error="502 away")


@pytest.mark.parametrize(
    ("answers", "seconds"),
    [
        ([good(9), good(11)], 0.0),
        ([good(9), bad(10.5), good(12), good(13)], 2.5),
        ([bad(10.5), good(11), bad(11.5), good(14)], 4.5),
        # One that was on its way before the last failure says nothing of what came after.
        ([good(10.2, seconds=9), bad(11), good(12)], 2.5),
        ([good(9), bad(10.5)], None),
    ],
)
def test_translations_came_again_after_the_last_failure(
    answers: list[Answer], seconds: float | None
) -> None:
    assert Load(answers).seconds_until_good(KILLED_AT) == seconds


def test_failures_are_in_the_order_of_time_and_the_slowest_is_a_translation() -> None:
    load = Load([bad(3), good(1, seconds=2), bad(2)])

    assert [one.start for one in load.failures] == [2, 3]
    assert load.slowest_seconds == 2
    assert Load([bad(1)]).slowest_seconds is None
