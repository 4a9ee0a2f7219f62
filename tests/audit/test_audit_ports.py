"""Reading nmap."""

from __future__ import annotations

import pytest

from tests.audit.auditors.ports import ALL_PORTS, outcome
from tests.audit.errors import FailedProgramError

WANTED = {22, 80, 443}


def report(*is_open: int, others: int | None = None) -> str:
    ports = "".join(
        f'<port protocol="tcp" portid="{port}"><state state="open"/></port>' for port in is_open
    )
    count = ALL_PORTS - len(is_open) if others is None else others
    extra = f'<extraports state="filtered" count="{count}"/>'
    return f"<nmaprun><host><ports>{extra}{ports}</ports></host></nmaprun>"


def test_the_wanted_ports_and_no_other_are_no_finding() -> None:
    found = outcome(report(22, 80, 443), wanted=WANTED)

    assert found.findings == ()
    assert found.score == "open: 22, 80, 443"


def test_an_open_port_too_many_and_one_too_few_are_findings() -> None:
    found = outcome(report(22, 80, 8080), wanted=WANTED)

    assert [finding.identifier for finding in found.findings] == ["open:8080", "closed:443"]


def test_a_closed_port_that_is_listed_is_not_open() -> None:
    text = report(22, 80, 443).replace(
        'portid="80"><state state="open"', 'portid="80"><state state="closed"'
    )

    assert [one.identifier for one in outcome(text, wanted=WANTED).findings] == ["closed:80"]


@pytest.mark.parametrize("text", ["", "<nmaprun/>", report(22, others=1000)])
def test_a_scan_of_fewer_than_all_ports_is_a_failure_of_the_auditor(text: str) -> None:
    with pytest.raises(FailedProgramError):
        outcome(text, wanted=WANTED)
