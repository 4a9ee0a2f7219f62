"""nmap: which of all TCP ports answer from outside."""

from collections.abc import Collection
from xml.etree import ElementTree

from tests.audit.errors import FailedProgramError
from tests.audit.findings import Finding, Outcome
from tests.audit.programs import run
from tests.audit.target import Target

TOOL = "ports"
WEB_PORTS = (80, 443)
ALL_PORTS = 65_535
LIMIT_SECONDS = 900


def audit(target: Target) -> Outcome:
    """Knock at every TCP port.

    The rate suits a machine that drops what it does not want; a port is asked three times before
    it counts as closed.
    """
    command = ["nmap", "-Pn", "-n", "-p-", "-T4", "--min-rate", "3000", "--max-retries", "2"]
    report = run([*command, "-oX", "-", target.address], limit_seconds=LIMIT_SECONDS)
    return outcome(report, wanted={target.ssh_port, *WEB_PORTS})


def outcome(report: str, *, wanted: Collection[int]) -> Outcome:
    """Read nmap's report.

    Raises:
        FailedProgramError: it is not a report of all ports.
    """
    is_open = open_ports(report)
    unwanted = [Finding(f"open:{port}", "the port is open") for port in is_open - set(wanted)]
    missing = [
        Finding(f"closed:{port}", f"nothing answers on port {port}")
        for port in set(wanted) - is_open
    ]
    return Outcome(
        tool=TOOL,
        score=f"open: {', '.join(map(str, sorted(is_open))) or 'none'}",
        findings=(*unwanted, *missing),
    )


def open_ports(report: str) -> set[int]:
    """Return the ports that are open, of all that there are."""
    try:
        host = ElementTree.fromstring(report).find("host")  # noqa: S314 - nmap's own words
        if host is None:
            raise FailedProgramError("nmap does not name the host.")
        named = [int(port.get("portid", "")) for port in host.iter("port")]
        is_open = host.findall("./ports/port/state[@state='open']/..")
        others = sum(int(each.get("count", "")) for each in host.iter("extraports"))
    except (ElementTree.ParseError, ValueError) as error:
        raise FailedProgramError(f"nmap wrote no report: {report[:200]}") from error
    if len(named) + others != ALL_PORTS:
        raise FailedProgramError(f"nmap asked {len(named) + others} ports of {ALL_PORTS}.")
    return {int(port.get("portid", "")) for port in is_open}
