"""ssh-audit: what sshd offers to strangers.

``-jj`` is ssh-audit's JSON; its exit status says how grave the worst finding is, so every status
is one of an audit that was made, and the JSON is what counts.
"""

import json
from collections.abc import Iterator
from typing import Any

from benchmark.figures import Bar

from tests.audit.errors import FailedProgramError
from tests.audit.findings import Finding, Outcome
from tests.audit.programs import run
from tests.audit.target import Target

TOOL = "ssh-audit"
LIMIT_SECONDS = 120
MADE = (0, 2, 3)  # good, with warnings, with failures; 1 is a broken connection
KINDS = ("kex", "key", "enc", "mac")
GRAVE = {"fail": "failure", "warn": "warning"}


def audit(target: Target) -> Outcome:
    """Ask sshd from outside."""
    # The rate test opens hundreds of connections, for which sshd rightly shuts the auditor out.
    command = [TOOL, "-jj", "--skip-rate-test", "-p", str(target.ssh_port), target.address]
    return outcome(run(command, limit_seconds=LIMIT_SECONDS, statuses=MADE))


def outcome(report: str) -> Outcome:
    """Read ssh-audit's report.

    Raises:
        FailedProgramError: it is not a report of a server.
    """
    try:
        values = json.loads(report)
        offered = sum(len(values[kind]) for kind in KINDS)
    except (ValueError, KeyError, TypeError) as error:
        raise FailedProgramError(f"{TOOL} wrote no report: {report[:200]}") from error
    if not offered:
        raise FailedProgramError(f"{TOOL} was shown no algorithm by the server.")
    found = list(_found(values))
    counts = {level: sum(word == level for word, _ in found) for level in GRAVE.values()}
    return Outcome(
        tool=TOOL,
        score=", ".join(f"{count} {level}s" for level, count in counts.items()),
        findings=tuple(finding for _, finding in found),
        bars=tuple(
            Bar(claim=f"{TOOL}: {level}s", figure=count, at_least=0, at_most=0)
            for level, count in counts.items()
        ),
    )


def _found(values: dict[str, Any]) -> Iterator[tuple[str, Finding]]:
    for kind in KINDS:
        for offered in values[kind]:
            notes = offered.get("notes") or {}
            for level, word in GRAVE.items():
                for note in notes.get(level, ()):
                    name = f"{kind}:{offered['algorithm']}"
                    yield word, Finding(name, f"{word}: {note}")
    for weakness in values.get("cves") or ():
        yield "failure", Finding(str(weakness.get("name")), str(weakness.get("description")))
