"""testssl.sh: protocols, ciphers, the certificate and the known weaknesses of HTTPS."""

import json
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.audit.errors import FailedProgramError
from tests.audit.findings import Finding, Outcome
from tests.audit.programs import run
from tests.audit.target import Target

TOOL = "testssl"
PROGRAM = "testssl"
PORT = 443
CONNECT_SECONDS = 5
LIMIT_SECONDS = 600
# Protocols, ciphers, forward secrecy, preferences, certificate, headers, weaknesses; without the
# long comparison with what browsers of the last fifteen years would choose.
PARTS = ("-p", "-s", "-f", "-P", "-S", "-h", "-U")
BAD = ("LOW", "MEDIUM", "HIGH", "CRITICAL")
BROKEN = "FATAL"
LAST_LINE = "scanTime"
# What it has to have looked at, or it was not an audit of HTTPS.
NEEDED = ("TLS1_2", "TLS1_3", "cert_chain_of_trust", "heartbleed", "HTTP_status_code")
NOBODY = Outcome(
    tool=TOOL,
    score=f"nothing answers on port {PORT}",
    findings=(Finding("no-https", f"nothing answers on port {PORT}: the site has no HTTPS"),),
)


def audit(target: Target) -> Outcome:
    """Ask HTTPS from outside."""
    if not answers(target.address):
        return NOBODY
    with tempfile.TemporaryDirectory(prefix="traductor-audit-") as folder:
        report = Path(folder) / "report.json"
        command = [
            *(PROGRAM, "--quiet", "--color", "0", "--warnings", "off", "--nodns", "none"),
            *("--ip", target.address, "--jsonfile", str(report), *PARTS),
            *(("--add-ca", str(target.authority)) if target.authority else ()),
            f"{target.name}:{PORT}",
        ]
        # Its exit status counts what it could not do as well; the report says what counts.
        run(command, limit_seconds=LIMIT_SECONDS, statuses=range(256))
        if not report.exists():
            raise FailedProgramError(f"{PROGRAM} wrote no report.")
        return outcome(report.read_text(encoding="utf-8"))


def answers(address: str) -> bool:
    """Tell whether something accepts connections for HTTPS."""
    try:
        with socket.create_connection((address, PORT), timeout=CONNECT_SECONDS):
            return True
    except OSError:
        return False


def outcome(report: str) -> Outcome:
    """Read testssl's report.

    Raises:
        FailedProgramError: it broke off, or left out what counts.
    """
    try:
        lines: list[dict[str, Any]] = json.loads(report)
        broken = [line["finding"] for line in lines if line["severity"] == BROKEN]
        missing = {*NEEDED, LAST_LINE} - {_name(line) for line in lines}
    except (ValueError, KeyError, TypeError) as error:
        raise FailedProgramError(f"{PROGRAM} wrote no report: {report[-200:]}") from error
    if broken or missing:
        what = "; ".join(broken) or f"no word about {', '.join(sorted(missing))}"
        raise FailedProgramError(f"{PROGRAM} did not come to its end: {what}.")
    found = tuple(_findings(lines))
    worst = max((line["severity"] for line in lines), key=_rank)
    return Outcome(
        tool=TOOL,
        score=f"{len(lines)} answers, the worst {worst}"
        if found
        else f"{len(lines)} answers, all good",
        findings=found,
    )


def _findings(lines: list[dict[str, Any]]) -> Iterator[Finding]:
    for line in lines:
        if line["severity"] in BAD:
            yield Finding(_name(line), f"{line['severity']}: {line['finding']}")


def _name(line: dict[str, Any]) -> str:
    """Name what was looked at, without the number of the certificate where there are several."""
    return str(line["id"]).partition(" ")[0]


def _rank(severity: str) -> int:
    return BAD.index(severity) if severity in BAD else -1
