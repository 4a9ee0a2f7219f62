"""The page of accepted findings agrees with the auditors that read it."""

from __future__ import annotations

import re

import pytest

from tests.audit import accepted
from tests.audit.auditors import containers, host, ports, ssh_server, tls, web

TEXT = accepted.DOCUMENT.read_text(encoding="utf-8")
TOOLS = [module.TOOL for module in (ssh_server, host, containers, ports, tls, web)]
ACCEPTANCES = accepted.read()


def test_the_page_has_a_heading_and_a_bar_for_every_auditor_and_for_nothing_else() -> None:
    overview, *_ = TEXT.partition("\n## ")
    rows = re.findall(r"(?m)^\| ([\w-]+) \|", overview)

    assert rows[1:] == TOOLS
    assert re.findall(r"(?m)^## (.+)$", TEXT) == TOOLS


def test_the_bars_of_the_page_are_the_bars_that_are_held_to() -> None:
    assert f"index ≥ {host.LEAST_INDEX}, and ≥ {host.LEAST_GAIN} points above" in TEXT
    assert {"80", "443"} <= set(re.findall(r"\d+", TEXT.partition("| ports |")[2].splitlines()[0]))
    assert set(ports.WEB_PORTS) == {80, 443}
    assert f"nothing at {tls.BAD[0]} or above" in TEXT


def test_there_are_accepted_findings_to_check() -> None:
    assert len(ACCEPTANCES) > 10


@pytest.mark.parametrize("tool", [ssh_server.TOOL, ports.TOOL])
def test_of_these_auditors_nothing_is_accepted(tool: str) -> None:
    assert [one for one in ACCEPTANCES if one.tool == tool] == []
    assert "Nothing is accepted." in TEXT.partition(f"\n## {tool}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("acceptance", ACCEPTANCES, ids=lambda one: one.finding)
def test_every_reason_is_a_line_of_its_own(acceptance: accepted.Acceptance) -> None:
    assert 15 <= len(acceptance.reason) <= 120
    assert [one.reason for one in ACCEPTANCES].count(acceptance.reason) == 1
