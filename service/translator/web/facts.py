"""What the log and the metrics may know of a request: numbers and names of ours, never its text."""

import time
from dataclasses import dataclass, field

from flask import g


@dataclass
class Facts:
    """What is known of one request; it grows while the request is answered.

    Args:
        request_id: the name by which a visitor and the log speak of it.
        started: on the clock of `time.perf_counter`.
        characters: of the texts that it brought.
        direction: as in `en-es`; empty where nothing is translated.
        key: the name of its API key, never the key.
        error: the code of its failure; empty if there was none.
    """

    request_id: str = ""
    started: float = field(default_factory=time.perf_counter)
    characters: int = 0
    direction: str = ""
    key: str = ""
    error: str = ""

    @property
    def seconds(self) -> float:
        """Say how long it has taken so far."""
        return time.perf_counter() - self.started


def facts() -> Facts:
    """Give the facts of the request that this thread answers."""
    if "facts" not in g:
        g.facts = Facts()
    found: Facts = g.facts
    return found
