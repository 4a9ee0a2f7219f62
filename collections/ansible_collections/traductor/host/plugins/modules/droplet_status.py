#!/usr/bin/python
"""Say how a droplet and the site on it are doing."""

from __future__ import annotations

DOCUMENTATION = r"""
module: droplet_status
short_description: Say how a droplet and the site on it are doing
description:
  - Changes nothing. Asks the system, Docker, the journal, fail2ban and the site's own Nginx, all at
    once, and returns one dictionary.
  - A part that cannot be asked is one key C(unknown) with the reason; the others are there all the
    same.
  - Log lines are read as a stream and only counted. No address and no path is returned.
author: The Traductor maintainers
options:
  name:
    description: Fully qualified name of the site.
    type: str
    required: true
  directory:
    description: The folder that holds the releases.
    type: path
    default: /opt/traductor
  window_minutes:
    description: Of how many minutes the requests are counted.
    type: int
    default: 60
  deployments:
    description: How many of the last deployments are returned.
    type: int
    default: 5
"""

EXAMPLES = r"""
- name: Ask the droplet
  traductor.host.droplet_status:
    name: translate.example.com
"""

RETURN = r"""
parts:
  description: >-
    C(system), C(packages), C(units), C(bans), C(containers), C(release), C(deployments),
    C(certificate), C(traffic) and C(alerts).
  returned: success
  type: dict
"""

import json
import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.traductor.host.plugins.module_utils import droplet_facts
from ansible_collections.traductor.host.plugins.module_utils.traffic import summary

Json = dict[str, Any]

