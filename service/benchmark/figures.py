"""Numbers: medians, percentiles, bars that are held to, and what a part of the benchmark found."""

import dataclasses
import math
import statistics
from collections.abc import Sequence

Cell = str | float | None


def median(values: Sequence[float]) -> float:
    """Return the middle of the values, or the mean of the two in the middle."""
    return statistics.median(values)


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the smallest value that so many percent of all do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Bar:
    """A figure that is held to a limit.

    Args:
        claim: what is promised, with the unit.
        figure: what was measured; none where it could not be.
        at_least: the lowest figure that keeps the promise.
        at_most: the highest.
    """

    claim: str
    figure: float | None
    at_least: float = -math.inf
    at_most: float = math.inf

    @property
    def is_kept(self) -> bool:
        """Tell whether the promise holds; what could not be measured does not."""
        return self.figure is not None and self.at_least <= self.figure <= self.at_most

    @property
    def limit(self) -> str:
        """Write the limit as people do."""
        if self.at_least == self.at_most:
            return f"= {self.at_most:g}"
        return f"≤ {self.at_most:g}" if math.isfinite(self.at_most) else f"≥ {self.at_least:g}"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Part:
    """What one part of the benchmark found.

    Args:
        title: a sentence of what was measured.
        columns: the heads of the table.
        rows: one cell a column; the first is the row's name.
        bars: what is promised.
        notes: how it was measured, a sentence each.
        details: what else goes into the file.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    bars: tuple[Bar, ...] = ()
    notes: tuple[str, ...] = ()
    details: dict[str, object] = dataclasses.field(default_factory=dict)
