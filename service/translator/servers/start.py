"""Start the server that the settings name; the entry point of the image.

``python -m translator.servers.start`` serves; with arguments it is the command line instead, so
that ``docker compose run --rm translator translate`` works. Both servers get the same numbers,
from here; what only one of them knows stands in its own file beside this one.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from translator.errors import SettingsError
from translator.servers.health_check import PORT, SOCKET
from translator.servers.places import CHAIN_FILE, RELOAD_FILE
from translator.settings import Settings

FOLDER = Path(__file__).resolve().parent
# Where Nginx finds it, by how the service is deployed.
ADDRESSES = {
    "compose": f"0.0.0.0:{PORT}",  # the container's own, in a network that only Nginx shares
    "standalone": f"unix:{SOCKET}",
    "systemd": "",  # systemd listens and hands it over; both servers know how that is done
}

# The application ends a request in time; whoever is 30 s late hangs, and its process goes.
BACKSTOP_SECONDS = 30
_LONGEST_QUEUE = Path("/proc/sys/net/core/somaxconn")

PROGRAMS = {
    # At a touch its master takes up changed code, and at another replaces the workers in turn.
    "uwsgi": (
        "uwsgi",
        "--ini",
        str(FOLDER / "uwsgi.ini"),
        f"--hook-touch={RELOAD_FILE} rpc:renew",
        f"--touch-chain-reload={CHAIN_FILE}",
    ),
    "gunicorn": ("gunicorn", "--config", str(FOLDER / "gunicorn_settings.py")),
}
# Six facts in the words of each: where it listens, how many processes with how many threads, how
# many connections may wait, when a process counts as hung, how long it may take to stop.
OPTIONS = {
    "uwsgi": [
        "--socket",
        "--processes",
        "--threads",
        "--listen",
        "--harakiri",
        "--worker-reload-mercy",
    ],
    "gunicorn": [
        "--bind",
        "--workers",
        "--threads",
        "--backlog",
        "--timeout",
        "--graceful-timeout",
    ],
}

# More threads are slower than more processes. Each arena of glibc keeps what it once had.
ENVIRONMENT = {"OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}


def main(arguments: Sequence[str]) -> NoReturn:
    """Become the server, or the command line if there are arguments."""
    if arguments:
        _become([sys.executable, "-m", "translator", *arguments])
    serve()


def serve(address: str = "", options: Sequence[str] = ()) -> NoReturn:
    """Become the server; a fault in the settings ends the process with its message.

    Args:
        address: where it listens; by default where Nginx looks for it.
        options: more of its own.
    """
    try:
        line = command(Settings.from_env(os.environ), address=address)
    except SettingsError as error:
        sys.exit(f"translator: {error}")
    if "NOTIFY_SOCKET" in os.environ:
        _start_heartbeat()
    _become([*line, *options])


def _start_heartbeat() -> None:
    """Let a process beside the server tell systemd that the engine answers."""
    heartbeat = [sys.executable, "-S", "-m", "translator.servers.heartbeat"]
    subprocess.run(heartbeat, stdin=subprocess.DEVNULL, env=ENVIRONMENT | os.environ, check=True)


def command(settings: Settings, *, address: str = "") -> list[str]:
    """Give the command line of the server.

    Args:
        settings: those of the service.
        address: where it listens, ``unix:`` before the path of a socket; by default where Nginx
            looks for it.

    Raises:
        SettingsError: more requests are to wait than the kernel lets wait.
    """
    server = settings.wsgi_server
    numbers = (
        settings.processes,
        settings.threads,
        _queue_length(settings),
        settings.request_timeout_seconds + BACKSTOP_SECONDS,
        settings.request_timeout_seconds,
    )
    address = address or ADDRESSES[settings.deployment]
    # uWSGI knows a path by its slash.
    place = address.removeprefix("unix:") if server == "uwsgi" else address
    values = (place, *map(str, numbers))
    pairs = zip(OPTIONS[server], values, strict=True)
    options = (word for option, value in pairs if value for word in (option, value))
    return [*PROGRAMS[server], *options]


def _queue_length(settings: Settings) -> int:
    """Let all requests that Nginx lets in wait at once, should every thread be taken."""
    longest = int(_LONGEST_QUEUE.read_text(encoding="ascii"))
    if settings.max_requests > longest:
        raise SettingsError(
            [
                f"TRANSLATOR_MAX_REQUESTS={settings.max_requests}, but this machine's kernel lets "
                f"{longest} connections wait; lower it, or raise net.core.somaxconn"
            ]
        )
    return settings.max_requests


def _become(line: list[str]) -> NoReturn:
    os.execvpe(line[0], line, ENVIRONMENT | os.environ)  # noqa: S606 a list needs no shell


if __name__ == "__main__":
    main(sys.argv[1:])
