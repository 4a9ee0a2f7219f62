"""The list of accepted findings, the verdicts and the table."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.audit import accepted, report
from tests.audit.errors import AcceptedListError
from tests.audit.findings import Finding, Outcome, judge, unused
from tests.audit.target import Target

PAGE = """# A page
| a table | before the first tool |
|---|---|
## lynis
| finding | where | why it is accepted |
|---|---|---|
| `A-1` | everywhere | it is so |
| B-2 | simulator | a container has none |
"""
TARGET = Target(name="a.example", address="192.0.2.1", user="root")
FOUND = Outcome(tool="lynis", score="84", findings=(Finding("A-1", "a"), Finding("B-2", "b")))


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "audit.md"
    path.write_text(PAGE)
    return path


def test_the_tables_of_the_page_are_the_list(page: Path) -> None:
    assert [(one.tool, one.finding, one.where) for one in accepted.read(page)] == [
        ("lynis", "A-1", "everywhere"),
        ("lynis", "B-2", "simulator"),
    ]


@pytest.mark.parametrize(
    "row",
    ["| C-3 | everywhere | |", "| C-3 | here | so |", "| C-3 | so |", "| A-1 | simulator | x |"],
)
def test_a_row_without_a_reason_a_place_or_a_name_of_its_own_is_refused(
    page: Path, row: str
) -> None:
    page.write_text(f"{PAGE}{row}\n")

    with pytest.raises(AcceptedListError):
        accepted.read(page)


def test_what_a_container_is_forgiven_another_machine_is_not(page: Path) -> None:
    acceptances = accepted.read(page)
    (simulated,) = judge([FOUND], acceptances, simulated=True)
    (real,) = judge([FOUND], acceptances, simulated=False)

    assert simulated.left_over == ()
    assert [finding.identifier for finding in real.left_over] == ["B-2"]
    assert [bar.is_kept for bar in (*simulated.bars, *real.bars)] == [True, False]


def test_a_finding_is_accepted_for_its_own_tool_alone(page: Path) -> None:
    other = Outcome(tool="ports", findings=FOUND.findings)

    assert len(judge([other], accepted.read(page), simulated=True)[0].left_over) == 2


def test_a_failed_auditor_misses_its_bar(page: Path) -> None:
    failed = Outcome(tool="lynis", failure="it broke off")
    verdicts = judge([failed], accepted.read(page), simulated=True)

    assert len(report.missed(verdicts)) == 1
    assert "lynis: it broke off" in report.as_text(TARGET, verdicts, [])


def test_what_is_accepted_and_not_found_is_named(page: Path) -> None:
    acceptances = accepted.read(page)
    one = Outcome(tool="lynis", findings=FOUND.findings[:1])
    verdicts = judge([one], acceptances, simulated=True)
    idle = unused(verdicts, acceptances, simulated=True)

    assert "not found this time: lynis B-2" in report.as_text(TARGET, verdicts, idle)


def test_the_table_names_every_tool_its_score_and_the_reasons(page: Path) -> None:
    text = report.as_text(TARGET, judge([FOUND], accepted.read(page), simulated=False), [])

    assert "lynis  84     MISSED  1          1" in text
    assert "lynis  A-1  it is so" in text
    assert "lynis  B-2  b" in text


def test_the_values_say_the_same_as_the_table(page: Path) -> None:
    values = report.as_json(TARGET, judge([FOUND], accepted.read(page), simulated=False))
    written = json.loads(json.dumps(values))

    assert written["kept"] is False
    (tool,) = written["tools"]
    assert tool["accepted"] == [{"finding": "A-1", "text": "a", "reason": "it is so"}]
    assert tool["left_over"] == [{"finding": "B-2", "text": "b"}]
