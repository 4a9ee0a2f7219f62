"""The benchmark's arithmetic: medians, percentiles, bars, and the table that shows them."""

import json

import pytest
from benchmark.figures import Bar, Part, median, percentile
from benchmark.table import as_json, render


@pytest.mark.parametrize(
    ("percent", "expected"), [(0, 1), (1, 1), (50, 5), (51, 6), (95, 10), (99, 10), (100, 10)]
)
def test_a_percentile_is_the_smallest_value_that_so_many_do_not_exceed(
    percent: float, expected: float
) -> None:
    assert percentile([3, 1, 2, 10, 9, 8, 7, 6, 5, 4], percent) == expected


def test_a_median_is_not_moved_by_one_bad_run() -> None:
    assert median([2.0, 1.0, 3.0, 2.0, 1_000.0]) == 2.0


@pytest.mark.parametrize(
    ("figure", "is_kept"), [(0.84, False), (0.85, True), (2.0, True), (None, False)]
)
def test_a_bar_is_kept_from_its_limit_on_and_not_without_a_figure(
    figure: float | None, is_kept: bool
) -> None:
    bar = Bar(claim="the share", figure=figure, at_least=0.85)

    assert (bar.is_kept, bar.limit) == (is_kept, "≥ 0.85")


def test_a_bar_can_be_a_highest_figure() -> None:
    bar = Bar(claim="memory", figure=301, at_most=300)

    assert (bar.is_kept, bar.limit) == (False, "≤ 300")


PART = Part(
    title="(x) Something",
    columns=("", "ms", "requests"),
    rows=(("one", 1.234, 12_345.6), ("another", None, 45.67)),
    bars=(Bar(claim="fast", figure=1.0, at_most=2), Bar(claim="small", figure=9, at_most=8)),
    notes=("Measured so.",),
    details={"raw": [1, 2]},
)


def test_a_table_has_a_line_a_row_and_says_which_bars_are_missed() -> None:
    assert render([PART]).splitlines() == [
        "(x) Something",
        "             ms  requests",
        "  one      1.23    12,346",
        "  another     –      45.7",
        "  Measured so.",
        "",
        "The bars",
        "          claim  measured  limit",
        "  kept    fast       1.00    ≤ 2",
        "  MISSED  small      9.00    ≤ 8",
    ]


def test_the_file_says_the_same_as_the_table() -> None:
    found = json.loads(json.dumps(as_json([PART])))

    assert found["kept"] is False
    (part,) = found["parts"]
    assert part["rows"][0] == {"": "one", "ms": 1.234, "requests": 12_345.6}
    assert [bar["kept"] for bar in part["bars"]] == [True, False]
    assert part["raw"] == [1, 2]
