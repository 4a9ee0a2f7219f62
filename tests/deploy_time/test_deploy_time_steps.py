"""What is read from Ansible's own output: which step took how long, what changed, what failed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.deploy_time.command import CALLBACK
from tests.deploy_time.errors import OutputError
from tests.deploy_time.steps import AFTER, BEFORE, read

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
PLAYBOOK = """
- name: Look around
  hosts: localhost
  connection: local
  gather_facts: false
  tasks:
    - name: Change something
      ansible.builtin.command: "true"
      changed_when: true
    - name: Fail where it is wanted
      ansible.builtin.fail:
        msg: it is wanted
      when: fails | default(false) | bool
"""


def after(seconds: float) -> datetime:
    return BEGINNING + timedelta(seconds=seconds)


def task(name: str, start: float, end: float | None = None, **answer: object) -> dict[str, Any]:
    """Write a task as the callback does; one without an end has no answer of a host."""
    duration = {"start": after(start).isoformat().replace("+00:00", "Z")}
    if end is not None:
        duration["end"] = after(end).isoformat().replace("+00:00", "Z")
    hosts = {} if end is None else {"a.example": {"changed": False, **answer}}
    return {"task": {"name": name, "duration": duration}, "hosts": hosts}


def written(*plays: list[dict[str, Any]], changed: int = 0) -> str:
    return json.dumps(
        {
            "plays": [{"tasks": tasks} for tasks in plays],
            "stats": {"a.example": {"changed": changed}, "localhost": {"changed": 0}},
        }
    )


def test_a_step_lasts_until_the_next_one_and_all_of_them_are_the_whole() -> None:
    output = written([task("find", 2, 2.5)], [task("role : send", 3, 6), task("include", 6.5)])
    run = read(output, started=BEGINNING, ended=after(7))

    assert run.seconds == 7
    assert run.steps == {BEFORE: 2, "find": 1, "role : send": 3.5, "include": 0, AFTER: 0.5}
    assert sum(run.steps.values()) == run.seconds


def test_the_last_step_ends_with_the_answer_of_its_host() -> None:
    run = read(written([task("ask", 1, 4.5)]), started=BEGINNING, ended=after(5))

    assert run.steps == {BEFORE: 1, "ask": 3.5, AFTER: 0.5}


def test_steps_of_the_same_name_are_one() -> None:
    output = written([task("ask", 1, 2), task("wait", 2, 4), task("ask", 4, 5)])

    assert read(output, started=BEGINNING, ended=after(5)).steps["ask"] == 2


def test_what_changed_is_counted_and_what_failed_is_quoted() -> None:
    output = written([task("ask", 1, 2, failed=True, msg="no answer")], changed=2)
    run = read(output, started=BEGINNING, ended=after(2))

    assert run.changed == 2
    assert run.failures == ("ask: no answer",)


@pytest.mark.parametrize("output", ["", "PLAY [a]\n", "[]", '{"plays": [], "stats": {}}'])
def test_an_output_of_another_kind_is_refused(output: str) -> None:
    with pytest.raises(OutputError, match="cannot be read"):
        read(output, started=BEGINNING, ended=after(1))


@pytest.mark.parametrize("fails", [False, True])
def test_what_ansible_itself_writes_can_be_read(tmp_path: Path, fails: bool) -> None:
    (tmp_path / "look.yml").write_text(PLAYBOOK)
    started = datetime.now(UTC)
    done = subprocess.run(
        [
            *("ansible-playbook", "-i", "/dev/null", str(tmp_path / "look.yml")),
            *("-e", f"ansible_python_interpreter={sys.executable}", "-e", f"fails={fails}"),
        ],
        cwd=Path(__file__).parents[2],
        env={**os.environ, **CALLBACK},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    run = read(done.stdout, started=started, ended=datetime.now(UTC))

    assert list(run.steps) == [BEFORE, "Change something", "Fail where it is wanted", AFTER]
    assert all(seconds >= 0 for seconds in run.steps.values())
    assert run.changed == 1
    assert run.failures == (("Fail where it is wanted: it is wanted",) if fails else ())
