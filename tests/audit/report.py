"""Write what the auditors say: as one table for people, as values for programs."""

from collections.abc import Iterator, Sequence

from benchmark.figures import Bar
from benchmark.table import render_bars

from tests.audit.accepted import DOCUMENT, Acceptance
from tests.audit.findings import Verdict
from tests.audit.target import REPOSITORY, Target

LIST = DOCUMENT.relative_to(REPOSITORY)


def as_text(target: Target, verdicts: Sequence[Verdict], idle: Sequence[Acceptance]) -> str:
    """Write the table, what is left and why, and which bars are kept."""
    machine = "the simulated droplet" if target.simulated else "the machine"
    blocks = [
        "\n".join([f"Audit of {machine} {target.name} at {target.address}", *_table(verdicts)]),
        "\n".join(["Findings that nobody accepted", *(_left_over(verdicts) or ["  none"])]),
        "\n".join([f"Findings left, and why ({LIST})", *(_accepted(verdicts) or ["  none"])]),
        render_bars(bars(verdicts)),
    ]
    if idle:
        names = ", ".join(f"{one.tool} {one.finding}" for one in idle)
        blocks.append(f"Accepted in {LIST}, and not found this time: {names}")
    return "\n\n".join(blocks)


def bars(verdicts: Sequence[Verdict]) -> list[Bar]:
    """Return all figures that are held to a limit."""
    return [bar for verdict in verdicts for bar in verdict.bars]


def missed(verdicts: Sequence[Verdict]) -> list[Bar]:
    """Return the bars that are not kept."""
    return [bar for bar in bars(verdicts) if not bar.is_kept]


def as_json(target: Target, verdicts: Sequence[Verdict]) -> dict[str, object]:
    """Return the same as values."""
    return {
        "name": target.name,
        "address": target.address,
        "simulated": target.simulated,
        "kept": not missed(verdicts),
        "tools": [_values(verdict) for verdict in verdicts],
    }


def _values(verdict: Verdict) -> dict[str, object]:
    outcome = verdict.outcome
    return {
        "tool": outcome.tool,
        "score": outcome.score,
        "failure": outcome.failure,
        "bars": [
            {"claim": bar.claim, "figure": bar.figure, "limit": bar.limit, "kept": bar.is_kept}
            for bar in verdict.bars
        ],
        "left_over": [{"finding": one.identifier, "text": one.text} for one in verdict.left_over],
        "accepted": [
            {"finding": finding.identifier, "text": finding.text, "reason": acceptance.reason}
            for finding, acceptance in verdict.accepted
        ],
        "notes": list(outcome.notes),
    }


def _table(verdicts: Sequence[Verdict]) -> Iterator[str]:
    rows = [("tool", "score", "bars", "left over", "accepted")]
    for verdict in verdicts:
        kept = all(bar.is_kept for bar in verdict.bars)
        rows.append(
            (
                verdict.outcome.tool,
                "FAILED" if verdict.outcome.failure else verdict.outcome.score,
                "kept" if kept else "MISSED",
                str(len(verdict.left_over)),
                str(len(verdict.accepted)),
            )
        )
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        yield f"  {'  '.join(cells)}".rstrip()
    for verdict in verdicts:
        said = (verdict.outcome.failure, *verdict.outcome.notes)
        yield from (f"  {verdict.outcome.tool}: {text}" for text in said if text)


def _left_over(verdicts: Sequence[Verdict]) -> list[str]:
    return [
        f"  {verdict.outcome.tool}  {finding.identifier}  {finding.text}"
        for verdict in verdicts
        for finding in verdict.left_over
    ]


def _accepted(verdicts: Sequence[Verdict]) -> list[str]:
    return [
        f"  {verdict.outcome.tool}  {finding.identifier}  {acceptance.reason}"
        for verdict in verdicts
        for finding, acceptance in verdict.accepted
    ]
