"""Run the auditors' programs."""

import os
import subprocess
from collections.abc import Collection, Mapping, Sequence

from tests.audit.errors import FailedProgramError, MissingProgramError

LAST_CHARACTERS = 800


def run(
    command: Sequence[str],
    *,
    limit_seconds: float,
    stdin: bytes = b"",
    statuses: Collection[int] = (0,),
    environment: Mapping[str, str] | None = None,
) -> str:
    """Run a program to its end and return what it printed.

    Args:
        command: the program and its arguments.
        limit_seconds: how long it may take.
        stdin: what it reads.
        statuses: the exit statuses that mean that it did its work.
        environment: what is set for it besides what is set here.

    Raises:
        MissingProgramError: it is not installed.
        FailedProgramError: it took too long, or ended in another way.
    """
    try:
        done = subprocess.run(
            command,
            input=stdin,
            capture_output=True,
            check=False,
            timeout=limit_seconds,
            env={**os.environ, **(environment or {})},
        )
    except FileNotFoundError as error:
        raise MissingProgramError(command[0]) from error
    except subprocess.TimeoutExpired as error:
        raise FailedProgramError(
            f"{command[0]} took longer than {limit_seconds:g} s. Remedy: try again on a quiet "
            "machine."
        ) from error
    if done.returncode not in statuses:
        said = (done.stderr + done.stdout).decode(errors="replace").strip()
        raise FailedProgramError(
            f"{command[0]} ended with status {done.returncode}: {said[-LAST_CHARACTERS:]}"
        )
    return done.stdout.decode(errors="replace")
