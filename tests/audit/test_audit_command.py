"""The command: what it refuses, what it writes, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.audit import command, target
from tests.audit.auditors import containers, host, ports, ssh_server, tls, web
from tests.audit.errors import FailedProgramError
from tests.audit.findings import Finding, Outcome
from tests.audit.target import Target

AUDITORS = (host, containers, ports, web, tls, ssh_server)
HOST = ["--host", "192.0.2.1"]


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[Finding, ...]]:
    """Let every auditor find what a test puts here; nothing at first."""
    findings: dict[str, tuple[Finding, ...]] = {}
    for module in AUDITORS:

        def audit(*_: object, tool: str = module.TOOL) -> Outcome:
            return Outcome(tool=tool, findings=findings.get(tool, ()))

        monkeypatch.setattr(module, "audit", audit)
    monkeypatch.setattr(Target, "check_owned", lambda _self: None)
    return findings


@pytest.mark.usefixtures("found")
def test_where_nothing_is_found_the_status_is_0_and_every_auditor_was_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = command.main([*HOST, "--to", str(tmp_path / "build/audit.json")])
    written = json.loads((tmp_path / "build/audit.json").read_text())

    assert status == 0
    assert "Bars missed: 0." in capsys.readouterr().out
    assert [tool["tool"] for tool in written["tools"]] == [module.TOOL for module in AUDITORS]


def test_a_finding_that_nobody_accepted_makes_the_status_1(
    tmp_path: Path, found: dict[str, tuple[Finding, ...]], capsys: pytest.CaptureFixture[str]
) -> None:
    found["ports"] = (Finding("open:8080", "the port is open"),)

    assert command.main([*HOST, "--to", str(tmp_path / "audit.json")]) == 1
    assert "ports  open:8080  the port is open" in capsys.readouterr().out


@pytest.mark.usefixtures("found")
def test_an_auditor_that_fails_makes_the_status_2_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> Outcome:
        raise FailedProgramError("nmap ended with status 1")

    monkeypatch.setattr(ports, "audit", fail)
    status = command.main([*HOST, "--to", str(tmp_path / "audit.json")])
    written = json.loads((tmp_path / "audit.json").read_text())

    assert status == 2
    assert written["kept"] is False
    assert len(written["tools"]) == len(AUDITORS)


def test_a_machine_that_its_owner_cannot_enter_is_not_scanned(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object, **__: object) -> str:
        raise FailedProgramError("ssh ended with status 255")

    def never(*_: object) -> list[Outcome]:
        pytest.fail("it was audited all the same")

    monkeypatch.setattr(target, "run", refuse)
    monkeypatch.setattr(command, "audit", never)

    assert command.main(HOST) == 2
    assert "nothing was scanned" in capsys.readouterr().err


def test_without_a_demo_and_without_a_host_the_remedy_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(target, "STATE", tmp_path)

    assert command.main([]) == 2
    assert "Remedy: make demo" in capsys.readouterr().err


def test_a_command_on_the_machine_is_root_s_and_asks_for_no_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    called: list[list[str]] = []
    monkeypatch.setattr(target, "run", lambda line, **_: called.append(line))
    for user in ("traductor", "root"):
        Target(name="a", address="192.0.2.1", user=user, ssh_port=2222).as_root("echo it's")

    first, second = called
    assert first[-2:] == ["traductor@192.0.2.1", "sudo -n sh -c 'echo it'\"'\"'s'"]
    assert second[-1].startswith("sh -c")
    assert first[first.index("-p") + 1] == "2222"
