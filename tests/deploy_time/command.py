"""Measure how long a deploy takes: ``python -m tests.deploy_time``; ``--help`` says what to choose.

It makes the site on a simulator that runs, and deploys with nothing to do and with a line changed.
The exit status is 0 where every bar is kept, 1 where one is missed, and 2 where a deploy failed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmark.table import as_json, render

from tests.deploy_time.errors import DeployError, DeployTimeError, SiteError
from tests.deploy_time.report import CHANGE, NOTHING, part
from tests.deploy_time.steps import Run, read
from tests.journey.finished_site import REPOSITORY, make_site
from tests.journey.playbook_runs import command as playbook_command
from tests.journey.playbook_runs import environment
from tests.journey.site_changes import TEMPLATE, copy_service

RESULT = REPOSITORY / "build" / "bench-deploy.json"
PLAYBOOK = "deploy.yml"
LIMIT_SECONDS = 600
# The second one instead of the table of chapters, which would follow the JSON.
CALLBACK = {
    "ANSIBLE_STDOUT_CALLBACK": "ansible.posix.json",
    "ANSIBLE_CALLBACKS_ENABLED": "ansible.posix.json",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and write; return the exit status."""
    asked = _parser().parse_args(arguments)
    try:
        _make_site()
        with tempfile.TemporaryDirectory() as folder:
            runs = measure(Path(folder), asked.runs)
    except DeployTimeError as error:
        print(f"bench-deploy: {error}", file=sys.stderr)
        return 2
    found = part(runs, cores=os.cpu_count() or 1)
    print(render([found]))
    when = datetime.now(UTC).isoformat(timespec="seconds")
    asked.to.parent.mkdir(parents=True, exist_ok=True)
    values = {"when": when} | as_json([found])
    asked.to.write_text(json.dumps(values, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    missed = [bar for bar in found.bars if not bar.is_kept]
    print(f"\nBars missed: {len(missed)}. The same as values: {asked.to}")
    return 1 if missed else 0


def measure(folder: Path, count: int) -> dict[str, list[Run]]:
    """Deploy so many times what is there, and so many times with another line in a template.

    Args:
        folder: for a copy of the service.
        count: how often.

    Raises:
        DeployTimeError: a deploy failed, or did something else.
    """
    source = copy_service(folder)
    setting = f"translator_source={source}"
    runs: dict[str, list[Run]] = {NOTHING: [], CHANGE: []}
    for _ in range(count):
        run = deploy(setting)
        if run.changed:
            raise DeployError(f"a deploy of what is there changed something {run.changed} times")
        runs[NOTHING].append(run)
    for number in range(count):
        with (source / TEMPLATE).open("a", encoding="utf-8") as template:
            template.write(f"<!-- change {number} -->\n")
        run = deploy(setting)
        if not run.changed:
            raise DeployError("a deploy of another template changed nothing")
        runs[CHANGE].append(run)
    return runs


def deploy(setting: str) -> Run:
    """Run the playbook as a person does who was not there in the last minute.

    Raises:
        DeployTimeError: it failed, or its output cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="ssh-") as connections:
        own = {
            **environment(),
            **CALLBACK,
            # No connection of the run before is used again.
            "ANSIBLE_SSH_CONTROL_PATH_DIR": connections,
        }
        started = datetime.now(UTC)
        done = subprocess.run(
            playbook_command(PLAYBOOK, setting),
            cwd=REPOSITORY,
            env=own,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=LIMIT_SECONDS,
        )
        ended = datetime.now(UTC)
    if done.returncode != 0 and not done.stdout.strip():
        raise DeployError(f"{PLAYBOOK} ended with status {done.returncode}:\n{done.stderr[-2000:]}")
    run = read(done.stdout, started=started, ended=ended)
    print(f"{run.seconds:5.1f} s  {PLAYBOOK} changed={run.changed}", file=sys.stderr, flush=True)
    if done.returncode != 0:
        why = "\n".join(run.failures) or done.stderr[-2000:]
        raise DeployError(f"{PLAYBOOK} ended with status {done.returncode}:\n{why}")
    return run


def _make_site() -> None:
    try:
        make_site()
    except (subprocess.CalledProcessError, OSError) as error:
        raise SiteError(
            f"the site could not be made: {error}. "
            "Remedy: make bench-deploy, which starts a simulator"
        ) from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bench-deploy",
        description="Measure playbooks/deploy.yml with nothing to do and with a line changed.",
    )
    parser.add_argument("--runs", type=_count, default=3, help="how often of each; default: 3")
    parser.add_argument("--to", type=Path, default=RESULT, help="the file for the result")
    return parser


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least one run of each is needed")
    return number
