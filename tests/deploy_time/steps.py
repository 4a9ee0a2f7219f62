"""Read what Ansible's callback `ansible.posix.json` writes: which step took how long."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.deploy_time.errors import OutputError

Json = dict[str, Any]

BEFORE = "Ansible itself, before its first task"
AFTER = "Ansible itself, after its last task"


@dataclass(frozen=True, kw_only=True)
class Run:
    """One run of a playbook, from its command line to its end.

    Args:
        seconds: how long it took.
        steps: how long each task took, Ansible's own work on it included; they add up to the whole.
        changed: how many tasks changed something.
        failures: what the tasks that failed say.
    """

    seconds: float
    steps: dict[str, float]
    changed: int = 0
    failures: tuple[str, ...] = ()


def read(output: str, *, started: datetime, ended: datetime) -> Run:
    """Read the output of a run.

    A task lasts until the next one begins. Tasks of the same name are one step.

    Args:
        output: what the callback wrote.
        started: when the program was called, in UTC.
        ended: when it was done.

    Raises:
        OutputError: it is something else.
    """
    try:
        written: Json = json.loads(output)
        tasks: list[Json] = [task for play in written["plays"] for task in play["tasks"]]
        steps = _steps(tasks, started, ended)
        changed = sum(host["changed"] for host in written["stats"].values())
    except (ValueError, LookupError, TypeError) as error:
        raise OutputError(f"Ansible's output cannot be read: {error!r}\n{output[-500:]}") from error
    return Run(
        seconds=(ended - started).total_seconds(),
        steps=steps,
        changed=changed,
        failures=tuple(_failures(tasks)),
    )


def _steps(tasks: list[Json], started: datetime, ended: datetime) -> dict[str, float]:
    names = [task["task"]["name"] for task in tasks]
    moments = [datetime.fromisoformat(task["task"]["duration"]["start"]) for task in tasks]
    # A task without an answer of a host, one that includes others for instance, has no end.
    last = tasks[-1]["task"]["duration"].get("end")
    moments = [started, *moments, datetime.fromisoformat(last) if last else moments[-1], ended]
    steps: dict[str, float] = {}
    for name, start, end in zip([BEFORE, *names, AFTER], moments, moments[1:], strict=False):
        steps[name] = steps.get(name, 0.0) + (end - start).total_seconds()
    return steps


def _failures(tasks: list[Json]) -> list[str]:
    return [
        f"{task['task']['name']}: {answer.get('msg', '')}"
        for task in tasks
        for answer in task["hosts"].values()
        if answer.get("failed") or answer.get("unreachable")
    ]
