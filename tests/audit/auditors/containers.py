"""Our own containers and their engine, as a bench for Docker looks at them.

Docker is asked on the machine, over SSH: what it is told to do and what it does are not always
the same.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from tests.audit.auditors import container_rules, engine_rules
from tests.audit.errors import FailedProgramError
from tests.audit.findings import Finding, Outcome
from tests.audit.target import Target

TOOL = "containers"
PROJECT = "traductor"
# One JSON document: the engine, every container that runs, and who else has a way in.
ASK = """set -e
printf '{"info": '
docker info --format '{{json .}}'
printf ', "containers": '
docker inspect $(docker ps --quiet)
printf ', "proxies": "%s"' "$(pgrep -c -x docker-proxy || test $? = 1)"
printf ', "listeners": "%s"' "$(ss -Hltnp | awk '/"(dockerd|containerd)"/ {printf "%s ", $4}')"
printf ', "members": "%s"' "$(getent group docker | cut -d: -f4)"
printf ', "socket": "%s"' "$(stat -c '%a %U:%G' /var/run/docker.sock)"
printf ', "settings": "%s"}' "$(stat -c '%a %U:%G' /etc/docker/daemon.json)"
"""

Json = dict[str, Any]


def audit(target: Target) -> Outcome:
    """Ask the engine about itself and its containers."""
    return outcome(target.as_root(ASK))


def outcome(report: str) -> Outcome:
    """Hold what Docker says against the rules.

    Raises:
        FailedProgramError: Docker did not say it.
    """
    try:
        values = json.loads(report)
        checks = list(_checks(values))
    except (ValueError, KeyError, TypeError) as error:
        raise FailedProgramError(f"Docker's answer is not as known: {error!r}") from error
    findings = [finding for kept, finding in checks if not kept]
    return Outcome(
        tool=TOOL,
        score=f"{len(checks) - len(findings)} of {len(checks)} checks",
        findings=tuple(findings),
    )


def _checks(values: Json) -> Iterator[tuple[bool, Finding]]:
    for rule, (text, holds) in engine_rules.RULES.items():
        yield holds(values), Finding(f"engine/{rule}", text)
    ours = [one for one in values["containers"] if _project(one) == PROJECT]
    yield bool(ours), Finding("engine/service", "no container of the service runs")
    for container in values["containers"]:
        # Each release has a container of its own, with the next number.
        name = re.sub(r"-\d+$", "", container["Name"].removeprefix("/"))
        for rule, (text, keeps) in container_rules.RULES.items():
            yield keeps(container), Finding(f"{name}/{rule}", text)
        for variable in container_rules.secrets(container):
            yield False, Finding(f"{name}/secret:{variable}", "a secret is in the environment")


def _project(container: Json) -> str:
    return str((container["Config"]["Labels"] or {}).get("com.docker.compose.project", ""))
