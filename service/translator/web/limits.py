"""Count requests: so many a minute for each address, or for each API key.

The counts lie in memory that all workers share; see docs/decisions/0012. The count of a visitor
is one number, the time at which all that it asked for would have been earned back (the generic
cell rate algorithm): whoever stays below so many requests a minute is never refused, and whoever
goes over waits for the next one only.
"""

import fcntl
import struct
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import IPv6Address, ip_address
from math import ceil

from translator.errors import TooManyRequestsError
from translator.lasting import NamelessFile, lasting
from translator.shared_memory import SharedMapping

SLOTS = 32_768
STRIPES = 1_024
WINDOW_SECONDS = 60.0
_TIME = struct.Struct("<d")


class Limits:
    """Remember how much each visitor has asked for; made before the server forks.

    Args:
        clock: in seconds, the same in all processes.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._earned = SharedMapping(SLOTS, _TIME.size, name=f"limits {_TIME.format}")
        # The kernel gives a lock back when its process dies, however it dies.
        self._lock_file = lasting("locks of the limits", NamelessFile)
        self._thread_lock = threading.Lock()

    def count(self, visitor: str, requests_per_minute: int) -> None:
        """Count a request.

        Args:
            visitor: whose count it goes on.
            requests_per_minute: how many are allowed; 0 sets no limit.

        Raises:
            TooManyRequestsError: it is one too many; it is not counted.
        """
        if requests_per_minute == 0:
            return
        key = visitor.encode("utf-8", "surrogatepass")
        with self._locked(key):
            now = self._clock()
            earned = max(now, self._read(key)) + WINDOW_SECONDS / requests_per_minute
            # A hair of tolerance: sums of fractions are not exact.
            wait = earned - now - WINDOW_SECONDS - 1e-6
            if wait <= 0:
                self._earned.put(key, _TIME.pack(earned))
        if wait > 0:
            raise TooManyRequestsError(
                requests_per_minute=requests_per_minute, retry_after_seconds=ceil(wait)
            )

    def _read(self, key: bytes) -> float:
        found = self._earned.get(key)
        time_earned: float = _TIME.unpack(found)[0] if found else 0.0
        return time_earned

    @contextmanager
    def _locked(self, key: bytes) -> Iterator[None]:
        """Keep other threads and processes from the same visitor's count."""
        stripe = zlib.crc32(key) % STRIPES
        with self._thread_lock:
            fcntl.lockf(self._lock_file.descriptor, fcntl.LOCK_EX, 1, stripe)
            try:
                yield
            finally:
                fcntl.lockf(self._lock_file.descriptor, fcntl.LOCK_UN, 1, stripe)


def network(address: str) -> str:
    """Name whoever is behind an address: an IPv6 customer has a whole /64 of them."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return f"{IPv6Address(int(found) >> 64 << 64)}/64"
