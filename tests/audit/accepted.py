"""Read which findings are accepted: the tables of ``docs/audit.md`` are the list."""

import re
from dataclasses import dataclass
from pathlib import Path

from tests.audit.errors import AcceptedListError

DOCUMENT = Path(__file__).parents[2] / "docs" / "audit.md"
HEAD = ("finding", "where", "why it is accepted")
EVERYWHERE = "everywhere"
SIMULATOR = "simulator"


@dataclass(frozen=True)
class Acceptance:
    """One finding that may stay, and why.

    Args:
        tool: the auditor that reports it.
        finding: its identifier.
        where: ``everywhere``, or ``simulator`` where only a droplet that is a container has it.
        reason: why it may stay, in one line.
    """

    tool: str
    finding: str
    where: str
    reason: str

    def holds(self, *, simulated: bool) -> bool:
        """Tell whether it counts for a machine."""
        return simulated or self.where == EVERYWHERE


def read(document: Path = DOCUMENT) -> list[Acceptance]:
    """Read the list.

    Raises:
        AcceptedListError: a row is not in order, or stands there twice.
    """
    rows: list[Acceptance] = []
    tool = ""
    for number, line in enumerate(document.read_text(encoding="utf-8").splitlines(), start=1):
        if heading := re.fullmatch(r"## (.+)", line):
            tool = heading[1].strip()
        elif (
            tool
            and line.startswith("|")
            and (cells := _cells(line)) != HEAD
            and set(line) - set("|- ")
        ):
            rows.append(_acceptance(tool, cells, place=f"{document.name} line {number}"))
    twice = {(row.tool, row.finding) for row in rows}
    if len(twice) != len(rows):
        raise AcceptedListError(f"{document.name} accepts a finding of the same tool twice.")
    return rows


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))


def _acceptance(tool: str, cells: tuple[str, ...], *, place: str) -> Acceptance:
    if len(cells) != len(HEAD) or not tool or not all(cells):
        raise AcceptedListError(f"{place}: a row has the cells {', '.join(HEAD)}, none empty.")
    finding, where, reason = cells
    if where not in (EVERYWHERE, SIMULATOR):
        raise AcceptedListError(f"{place}: where is {EVERYWHERE} or {SIMULATOR}, not {where}.")
    return Acceptance(tool=tool, finding=finding.strip("`"), where=where, reason=reason)
