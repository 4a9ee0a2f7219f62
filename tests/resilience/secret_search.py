"""Search for a secret wherever it has no business to be."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.audit.target import Target

PAUSE_SECONDS = 0.1
# The secret travels on standard input and is handed on by a builtin of the shell, or the search
# would find itself among the processes or in a log. Files come and go meanwhile, so grep's status
# says nothing: a planted secret shows that it works.
IN_FILES = r"""
IFS= read -r secret
search() {
    printf '%s\n' "$secret" |
        grep --fixed-strings --files-with-matches --no-messages --file=- "$@"
}
search --recursive $(ls -d /* | grep -v -x -E '/(dev|proc|sys)') /dev/shm
search /proc/[0-9]*/cmdline /proc/[0-9]*/environ
exit 0
"""
PLANT = r"""set -e
IFS= read -r secret
install -d /var/lib/planted/deep
printf '%s' "$secret" >/var/lib/planted/deep/file
printf '%s' "$secret" >/tmp/planted
CANARY="$secret" sleep 300 </dev/null >/dev/null 2>&1 &
echo $! >/run/planted.pid
systemd-cat printf '%s\n' "$secret"
image=$(docker ps --filter name=traductor-translator --format '{{.Image}}')
docker create --name planted --env "CANARY=$secret" "$image" >/dev/null
"""
UPROOT = """set -e
kill "$(cat /run/planted.pid)"
docker rm planted
rm -r /var/lib/planted /tmp/planted /run/planted.pid
"""
TOLD = {
    "journal": "journalctl --no-pager --output=export",
    "docker inspect": "docker inspect $(docker ps --all --quiet)",
    "docker image inspect": "docker image inspect $(docker images --quiet)",
}


def places_on_droplet(target: Target, secret: str) -> list[str]:
    """Return the files and processes of the droplet that hold a secret, and who else tells it."""
    places = target.as_root(IN_FILES, stdin=f"{secret}\n".encode()).splitlines()
    told = [name for name, command in TOLD.items() if secret in target.as_root(command)]
    return [*places, *told]


def plant_on_droplet(target: Target, secret: str) -> None:
    """Put a secret in all the places where the search looks."""
    target.as_root(PLANT, stdin=f"{secret}\n".encode())


def uproot_from_droplet(target: Target) -> None:
    """Remove what was planted; only the journal keeps it."""
    target.as_root(UPROOT)


def files_with(secret: str, folders: list[Path], *, since: float) -> list[Path]:
    """Return the files below some folders that hold a secret and were written since a moment."""
    return [
        path
        for folder in folders
        for path in _files_below(folder)
        if path.is_file() and path.stat().st_mtime >= since and secret.encode() in path.read_bytes()
    ]


@contextmanager
def watching(secret: str, folder: Path) -> Iterator[set[str]]:
    """Watch the command lines of all processes, and the files of one folder, for a secret.

    The droplets' processes are this machine's as well.
    """
    seen: set[str] = set()
    done = threading.Event()

    def watch() -> None:
        while not done.wait(PAUSE_SECONDS):
            seen.update(_glimpse(secret.encode(), folder))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield seen
    finally:
        done.set()
        watcher.join()


def _glimpse(secret: bytes, folder: Path) -> Iterator[str]:
    processes = [process / "cmdline" for process in Path("/proc").glob("[0-9]*")]
    for path in (*processes, *_files_below(folder)):
        try:
            text = path.read_bytes()
        except OSError:  # it has ended
            continue
        if secret in text:
            yield f"{path}: {text.replace(secret, b'SECRET')[:200]!r}"


def _files_below(folder: Path) -> Iterator[Path]:
    """List files; a folder that goes meanwhile is passed over, as `Path.rglob` does not."""
    for place, _, names in os.walk(folder):
        yield from (Path(place, name) for name in names)
