"""Number the processes that answer requests, from 0 and without gaps.

A process takes the lowest number that no other holds, as a lock on a file of that name. The kernel
gives the lock back however the process ends, so that its successor takes its number on, whichever
server started it. Files named after the number do not pile up as those named after a pid would.
"""

import fcntl
import itertools
import os
import threading
from pathlib import Path


class WorkerNumber:
    """Tell this process its number; take one at the first question after a fork.

    Args:
        folder: where the locks lie; it must be there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._pid = 0
        self._number = 0
        self._held = -1

    def __call__(self) -> int:
        """Give the number that this process holds."""
        if self._pid != os.getpid():
            with self._lock:
                if self._pid != os.getpid():
                    self._take()
        return self._number

    def _take(self) -> None:
        for number in itertools.count():
            descriptor = os.open(self._folder / f"{number}.lock", os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(descriptor)
                continue
            self._held, self._number = descriptor, number
            self._pid = os.getpid()
            return
