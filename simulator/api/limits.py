"""Count requests as DigitalOcean does: so many an hour, so many a minute, for each token."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from simulator.errors import too_many_requests

HOUR_SECONDS = 3600
MINUTE_SECONDS = 60


@dataclass
class Window:
    """Allow `limit` requests in any `seconds`."""

    limit: int
    seconds: int
    times: deque[float] = field(default_factory=deque)

    def forget_before(self, now: float) -> None:
        """Drop the requests that have left the window."""
        while self.times and self.times[0] <= now - self.seconds:
            self.times.popleft()

    @property
    def full(self) -> bool:
        """Tell whether another request is one too many."""
        return len(self.times) >= self.limit

    def wait_seconds(self, now: float) -> int:
        """Tell after how long the oldest request leaves the window."""
        return max(1, int(self.times[0] + self.seconds - now) + 1) if self.times else 1


class RateLimits:
    """Hold the windows of one token.

    Args:
        clock: gives the time in seconds since 1970.
        hourly: requests an hour.
        burst: requests a minute.
        key_lists: requests for the list of SSH keys a minute.
    """

    def __init__(
        self,
        clock: Callable[[], float],
        *,
        hourly: int = 5000,
        burst: int = 250,
        key_lists: int = 10,
    ) -> None:
        self._clock = clock
        self._hour = Window(hourly, HOUR_SECONDS)
        self._minute = Window(burst, MINUTE_SECONDS)
        self._key_lists = Window(key_lists, MINUTE_SECONDS)

    def count(self, *, lists_keys: bool) -> None:
        """Count a request.

        Raises:
            ApiError: 429, it is one too many.
        """
        now = self._clock()
        windows = [self._hour, self._minute, *([self._key_lists] if lists_keys else [])]
        for window in windows:
            window.forget_before(now)
            if window.full:
                raise too_many_requests(retry_after_seconds=window.wait_seconds(now))
        for window in windows:
            window.times.append(now)

    def headers(self) -> dict[str, str]:
        """Tell the client where it stands."""
        now = self._clock()
        self._hour.forget_before(now)
        oldest = self._hour.times[0] if self._hour.times else now
        return {
            "ratelimit-limit": str(self._hour.limit),
            "ratelimit-remaining": str(self._hour.limit - len(self._hour.times)),
            "ratelimit-reset": str(int(oldest + HOUR_SECONDS)),
        }
