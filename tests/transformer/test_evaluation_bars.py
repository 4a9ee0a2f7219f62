"""A bar is held, missed, or not measured, and the three are told apart."""

import pytest
from transformer.directions import DIRECTIONS
from transformer.evaluate import ALL_SETS
from transformer.evaluation.bars import BARS, EVERYDAY, Bar, figure, judge, missed

TATOEBA = Bar(figure("tatoeba_test", "BLEU"), "≥", 36, needs="tatoeba_test")
AGAINST = Bar(
    figure("flores", "chrF2"), ">", figure("flores", "chrF2", system="Apertium"), needs="flores"
)
TIME = Bar("ms", "≤", 25)


@pytest.mark.parametrize(
    ("bar", "figures", "held"),
    [
        (TATOEBA, {"tatoeba_test BLEU": 36.0}, True),
        (TATOEBA, {"tatoeba_test BLEU": 35.9}, False),
        (AGAINST, {"flores chrF2": 44.0, "flores chrF2 of Apertium": 43.9}, True),
        (AGAINST, {"flores chrF2": 43.9, "flores chrF2 of Apertium": 43.9}, False),
        (TIME, {"ms": 25.0}, True),
        (TIME, {"ms": 25.1}, False),
    ],
)
def test_a_figure_is_held_against_its_limit(
    bar: Bar, figures: dict[str, float], held: bool
) -> None:
    (verdict,) = judge([bar], figures, sets={"tatoeba_test", "flores"})

    assert verdict.held is held
    assert missed([verdict]) == ([] if held else [verdict])


def test_a_bar_on_a_set_that_nobody_asked_for_is_not_missed() -> None:
    verdicts = judge([TATOEBA], {}, sets={"small"})

    assert [verdict.held for verdict in verdicts] == [None]
    assert missed(verdicts) == []


def test_a_figure_that_is_missing_on_a_set_that_was_asked_for_is_missed() -> None:
    (verdict,) = judge([AGAINST], {"flores chrF2": 60.0}, sets={"flores"})

    assert missed([verdict]) == [verdict]


def test_a_bar_without_a_set_is_always_judged() -> None:
    assert [verdict.held for verdict in judge([TIME], {}, sets=())] == [False]


def test_every_direction_has_bars_and_every_bar_is_measured_by_default() -> None:
    assert set(BARS) == set(DIRECTIONS)
    assert {bar.needs for bars in BARS.values() for bar in bars} <= {*ALL_SETS, None}


def test_english_to_spanish_must_be_above_apertium_in_both_metrics_and_right_every_day() -> None:
    needed = {(bar.needs, bar.relation) for bar in BARS["en-es"]}

    assert {("flores200_dev", ">"), ("tico19_dev", ">"), (EVERYDAY, "≥")} <= needed
    assert sum(bar.relation == ">" for bar in BARS["en-es"]) == 4
