"""What an auditor found, and what is left of it once the accepted findings are taken off."""

import dataclasses
from collections.abc import Iterable, Sequence

from benchmark.figures import Bar

from tests.audit.accepted import Acceptance


@dataclasses.dataclass(frozen=True)
class Finding:
    """One thing that an auditor does not like.

    Args:
        identifier: its name in the list of accepted findings, such as ``SSH-7408:MaxSessions``.
        text: what the auditor says about it.
    """

    identifier: str
    text: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Outcome:
    """What one auditor says.

    Args:
        tool: the auditor's name.
        score: its result in a few words.
        findings: what it does not like.
        bars: figures of its own that are held to a limit.
        failure: why there is no result; empty where there is one.
        notes: what else is to be known, a sentence each.
    """

    tool: str
    score: str = "–"
    findings: tuple[Finding, ...] = ()
    bars: tuple[Bar, ...] = ()
    failure: str = ""
    notes: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, kw_only=True)
class Verdict:
    """An auditor's result, its findings apart in those that are accepted and the others."""

    outcome: Outcome
    accepted: tuple[tuple[Finding, Acceptance], ...]
    left_over: tuple[Finding, ...]

    @property
    def bars(self) -> tuple[Bar, ...]:
        """Return all figures that are held to a limit; a failed auditor misses its bar."""
        count = None if self.outcome.failure else float(len(self.left_over))
        claim = f"{self.outcome.tool}: findings that nobody accepted"
        return (*self.outcome.bars, Bar(claim=claim, figure=count, at_least=0, at_most=0))


def judge(
    outcomes: Iterable[Outcome], acceptances: Sequence[Acceptance], *, simulated: bool
) -> list[Verdict]:
    """Hold every finding against the list of those that are accepted."""
    return [_verdict(outcome, acceptances, simulated=simulated) for outcome in outcomes]


def unused(
    verdicts: Iterable[Verdict], acceptances: Iterable[Acceptance], *, simulated: bool
) -> list[Acceptance]:
    """Return what is accepted although nobody found it this time."""
    used = {acceptance for verdict in verdicts for _, acceptance in verdict.accepted}
    return [one for one in acceptances if one.holds(simulated=simulated) and one not in used]


def _verdict(outcome: Outcome, acceptances: Sequence[Acceptance], *, simulated: bool) -> Verdict:
    known = {
        one.finding: one
        for one in acceptances
        if one.tool == outcome.tool and one.holds(simulated=simulated)
    }
    return Verdict(
        outcome=outcome,
        accepted=tuple(
            (finding, known[finding.identifier])
            for finding in outcome.findings
            if finding.identifier in known
        ),
        left_over=tuple(one for one in outcome.findings if one.identifier not in known),
    )
