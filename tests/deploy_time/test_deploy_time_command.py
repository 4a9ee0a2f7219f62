"""The command: what it deploys, what it writes, and how it ends."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.deploy_time import command
from tests.deploy_time.errors import DeployError, DeployTimeError
from tests.deploy_time.report import CHANGE, NOTHING
from tests.deploy_time.steps import Run
from tests.journey.finished_site import REPOSITORY
from tests.journey.site_changes import TEMPLATE

Deploy = Callable[[str], Run]


@pytest.fixture(autouse=True)
def _site_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "make_site", lambda: None)


def deploying(*, seconds: float = 2.0) -> Deploy:
    """Stand in for deploys that change something when the template is another one."""
    seen = {(REPOSITORY / "service" / TEMPLATE).read_text()}

    def deploy(setting: str) -> Run:
        template = (Path(setting.partition("=")[2]) / TEMPLATE).read_text()
        changed = int(template not in seen)
        seen.add(template)
        return Run(seconds=seconds, steps={"look": seconds}, changed=changed)

    return deploy


def test_nothing_and_one_line_are_deployed_as_often_as_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "deploy", deploying())
    runs = command.measure(tmp_path, 3)

    assert [run.changed for run in runs[NOTHING]] == [0, 0, 0]
    assert [run.changed for run in runs[CHANGE]] == [1, 1, 1]


@pytest.mark.parametrize(("changed", "why"), [(1, "changed something"), (0, "changed nothing")])
def test_a_deploy_that_does_something_else_is_no_measurement(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: int, why: str
) -> None:
    run = Run(seconds=2.0, steps={"look": 2.0}, changed=changed)
    monkeypatch.setattr(command, "deploy", lambda _: run)

    with pytest.raises(DeployError, match=why):
        command.measure(tmp_path, 3)


@pytest.mark.parametrize(("seconds", "status"), [(2.0, 0), (16.0, 1)])
def test_the_status_says_whether_the_bars_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seconds: float, status: int
) -> None:
    monkeypatch.setattr(command, "deploy", deploying(seconds=seconds))
    file = tmp_path / "build" / "bench-deploy.json"

    assert command.main(["--to", str(file)]) == status
    assert json.loads(file.read_text())["kept"] is (status == 0)


def test_a_deploy_that_fails_makes_the_status_2_and_is_quoted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: str) -> Run:
        raise DeployError("the port is taken")

    monkeypatch.setattr(command, "deploy", fail)
    file = tmp_path / "bench-deploy.json"

    assert command.main(["--to", str(file)]) == 2
    assert "bench-deploy: the port is taken" in capsys.readouterr().err
    assert not file.exists()


def test_without_a_site_the_status_is_2_and_the_remedy_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise subprocess.CalledProcessError(4, "ansible-playbook")

    monkeypatch.setattr(command, "make_site", fail)

    assert command.main([]) == 2
    assert "Remedy: make bench-deploy" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("program", "why"),
    [
        ("echo '[ERROR]: no such file' >&2; exit 4", "no such file"),
        ("echo half of an answer; exit 2", "half of an answer"),
        ("echo half of an answer", "half of an answer"),
    ],
)
def test_a_run_that_ends_without_an_answer_is_no_measurement(
    monkeypatch: pytest.MonkeyPatch, program: str, why: str
) -> None:
    monkeypatch.setattr(command, "playbook_command", lambda *_: ["sh", "-c", program])

    with pytest.raises(DeployTimeError, match=why):
        command.deploy("translator_source=service")


def test_no_run_takes_over_the_connection_of_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    program = "echo $ANSIBLE_SSH_CONTROL_PATH_DIR >&2; exit 4"
    monkeypatch.setattr(command, "playbook_command", lambda *_: ["sh", "-c", program])
    places = set()
    for _ in range(2):
        with pytest.raises(DeployTimeError) as told:
            command.deploy("translator_source=service")
        places.add(str(told.value).split()[-1])

    assert len(places) == 2


def test_at_least_one_run_of_each_is_asked_for() -> None:
    with pytest.raises(SystemExit):
        command.main(["--runs", "0"])
