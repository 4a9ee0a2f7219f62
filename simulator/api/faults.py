"""Fail on purpose, so that clients can be tested: every Nth request is refused."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle

from simulator.errors import ApiError, too_many_requests

RETRY_AFTER_SECONDS = 1


def unavailable() -> ApiError:
    """Make the answer of a server that cannot work now."""
    return ApiError(503, "service_unavailable", "The service is unavailable; try again later.")


@dataclass
class Faults:
    """Choose the requests that fail.

    Faults are 429 and 503 in turn. For creating a droplet, every other 503 comes after the work
    was done: the client cannot know that it was.

    Args:
        every: the distance between two failures; 0 means that nothing fails.
    """

    every: int
    seen: int = 0
    kinds: Iterator[str] = field(default_factory=lambda: cycle(("429", "503")))
    timings: Iterator[str] = field(default_factory=lambda: cycle(("after", "before")))

    def strike(self, *, creates_droplet: bool) -> ApiError | None:
        """Count a request; fail it now, or return the error that is to replace its answer.

        Raises:
            ApiError: 429 or 503, before the request had an effect.
        """
        self.seen += 1
        if not self.every or self.seen % self.every:
            return None
        if next(self.kinds) == "429":
            raise too_many_requests(retry_after_seconds=RETRY_AFTER_SECONDS)
        if creates_droplet and next(self.timings) == "after":
            return unavailable()
        raise unavailable()
