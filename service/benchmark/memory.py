"""How much memory processes take, each shared page counted once among those who share it."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path

from benchmark.meanwhile import repeated

KIBIBYTES_IN_A_MEGABYTE = 1_000_000 / 1_024
LOOK_SECONDS = 2.0


def megabytes(pids: Iterable[int]) -> float:
    """Return the sum of the proportional set sizes (PSS) of processes."""
    return sum(_kibibytes(pid) for pid in pids) / KIBIBYTES_IN_A_MEGABYTE


def watched(pids: Callable[[], Iterable[int]]) -> AbstractContextManager[list[float]]:
    """Look at the memory of processes again and again until the end of the block.

    Args:
        pids: says which they are at the moment.

    Returns:
        A context with the megabytes of each look so far.
    """
    return repeated(lambda: megabytes(pids()), pause_seconds=LOOK_SECONDS)


def _kibibytes(pid: int) -> int:
    """Read the size of a process; one that has just ended has none."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
