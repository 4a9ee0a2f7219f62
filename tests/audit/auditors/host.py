"""lynis: how well the host is hardened, by the auditor's own index.

The droplet stays as it is: lynis comes from this machine's Debian package, runs in a temporary
folder that is removed, and is the same for both droplets that are compared.
"""

import io
import tarfile
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmark.figures import Bar

from tests.audit.errors import FailedProgramError, MissingProgramError
from tests.audit.findings import Finding, Outcome
from tests.audit.target import Target

TOOL = "lynis"
# Where Debian's package has its parts, and where they belong beside one another.
PARTS = {
    "/usr/sbin/lynis": "lynis",
    "/usr/share/lynis/include": "include",
    "/usr/share/lynis/db": "db",
    "/etc/lynis/default.prf": "default.prf",
    "/etc/lynis/plugins": "plugins",
}
RUN = r"""set -e
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
tar -xz -C "$folder"
cd "$folder"
sh ./lynis audit system --quick --no-colors --log-file ./log --report-file ./report \
    </dev/null >./said || {
    tail -n 5 ./said >&2
    exit 1
}
cat ./report
"""
LIMIT_SECONDS = 300
LEAST_INDEX = 82
LEAST_GAIN = 20

Report = dict[str, list[str]]


def audit(target: Target, untouched: Target | None) -> Outcome:
    """Run lynis on the machine, and on an untouched one of the same image at the same time."""
    archive = packed()
    machines = [target, untouched] if untouched else [target]

    def report_of(machine: Target) -> str:
        return machine.as_root(RUN, stdin=archive, limit_seconds=LIMIT_SECONDS)

    with ThreadPoolExecutor(len(machines)) as threads:
        reports = list(threads.map(report_of, machines))
    return outcome(reports[0], reports[1] if untouched else None)


def outcome(report: str, untouched: str | None) -> Outcome:
    """Read lynis' report, and the one of the untouched machine if there is one.

    Raises:
        FailedProgramError: it is not the report of a whole run.
    """
    values = _values(report)
    index = _index(values)
    bars = [Bar(claim=f"{TOOL}: hardening index", figure=index, at_least=LEAST_INDEX)]
    score = f"{index:g} of 100"
    if untouched is not None:
        before = _index(_values(untouched))
        score += f", untouched {before:g}"
        claim = f"{TOOL}: points above the untouched image"
        bars.append(Bar(claim=claim, figure=index - before, at_least=LEAST_GAIN))
    return Outcome(
        tool=TOOL,
        score=score,
        findings=tuple(_findings(values)),
        bars=tuple(bars),
        notes=() if untouched else ("not compared: there is no untouched machine of its image",),
    )


def _values(report: str) -> Report:
    values: Report = defaultdict(list)
    for line in report.splitlines():
        name, separator, value = line.partition("=")
        if separator:
            values[name.removesuffix("[]")].append(value)
    return values


def _index(values: Report) -> float:
    if "finish" not in values or "hardening_index" not in values:
        raise FailedProgramError(f"{TOOL} did not come to the end of its run.")
    return float(values["hardening_index"][0])


def _findings(values: Report) -> Iterator[Finding]:
    """Give each test one finding, or one for each setting where lynis names settings."""
    details = defaultdict(list)
    for line in values["details"]:
        test, _, what = line.split("|")[:3]
        fields = dict(part.partition(":")[::2] for part in what.split(";"))
        details[test].append((fields["field"], f"is {fields['value']}, wanted {fields['prefval']}"))
    texts: dict[str, list[str]] = defaultdict(list)
    for line in (*values["warning"], *values["suggestion"]):
        test, text = line.split("|")[:2]
        texts[test].append(text)
    for test, said in texts.items():
        for field, text in details[test]:
            yield Finding(f"{test}:{field}", text)
        if not details[test]:
            yield Finding(test, " ".join(dict.fromkeys(said)))


def packed() -> bytes:
    """Pack this machine's lynis, as root's: it refuses files of others."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for path, name in PARTS.items():
            if not Path(path).exists():
                raise MissingProgramError(TOOL)
            archive.add(path, arcname=name, filter=_as_root)
    return buffer.getvalue()


def _as_root(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    return member