SITE_PROJECT = "traductor"
PROJECTS = (SITE_PROJECT, "traductor-monitoring")
LIMIT_SECONDS = 60
TAIL_BYTES = 65_536
DAY_SECONDS = 86_400
ENVIRONMENT = {"LC_ALL": "C", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/bin"}
TRANSLATOR = "traductor-translator"
NGINX = "nginx.service"
# What logrotate has put aside last may be within the while that is asked for.
ACCESS_LOGS = tuple(Path(f"/var/log/nginx/traductor.access.log{end}") for end in (".1", ""))
FIRING = 'ALERTS{alertstate="firing"}'


class UnknownError(Exception):
    """A part cannot be asked; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What to look at."""

    name: str
    directory: Path
    window_minutes: int
    deployments: int


def run(*command: str, given: bytes | None = None) -> str:
    """Run a program and return what it printed.

    Raises:
        UnknownError: it is missing, fails or does not end.
    """
    try:
        done = subprocess.run(
            command,
            input=given,
            stdin=None if given is not None else subprocess.DEVNULL,
            capture_output=True,
            env=ENVIRONMENT,
            check=False,
            timeout=LIMIT_SECONDS,
        )
    except FileNotFoundError:
        raise UnknownError(f"{command[0]} is not installed") from None
    except subprocess.TimeoutExpired:
        raise UnknownError(f"{command[0]} took longer than {LIMIT_SECONDS} s") from None
    if done.returncode:
        said = (done.stderr or done.stdout).decode(errors="replace").strip().splitlines()
        raise UnknownError(f"{command[0]}: {said[-1] if said else f'exit {done.returncode}'}")
    return done.stdout.decode(errors="replace")


def system(_wish: Wish) -> Json:
    """Ask the kernel and the disk."""
    disk = shutil.disk_usage("/")
    return {
        **droplet_facts.memory(Path("/proc/meminfo").read_text()),
        "disk_megabytes": disk.total // droplet_facts.MEGABYTE,
        "disk_used_megabytes": (disk.total - disk.free) // droplet_facts.MEGABYTE,
        "load": round(os.getloadavg()[1], 2),
        "cores": os.cpu_count() or 1,
        "up_days": round(float(Path("/proc/uptime").read_text().split()[0]) / DAY_SECONDS, 1),
        "reboot_required": Path("/run/reboot-required").exists(),
    }


def packages(_wish: Wish) -> Json:
    """Ask apt what it would install, and when it last asked for news."""
    upgrade = ("upgrade", "--with-new-pkgs", "--option", "Debug::NoLocking=true")
    counts = droplet_facts.updates(run("apt-get", "--simulate", "--quiet", *upgrade))
    lists = [path.stat().st_ctime for path in Path("/var/lib/apt/lists").glob("*_*")]
    age = (time.time() - max(lists)) / DAY_SECONDS if lists else None
    return {**counts, "lists_days": None if age is None else round(age, 1)}


def units(_wish: Wish) -> Json:
    """Ask systemd for what has failed."""
    listed = run("systemctl", "list-units", "--state=failed", "--plain", "--no-legend", "--all")
    return {"failed": [line.split()[0] for line in listed.splitlines() if line.strip()]}


def bans(_wish: Wish) -> Json:
    """Ask fail2ban how many addresses are kept out."""
    return {"jails": droplet_facts.bans(run("fail2ban-client", "banned"))}


def units_of_the_site() -> Json:
    """Ask systemd for what would else be containers; Nginx says whether the engine answers."""
    listed = run(
        *("systemctl", "list-units", "--all", "--plain", "--no-legend", f"{TRANSLATOR}@*.service")
    )
    names = [line.split()[0] for line in listed.splitlines() if line.strip()]
    ready = _is_active(NGINX) and _is_ready()
    return {
        "list": [
            droplet_facts.unit(run("systemctl", "show", name), service=service, is_ready=ready)
            for service, name in (("nginx", NGINX), *(("translator", name) for name in names))
        ]
    }


def _is_ready() -> bool:
    try:
        run("/usr/local/sbin/traductor-site", "ready")
    except UnknownError:
        return False
    return True


def _containers(project: str, *filters: str) -> list[str]:
    label = f"--filter=label={droplet_facts.PROJECT_LABEL}={project}"
    return run("docker", "ps", "--quiet", "--no-trunc", label, *filters).split()


def containers(wish: Wish) -> Json:
    """Ask Docker for the containers of the site, running or not, or systemd for its units."""
    if _runs_without_docker(wish):
        return units_of_the_site()
    ids = [identifier for project in PROJECTS for identifier in _containers(project, "--all")]
    if not ids:
        return {"list": []}
    described = json.loads(run("docker", "inspect", *ids))
    stats = ("stats", "--no-stream", "--no-trunc", "--format", "{{json .}}")
    used = droplet_facts.memory_of_containers(run("docker", *stats, *ids))
    found = [droplet_facts.container(one, used) for one in described]
    return {"list": sorted(found, key=lambda one: (one["project"], one["service"]))}


def _settings(wish: Wish) -> dict[str, str]:
    file = wish.directory / "current" / ".env"
    return droplet_facts.settings(file.read_text()) if file.exists() else {}


def _runs_without_docker(wish: Wish) -> bool:
    return _settings(wish).get("TRANSLATOR_DEPLOYMENT") == "systemd"


def release(wish: Wish) -> Json:
    """Look which release has the traffic, and which are kept."""
    current = wish.directory / "current"
    if not current.exists():
        raise UnknownError(f"there is no {current}")
    kept = [path for path in (wish.directory / "releases").iterdir() if path.is_dir()]
    version = _settings(wish).get("TRANSLATOR_VERSION", "")
    return {"current": current.resolve().name, "version": version, "kept": len(kept)}


def deployments(wish: Wish) -> Json:
    """Read the end of the deployments' file."""
    file = wish.directory / "deployments.jsonl"
    if not file.exists():
        return {"list": []}
    with file.open("rb") as lines:
        lines.seek(max(0, file.stat().st_size - TAIL_BYTES))
        text = lines.read().decode(errors="replace")
    return {"list": droplet_facts.deployments(text, wish.deployments)}


def certificate(wish: Wish) -> Json:
    """Look at the certificate that visitors are shown, and whether it will be renewed."""
    port = int(_settings(wish).get("TRANSLATOR_HTTPS_PORT", 443))
    timer = Path("/run/systemd/system").exists() and _is_active("certbot.timer")
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        with (
            socket.create_connection(("127.0.0.1", port), timeout=10) as plain,
            context.wrap_socket(plain, server_hostname=wish.name) as shaken,
        ):
            shown = shaken.getpeercert(binary_form=True)
    except OSError:
        return {"served": False, "timer_active": timer}
    ask = ("-noout", "-issuer", "-nameopt", "RFC2253", "-dates")
    text = run("openssl", "x509", "-inform", "der", *ask, given=shown or b"")
    return {"served": True, "timer_active": timer, **droplet_facts.certificate(text, time.time())}


def _is_active(unit: str) -> bool:
    try:
        run("systemctl", "is-active", "--quiet", unit)
    except UnknownError:
        return False
    return True


def traffic(wish: Wish) -> Json:
    """Count what Nginx wrote into the journal or its own file, line by line."""
    if _runs_without_docker(wish):
        begin = time.time() - wish.window_minutes * 60
        recent = droplet_facts.recent(_lines(ACCESS_LOGS), begin)
        return {**summary(recent), "minutes": wish.window_minutes}
    since = f"--since=-{wish.window_minutes}min"
    command = ["journalctl", "--output=cat", "--no-pager", "--quiet", since]
    try:
        journal = subprocess.Popen(
            [*command, "CONTAINER_TAG=traductor-nginx"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=ENVIRONMENT,
            encoding="utf-8",
            errors="replace",
        )
    except FileNotFoundError:
        raise UnknownError("journalctl is not installed") from None
    with journal:
        counted = summary(journal.stdout or ())
    if journal.returncode:
        raise UnknownError(f"journalctl: exit {journal.returncode}")
    return {**counted, "minutes": wish.window_minutes}


def _lines(files: Iterable[Path]) -> Iterator[str]:
    for file in files:
        if file.exists():
            with file.open(encoding="utf-8", errors="replace") as lines:
                yield from lines


def alerts(wish: Wish) -> Json:
    """Ask Prometheus, where it runs, which alerts fire."""
    if _runs_without_docker(wish):
        return {"watched": False, "firing": []}
    service = f"--filter=label={droplet_facts.SERVICE_LABEL}=prometheus"
    ids = _containers(PROJECTS[1], service)
    if not ids:
        return {"watched": False, "firing": []}
    ask = ("promtool", "query", "instant", "-o", "json", "http://127.0.0.1:9090", FIRING)
    return {"watched": True, "firing": droplet_facts.alerts(run("docker", "exec", ids[0], *ask))}


GATHERERS: tuple[Callable[[Wish], Json], ...] = (
    *(system, packages, units, bans, containers, release, deployments, certificate, traffic),
    alerts,
)


def part(gather: Callable[[Wish], Json], wish: Wish) -> Json:
    """Return what a part says, or why it says nothing."""
    try:
        return gather(wish)
    except UnknownError as error:
        return {"unknown": str(error)}
    except (OSError, ValueError, KeyError, SyntaxError) as error:
        return {"unknown": f"{type(error).__name__}: {error}"}


def gather_all(wish: Wish) -> Json:
    """Ask all at once: Docker alone takes two seconds to measure."""
    with ThreadPoolExecutor(len(GATHERERS)) as pool:
        asked = {gather.__name__: pool.submit(part, gather, wish) for gather in GATHERERS}
        return {name: future.result() for name, future in asked.items()}


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "name": {"type": "str", "required": True},
            "directory": {"type": "path", "default": "/opt/traductor"},
            "window_minutes": {"type": "int", "default": 60},
            "deployments": {"type": "int", "default": 5},
        },
        supports_check_mode=True,
    )
    wish = Wish(**{**module.params, "directory": Path(module.params["directory"])})
    module.exit_json(changed=False, parts=gather_all(wish))


if __name__ == "__main__":
    main()
