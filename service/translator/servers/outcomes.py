"""What came of a reload, left in a file for whoever asked for it."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from translator.servers import places

GOOD = "the changed code is good\n"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of a reload.

    Args:
        asked: the time of the touch, in nanoseconds since 1970.
        fault: why nothing was taken up; nothing if the changed code is in charge.
        master: the process that forks the workers.
        former: the workers that ran former code then.
    """

    asked: int
    fault: str
    master: int
    former: tuple[int, ...]

    @property
    def remaining(self) -> frozenset[int]:
        """Name the workers with former code that are there still."""
        return frozenset(self.former) & children(self.master)


def asked() -> int:
    """Give the time of the last touch, in nanoseconds since 1970; 0 if there was none."""
    try:
        return places.RELOAD_FILE.stat().st_mtime_ns
    except OSError:
        return 0


def tell(outcome: Outcome) -> None:
    """Leave word of what came of a reload, all of it at once."""
    places.STATE_FOLDER.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = places.OUTCOME_FILE.with_suffix(".unfinished")
    unfinished.write_text(json.dumps(asdict(outcome)), encoding="utf-8")
    unfinished.rename(places.OUTCOME_FILE)


def told() -> Outcome | None:
    """Read what came of the last reload; none if there was none."""
    try:
        found = json.loads(places.OUTCOME_FILE.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Outcome(**{**found, "former": tuple(found["former"])})


def forget() -> None:
    """Forget what a server before this one left."""
    for path in (places.OUTCOME_FILE, places.CHAIN_FILE):
        path.unlink(missing_ok=True)


def children(master: int) -> frozenset[int]:
    """List the processes that another one has forked and that are there still."""
    lists = Path(f"/proc/{master}/task").glob("*/children")
    return frozenset(int(pid) for each in lists for pid in each.read_text(encoding="ascii").split())
