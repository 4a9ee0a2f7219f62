"""What a model must reach to be shipped: one table, and the comparison with what was measured.

These are the least that two processor cores must train. Two more are held by tests: no fault in
2,000 random inputs (``tests/service/test_random_inputs.py``), and the size of all weights
(``tests/transformer/test_card.py``).
"""

import dataclasses
import operator
from collections.abc import Collection, Iterable, Mapping

_RELATIONS = {"≥": operator.ge, ">": operator.gt, "≤": operator.le}

EVERYDAY = "everyday"
EVERYDAY_RIGHT = "everyday sentences right"
MILLISECONDS = "ms a 10-word sentence, beam 1"
MEGABYTES = "MB of memory in a process"


@dataclasses.dataclass(frozen=True)
class Bar:
    """State what one figure must be.

    Args:
        figure: Its name among the figures.
        relation: ≥, > or ≤.
        limit: A number, or the name of the figure that it is compared with.
        needs: The set that it is measured on; None where it is measured without one.
    """

    figure: str
    relation: str
    limit: float | str
    needs: str | None = None


@dataclasses.dataclass(frozen=True)
class Verdict:
    """Hold a bar, what was measured, and whether it is held; None where nothing was measured."""

    bar: Bar
    measured: float | None
    limit: float | None
    held: bool | None


def _above_apertium(*sets: str) -> tuple[Bar, ...]:
    return tuple(
        Bar(figure(name, metric), ">", figure(name, metric, system="Apertium"), needs=name)
        for name in sets
        for metric in ("BLEU", "chrF2")
    )


def figure(name: str, metric: str, *, system: str | None = None) -> str:
    """Name the score of the served model, or of another system, on a set."""
    return f"{name} {metric}" + (f" of {system}" if system else "")


_COSTS = (Bar(MILLISECONDS, "≤", 25), Bar(MEGABYTES, "≤", 150))

BARS = {
    "en-es": (
        Bar(figure("tatoeba_test", "BLEU"), "≥", 36, needs="tatoeba_test"),
        *_above_apertium("flores200_dev", "tico19_dev"),
        Bar(EVERYDAY_RIGHT, "≥", 10, needs=EVERYDAY),
        *_COSTS,
    ),
    "es-en": (
        *_above_apertium(
            "tatoeba_dev", "tatoeba_test", "tatoeba_challenge_test", "flores200_dev", "tico19_dev"
        ),
        *_COSTS,
    ),
}


def judge(
    bars: Iterable[Bar], figures: Mapping[str, float], *, sets: Collection[str]
) -> list[Verdict]:
    """Hold the figures against the bars.

    A bar whose set was not asked for is not judged. One whose figure is missing although its set
    was asked for is missed: nobody can say that it is held.
    """
    return [_verdict(bar, figures, asked=bar.needs is None or bar.needs in sets) for bar in bars]


def missed(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Return the bars that are not held; those not judged are none of them."""
    return [verdict for verdict in verdicts if verdict.held is False]


def _verdict(bar: Bar, figures: Mapping[str, float], *, asked: bool) -> Verdict:
    limit = figures.get(bar.limit) if isinstance(bar.limit, str) else bar.limit
    measured = figures.get(bar.figure)
    if not asked:
        return Verdict(bar, None, limit, None)
    if measured is None or limit is None:
        return Verdict(bar, measured, limit, False)
    return Verdict(bar, measured, limit, bool(_RELATIONS[bar.relation](measured, limit)))
