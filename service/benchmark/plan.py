"""How long the measurements take, and how often they are made."""

import dataclasses
from collections.abc import Callable

Say = Callable[[str], None]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Plan:
    """The lengths of the measurements, in seconds but for the first and the last.

    Args:
        runs: how often each is made that a median is taken of.
        level: of a number of connections, and of the bare engine.
        endurance: with as many connections as there may be.
        half: at half load.
        beyond: with more requests than are taken on.
        hour_of_requests: how many make an hour: five a second.
    """

    runs: int = 5
    level: int = 3
    endurance: int = 60
    half: int = 6
    beyond: int = 15
    hour_of_requests: int = 5 * 3_600


QUICK = Plan(runs=1, level=1, endurance=3, half=2, beyond=4, hour_of_requests=1_000)
