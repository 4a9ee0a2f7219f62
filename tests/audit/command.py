"""Audit a machine from outside: ``python -m tests.audit``; ``--help`` says what can be asked.

Without ``--host`` it is the machine of the running demo. The exit status is 0 where every bar is
kept, 1 where one is missed, and 2 where an auditor could not do its work.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

from tests.audit import accepted, report
from tests.audit.auditors import containers, host, ports, ssh_server, tls, web
from tests.audit.errors import AuditError
from tests.audit.findings import Outcome, Verdict, judge, unused
from tests.audit.target import REPOSITORY, Target, of_demo
from tests.audit.untouched import untouched_droplet

RESULT = REPOSITORY / "build" / "audit.json"


def main(arguments: Sequence[str] | None = None) -> int:
    """Audit, print and write; return the exit status."""
    asked = _parser().parse_args(arguments)
    try:
        acceptances = accepted.read()
        target = _target(asked)
        target.check_owned()
    except AuditError as error:
        print(f"audit: {error}", file=sys.stderr)
        return 2
    verdicts = judge(audit(target), acceptances, simulated=target.simulated)
    idle = unused(verdicts, acceptances, simulated=target.simulated)
    print(report.as_text(target, verdicts, idle))
    _write(asked.to, target, verdicts)
    missed = report.missed(verdicts)
    print(f"\nBars missed: {len(missed)}. The same as values: {asked.to}")
    if any(verdict.outcome.failure for verdict in verdicts):
        return 2
    return 1 if missed else 0


def audit(target: Target) -> list[Outcome]:
    """Call every auditor, one after the other.

    sshd is asked last: it shuts out for a while who opens connections and does not log in.
    """
    start = time.monotonic()
    auditors: dict[str, Callable[[], Outcome]] = {
        host.TOOL: lambda: _host(target),
        containers.TOOL: lambda: containers.audit(target),
        ports.TOOL: lambda: ports.audit(target),
        web.TOOL: lambda: web.audit(target),
        tls.TOOL: lambda: tls.audit(target),
        ssh_server.TOOL: lambda: ssh_server.audit(target),
    }
    outcomes = []
    for tool, call in auditors.items():
        print(f"{time.monotonic() - start:5.0f} s  {tool}", file=sys.stderr, flush=True)
        try:
            outcomes.append(call())
        except AuditError as error:
            outcomes.append(Outcome(tool=tool, failure=str(error)))
    return outcomes


def _host(target: Target) -> Outcome:
    """Compare with an untouched droplet where there is a simulator to make one."""
    with untouched_droplet() if target.simulated else nullcontext() as untouched:
        return host.audit(target, untouched)


def _target(asked: argparse.Namespace) -> Target:
    if not asked.host:
        return of_demo()
    return Target(
        name=asked.name or asked.host,
        address=asked.host,
        user=asked.user,
        ssh_port=asked.port,
        ssh_options=("-i", str(asked.key)) if asked.key else (),
    )


def _write(path: Path, target: Target, verdicts: Sequence[Verdict]) -> None:
    when = datetime.now(UTC).isoformat(timespec="seconds")
    path.parent.mkdir(parents=True, exist_ok=True)
    values = {"when": when} | report.as_json(target, verdicts)
    path.write_text(json.dumps(values, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="audit",
        description="Let independent auditors look at a droplet of your own, from outside.",
    )
    parser.add_argument("--host", help="its IP address; default: the machine of the running demo")
    parser.add_argument("--name", help="the site's name; default: the address")
    parser.add_argument("--user", default="traductor", help="who may log in and use sudo")
    parser.add_argument("--port", type=int, default=22, help="where sshd listens")
    parser.add_argument("--key", type=Path, help="the private key; default: what ssh finds")
    parser.add_argument("--to", type=Path, default=RESULT, help="the file for the result")
    return parser
