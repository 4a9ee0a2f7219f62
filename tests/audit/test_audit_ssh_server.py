"""Reading ssh-audit."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.audit.auditors.ssh_server import outcome
from tests.audit.errors import FailedProgramError

GOOD = {"algorithm": "mlkem768x25519-sha256", "notes": {"info": ["since 9.9"]}}
WEAK = {"algorithm": "hmac-sha1", "notes": {"fail": ["broken hash"], "warn": ["encrypt-and-MAC"]}}


def report(**offered: Any) -> str:
    return json.dumps({"cves": [], "kex": [GOOD], "key": [], "enc": [], "mac": [], **offered})


def test_a_server_that_offers_good_algorithms_alone_has_no_finding() -> None:
    found = outcome(report())

    assert found.score == "0 failures, 0 warnings"
    assert found.findings == ()
    assert all(bar.is_kept for bar in found.bars)


def test_each_failure_and_each_warning_is_a_finding_and_misses_its_bar() -> None:
    found = outcome(report(mac=[WEAK]))

    assert [finding.identifier for finding in found.findings] == ["mac:hmac-sha1"] * 2
    assert [bar.figure for bar in found.bars] == [1, 1]
    assert not any(bar.is_kept for bar in found.bars)


def test_a_known_weakness_of_the_server_is_a_failure() -> None:
    found = outcome(report(cves=[{"name": "CVE-2000-0001", "description": "an overflow"}]))

    assert found.findings[0].identifier == "CVE-2000-0001"
    assert not found.bars[0].is_kept


@pytest.mark.parametrize("text", ["", "[]", "{}", report(kex=[]), "Connection refused"])
def test_what_is_no_report_of_a_server_is_a_failure_of_the_auditor(text: str) -> None:
    with pytest.raises(FailedProgramError):
        outcome(text)
