"""Reading testssl."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from tests.audit.auditors import tls
from tests.audit.errors import FailedProgramError
from tests.audit.target import Target


def report(*lines: tuple[str, str], complete: bool = True) -> str:
    needed = [(name, "OK") for name in (*tls.NEEDED, tls.LAST_LINE)] if complete else []
    return json.dumps(
        [{"id": name, "severity": word, "finding": "so"} for name, word in (*needed, *lines)]
    )


def test_answers_that_are_good_or_tell_something_are_no_findings() -> None:
    found = tls.outcome(report(("cert_serialNumber", "INFO"), ("engine_problem", "WARN")))

    assert found.findings == ()
    assert "all good" in found.score


@pytest.mark.parametrize("severity", ["LOW", "MEDIUM", "HIGH", "CRITICAL"])
def test_everything_from_low_upwards_is_a_finding(severity: str) -> None:
    found = tls.outcome(report(("BREACH", severity), ("SWEET32", "LOW")))

    assert [finding.identifier for finding in found.findings] == ["BREACH", "SWEET32"]
    assert f"the worst {severity}" in found.score


@pytest.mark.parametrize(
    "text", ["", "[]", report(("scanProblem", "FATAL")), report(("TLS1", "OK"), complete=False)]
)
def test_a_scan_that_broke_off_is_a_failure_of_the_auditor(text: str) -> None:
    with pytest.raises(FailedProgramError):
        tls.outcome(text)


def test_a_finding_about_one_of_several_certificates_bears_the_plain_name() -> None:
    found = tls.outcome(report(("cert_revocation <hostCert#2>", "HIGH")))

    assert [finding.identifier for finding in found.findings] == ["cert_revocation"]


def test_where_nothing_answers_for_https_that_is_said_plainly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        monkeypatch.setattr(tls, "PORT", unused.getsockname()[1])
        found = tls.audit(Target(name="a.example", address="127.0.0.1", user="root"))

    assert found.score == "nothing answers on port 443"
    assert [finding.identifier for finding in found.findings] == ["no-https"]


def test_testssl_is_told_the_address_the_name_and_the_ca(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    called: list[list[str]] = []

    def write_report(command: list[str], **_: object) -> str:
        called.append(command)
        Path(command[command.index("--jsonfile") + 1]).write_text(report())
        return ""

    monkeypatch.setattr(tls, "answers", lambda _address: True)
    monkeypatch.setattr(tls, "run", write_report)
    target = Target(name="a.example", address="192.0.2.1", user="root", authority=Path("/ca.pem"))

    assert tls.audit(target).findings == ()
    assert called[0][-1] == "a.example:443"
    assert {"192.0.2.1", "/ca.pem"} <= set(called[0])
