"""Kill a run of a playbook at a moment of one's choice."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time

from tests.resilience.simulated_account import REPOSITORY, Account


def processes_below(root: int) -> list[int]:
    """Return a process and all that it started; Ansible's workers have sessions of their own."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True)
    pairs = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()]
    found = [root]
    for parent in found:
        found += [child for child, its_parent in pairs if its_parent == parent]
    return found


def kill_after(
    account: Account, line: str, seconds: float, *arguments: str, playbook: str = "site.yml"
) -> None:
    """Kill a run of a playbook with all its processes, `seconds` after it printed a line."""
    run = subprocess.Popen(
        account.command(playbook, *arguments),
        cwd=REPOSITORY,
        env=account.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert run.stdout
    with account.log.open("a") as log:
        reached = any(log.write(printed) and line in printed for printed in run.stdout)
    assert reached, f"the run never came to {line}:\n{account.log.read_text()[-3_000:]}"
    time.sleep(seconds)
    for process in processes_below(run.pid):
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    run.stdout.close()
    run.wait()
