"""Processes of the site: where they listen, whether they run, how they end."""

import contextlib
import http.client
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from benchmark.errors import ServingError

PATIENCE_SECONDS = 30.0
# Below those that Linux gives to outgoing connections (ip_local_port_range).
QUIET_PORTS = range(20_000, 32_000)


def free_ports(count: int) -> list[int]:
    """Find ports of the loopback interface that nobody listens on.

    The kernel gives none of them to an outgoing connection before they are used.

    Raises:
        ServingError: there are too few.
    """
    found: list[int] = []
    # Whoever else looks for ports at this moment, with the same seed perhaps, looks elsewhere.
    candidates = random.SystemRandom().sample(QUIET_PORTS, len(QUIET_PORTS))
    with ExitStack() as stack:
        for port in candidates:
            if len(found) == count:
                break
            probe = stack.enter_context(socket.socket())
            with contextlib.suppress(OSError):
                probe.bind(("127.0.0.1", port))
                found.append(port)
    if len(found) < count:
        raise ServingError(f"{count} free ports were asked for, and there are {len(found)}")
    return found


@contextlib.contextmanager
def running(
    command: Sequence[str | Path], *, environment: Mapping[str, str], log: Path
) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a program in the background, and let it come to an orderly end."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(
    condition: Callable[[], bool], what: str, process: "subprocess.Popen[bytes]", log: Path
) -> float:
    """Wait until something holds, as long as a process runs; return the seconds that it took.

    Raises:
        ServingError: the process has ended, or time is over.
    """
    start = time.perf_counter()
    while not condition():
        seconds = time.perf_counter() - start
        if process.poll() is not None or seconds > PATIENCE_SECONDS:
            said = log.read_text(encoding="utf-8", errors="replace")[-2_000:]
            raise ServingError(f"waited {seconds:.1f} s for {what}; its log ends with:\n{said}")
        time.sleep(0.005)
    return time.perf_counter() - start


def status_of(port: int, path: str) -> int | None:
    """Ask for a page on this machine; no status where nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    with contextlib.closing(connection):
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return None


def tree(process: "subprocess.Popen[bytes]") -> list[int]:
    """List a process and all that descend from it."""
    found = [process.pid]
    for pid in found:
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            found += map(int, children.read_text().split())
    return found


def search_path() -> str:
    """Return PATH with the programs of this Python first."""
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
