"""Keep translated files until they are fetched, once, for some minutes at most.

They lie in a folder of /tmp, which is memory in the container, so that every worker finds them.
"""

import json
import os
import re
import secrets
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from translator.errors import GoneError

KEPT_SECONDS = 300
SWEEP_SECONDS = 60
MAX_FILES = 64
_TOKEN_BYTES = 24
_NAME = re.compile(r"[A-Za-z0-9_-]{32}\.[a-z]{2,5}")


@dataclass(frozen=True)
class KeptFile:
    """A translated file: its name for the visitor, its bytes, its media type."""

    name: str
    content: bytes
    mimetype: str


class KeptFiles:
    """Give every file an address that nobody can guess.

    Args:
        folder: where they lie; it is made if need be, and must belong to this user.
        max_bytes: how much they may be together; the oldest go first.
        clock: in seconds since 1970, as the file system counts.
    """

    def __init__(
        self, folder: Path, *, max_bytes: int, clock: Callable[[], float] = time.time
    ) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._clock = clock
        self._lock = threading.Lock()
        self._sweeper: threading.Timer | None = None

    def keep(self, file: KeptFile) -> str:
        """Keep a file.

        Returns:
            The name to fetch it by: its extension, and nothing else of its own name.
        """
        self._make_folder()
        head = json.dumps({"name": file.name, "mimetype": file.mimetype}).encode()
        record = head + b"\n" + file.content
        self._make_room(len(record))
        name = secrets.token_urlsafe(_TOKEN_BYTES) + Path(file.name).suffix.lower()
        unfinished = self._folder / f".{name}"
        unfinished.write_bytes(record)
        unfinished.rename(self._folder / name)
        self._sweep_later()
        return name

    def take(self, name: str) -> KeptFile:
        """Give a file out and forget it.

        Raises:
            GoneError: there is none of that name, or not any more.
        """
        if not _NAME.fullmatch(name):
            raise GoneError
        self._forget_the_old()
        taken = self._folder / f".{secrets.token_hex(8)}"
        try:
            # Of several who ask at a time one succeeds.
            (self._folder / name).rename(taken)
        except FileNotFoundError:
            raise GoneError from None
        head, _, content = taken.read_bytes().partition(b"\n")
        taken.unlink()
        facts = json.loads(head)
        return KeptFile(facts["name"], content, facts["mimetype"])

    def _make_folder(self) -> None:
        self._folder.mkdir(mode=0o700, exist_ok=True)
        found = self._folder.lstat()
        if found.st_uid != os.getuid() or not self._folder.is_dir() or self._folder.is_symlink():
            raise PermissionError(f"{self._folder} belongs to somebody else")

    def _make_room(self, size: int) -> None:
        self._forget_the_old()
        files = self._files()
        total = sum(found.st_size for _, found in files) + size
        while files and (len(files) >= MAX_FILES or total > self._max_bytes):
            path, found = files.pop(0)
            path.unlink(missing_ok=True)
            total -= found.st_size

    def _forget_the_old(self) -> None:
        for path, found in self._files():
            if found.st_mtime < self._clock() - KEPT_SECONDS:
                path.unlink(missing_ok=True)

    def _files(self) -> list[tuple[Path, os.stat_result]]:
        """List the files, the oldest first; other workers take some away meanwhile."""
        found = []
        for path in self._folder.iterdir() if self._folder.is_dir() else ():
            try:
                found.append((path, path.stat()))
            except FileNotFoundError:
                continue
        return sorted(found, key=lambda pair: pair[1].st_mtime)

    def _sweep_later(self) -> None:
        """Forget files in time even if nobody asks for another."""
        with self._lock:
            if self._sweeper is None:
                self._sweeper = threading.Timer(SWEEP_SECONDS, self._sweep)
                self._sweeper.daemon = True
                self._sweeper.start()

    def _sweep(self) -> None:
        self._forget_the_old()
        with self._lock:
            self._sweeper = None
        if self._files():
            self._sweep_later()


def default_folder() -> Path:
    """Name the folder that all workers of this user share."""
    return Path(tempfile.gettempdir(), f"translated-files-{os.getuid()}")
