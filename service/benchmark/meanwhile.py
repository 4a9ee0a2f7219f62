"""Do something again and again while something else is measured."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

Found = TypeVar("Found")


@contextmanager
def repeated(step: Callable[[], Found], *, pause_seconds: float = 0.0) -> Iterator[list[Found]]:
    """Take a step in a thread of its own, until the end of the block.

    Args:
        step: the last one is waited for.
        pause_seconds: before each.

    Yields:
        What the steps returned so far.
    """
    found: list[Found] = []
    is_over = threading.Event()

    def run() -> None:
        while not is_over.wait(pause_seconds):
            found.append(step())

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield found
    finally:
        is_over.set()
        thread.join()
