"""Run Nginx and the WSGI server in one container: the entry point of the image that has both.

Nginx starts when the server listens. When one of them ends, the other one and the container do too,
with status 1: to start again is up to whoever runs the container. SIGTERM lets Nginx answer what it
has in hand, and then ends the server. What the environment does not say comes from the catalogue of
the settings. With arguments it is the command line, as in the image without Nginx.
"""

import contextlib
import os
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from translator.servers.health_check import SOCKET

HOME = Path(__file__).resolve().parents[2]
SERVER = (sys.executable, "-m", "translator.servers.start")
NGINX = ("sh", str(HOME / "nginx" / "serve.sh"))

STOPS = {signal.SIGTERM, signal.SIGINT, signal.SIGQUIT}
LOOK_SECONDS = 0.05


class StopError(Exception):
    """The container is to stop."""


class EndedError(Exception):
    """One of the two has ended by itself; the message is its exit status in words."""


def main(arguments: Sequence[str]) -> int:
    """Run both, or the command line if there are arguments; return the exit status."""
    environment = {**_catalogue(HOME / ".env"), **os.environ}
    if (given := environment["TRANSLATOR_DEPLOYMENT"]) != "standalone":
        print(
            f"standalone: TRANSLATOR_DEPLOYMENT={given}, but this image has Nginx in it; "
            "set it to standalone, or leave it out",
            file=sys.stderr,
        )
        return 1
    if arguments:
        os.execve(SERVER[0], [*SERVER, *arguments], environment)  # noqa: S606 a list needs no shell
    return run(SERVER, NGINX, environment=environment, socket=Path(SOCKET))


def run(
    server: Sequence[str], nginx: Sequence[str], *, environment: Mapping[str, str], socket: Path
) -> int:
    """Run both until one ends or they are to stop.

    Args:
        server: the command of the one that answers.
        nginx: the command of the one in front of it.
        environment: of both.
        socket: where the server listens.

    Returns:
        0 if they were to stop, else 1.
    """
    # From here on signals wait until they are asked for: none comes between two looks.
    signal.pthread_sigmask(signal.SIG_BLOCK, {*STOPS, signal.SIGCHLD})
    socket.unlink(missing_ok=True)
    names: dict[int, str] = {}
    try:
        names[_start(server, environment)] = "the WSGI server"
        while not socket.exists():
            _look(names, LOOK_SECONDS)
        names[_start(nginx, environment)] = "Nginx"
        while True:
            _look(names)
    except StopError:
        _stop(names)
        return 0
    except EndedError as ended:
        print(f"standalone: {ended}; the container ends with it", file=sys.stderr, flush=True)
        for group in names:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
        return 1


def _start(line: Sequence[str], environment: Mapping[str, str]) -> int:
    """Start a process in a group of its own: a terminal's Ctrl+C reaches this one alone."""
    return os.posix_spawnp(
        line[0], list(line), environment, setpgroup=0, setsigmask=(), setsigdef=(signal.SIGPIPE,)
    )


def _look(names: Mapping[int, str], seconds: float | None = None) -> None:
    """Wait for a signal, for so long if that is given.

    Raises:
        StopError, EndedError: what it means.
    """
    watched = {*STOPS, signal.SIGCHLD}
    if seconds is None:
        found: signal.struct_siginfo | None = signal.sigwaitinfo(watched)
    else:
        found = signal.sigtimedwait(watched, seconds)
    if found is not None and found.si_signo in STOPS:
        raise StopError
    for number, code in _ended():
        if number in names:
            how = f"was killed by signal {-code}" if code < 0 else f"has ended with status {code}"
            raise EndedError(f"{names[number]} {how}")


def _ended() -> Iterator[tuple[int, int]]:
    """List what has ended, with its exit status; as process 1 this one inherits orphans, too."""
    with contextlib.suppress(ChildProcessError):
        while (found := os.waitpid(-1, os.WNOHANG))[0]:
            yield found[0], os.waitstatus_to_exitcode(found[1])


def _stop(names: Mapping[int, str]) -> None:
    """End both in order, the one in front first, which answers what it has in hand."""
    for number, name in reversed(list(names.items())):
        with contextlib.suppress(ProcessLookupError):
            os.kill(number, signal.SIGQUIT if name == "Nginx" else signal.SIGTERM)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(number, 0)


def _catalogue(file: Path) -> dict[str, str]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line.startswith("TRANSLATOR_"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
