"""How much memory processes take, each shared page counted once among those who share it."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

KIBIBYTES_IN_A_MEGABYTE = 1_000_000 / 1_024
LOOK_SECONDS = 2.0


def megabytes(pids: Iterable[int]) -> float:
    """Return the sum of the proportional set sizes (PSS) of processes."""
    return sum(_kibibytes(pid) for pid in pids) / KIBIBYTES_IN_A_MEGABYTE


@contextmanager
def watched(pids: Callable[[], Iterable[int]]) -> Iterator[list[float]]:
    """Look at the memory of processes again and again until the end of the block.

    Args:
        pids: says which they are at the moment.

    Yields:
        The megabytes of each look so far.
    """
    found: list[float] = []
    is_over = threading.Event()

    def look() -> None:
        while not is_over.wait(LOOK_SECONDS):
            found.append(megabytes(pids()))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield found
    finally:
        is_over.set()
        thread.join()


def _kibibytes(pid: int) -> int:
    """Read the size of a process; one that has just ended has none."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
