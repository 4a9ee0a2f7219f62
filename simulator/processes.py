"""Look after processes that go on when the command ends, by the file with their number."""

import os
import signal
import time
from pathlib import Path

from simulator.errors import SimulatorError


def pid_of(pid_file: Path, program: str) -> int | None:
    """Read the number of a process that runs.

    Args:
        pid_file: holds the number, or does not exist.
        program: a word of its command line; numbers are used again for other programs.
    """
    if not pid_file.exists():
        return None
    pid = int(pid_file.read_text())
    command_line = Path(f"/proc/{pid}/cmdline")  # empty once the process has ended
    if not command_line.exists() or program.encode() not in command_line.read_bytes():
        return None
    return pid


def end(pid_file: Path, program: str, *, within_seconds: float) -> None:
    """Ask a process to end, wait until it has, and forget its number.

    Raises:
        SimulatorError: it goes on.
    """
    pid = pid_of(pid_file, program)
    if pid is not None:
        os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + within_seconds
    while pid_of(pid_file, program) is not None:
        if time.monotonic() > deadline:
            raise SimulatorError(f"process {pid} does not end; end it with `kill -9 {pid}`")
        time.sleep(0.1)
    pid_file.unlink(missing_ok=True)
