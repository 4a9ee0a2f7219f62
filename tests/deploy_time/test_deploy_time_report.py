"""The table of the steps, the shares and the bars."""

from __future__ import annotations

import json

import pytest
from benchmark.table import as_json, render

from tests.deploy_time.report import CHANGE, LIMIT_SECONDS, NOTHING, part
from tests.deploy_time.steps import Run


def run(**steps: float) -> Run:
    return Run(seconds=sum(steps.values()), steps=steps)


QUICK = run(look=2, small=0.1, tiny=0.1)
SLOW = run(look=2, small=0.1, send=8)
RUNS = {NOTHING: [QUICK, QUICK, QUICK], CHANGE: [SLOW, run(look=6, send=8), SLOW]}


def test_each_large_step_has_a_row_and_the_others_share_one() -> None:
    rows = part(RUNS, cores=2).rows

    assert [row[0] for row in rows] == [
        "look",
        "send",
        "2 others, each below 0.5 s",
        "the whole",
    ]


def test_a_row_gives_the_median_and_its_share_of_each_kind() -> None:
    rows = {row[0]: row[1:] for row in part(RUNS, cores=2).rows}

    assert rows["look"] == pytest.approx((2, 100 * 2 / 2.2, 2, 100 * 2 / 10.1))
    assert rows["send"] == pytest.approx((0, 0, 8, 100 * 8 / 10.1))
    assert rows["2 others, each below 0.5 s"] == pytest.approx((0.2, 100 / 11, 0.1, 100 / 101))
    assert rows["the whole"] == pytest.approx((2.2, 100, 10.1, 100))


@pytest.mark.parametrize("kind", [NOTHING, CHANGE])
@pytest.mark.parametrize(("more", "kept"), [(0.0, True), (0.1, False)])
def test_a_bar_is_missed_above_its_limit(kind: str, more: float, kept: bool) -> None:
    slow = Run(seconds=LIMIT_SECONDS[kind] + more, steps={"look": 1.0})
    bars = part({**RUNS, kind: [QUICK, slow, slow]}, cores=2).bars

    assert [bar.is_kept for bar in bars if kind in bar.claim] == [kept]
    assert all(bar.is_kept for bar in bars if kind not in bar.claim)


def test_what_is_promised_is_fifteen_and_thirty_seconds() -> None:
    assert LIMIT_SECONDS == {NOTHING: 15, CHANGE: 30}


def test_the_table_shows_both_kinds_and_both_bars() -> None:
    text = render([part(RUNS, cores=2)])

    assert "step" in text.splitlines()[1]
    assert "kept  a deploy with nothing to do, s         2.20   ≤ 15" in text
    assert "kept  a deploy with one line changed, s      10.1   ≤ 30" in text


def test_the_values_hold_every_run() -> None:
    values = json.loads(json.dumps(as_json([part(RUNS, cores=2)])))

    assert values["kept"] is True
    assert values["parts"][0]["runs"][CHANGE][1] == {"seconds": 14, "steps": {"look": 6, "send": 8}}
