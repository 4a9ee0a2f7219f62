"""Run commands of this machine."""

import os
import subprocess
from collections.abc import Mapping

from simulator.errors import CommandError


def run(
    *command: str, stdin: bytes | None = None, environment: Mapping[str, str] | None = None
) -> str:
    """Run a command to its end and return what it printed.

    Raises:
        CommandError: the command ended with an error; the message holds its output.
    """
    done = subprocess.run(
        command,
        input=stdin,
        stdin=None if stdin is not None else subprocess.DEVNULL,
        capture_output=True,
        check=False,
        env={**os.environ, **(environment or {})},
    )
    if done.returncode:
        output = done.stderr.decode(errors="replace") or done.stdout.decode(errors="replace")
        raise CommandError(command, done.returncode, output)
    return done.stdout.decode(errors="replace").strip()


def succeeds(*command: str) -> bool:
    """Tell whether a command ends well; its output is not wanted."""
    try:
        run(*command)
    except CommandError:
        return False
    return True
