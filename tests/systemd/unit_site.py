"""What is asked of a site that runs under systemd."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import closing
from typing import Any

import yaml

from tests.journey.finished_site import REPOSITORY, Site

WISHES = REPOSITORY / "molecule" / "systemd" / "wishes.yml"
SETTINGS = tuple(f"{name}={value}" for name, value in yaml.safe_load(WISHES.read_text()).items())
PATIENCE_SECONDS = 120


def version(site: Site) -> dict[str, Any]:
    """Ask the site which release answers."""
    with closing(site.connection()) as connection:
        connection.request("GET", "/version")
        found: dict[str, Any] = json.load(connection.getresponse())
        return found


def unit(site: Site) -> str:
    """Name the unit of the release that has the traffic."""
    return f"traductor-translator@{version(site)['release']}.service"


def shown(site: Site, name: str, what: str) -> str:
    """Ask systemd for a property of a unit."""
    return site.sudo(f"systemctl show --property={what} --value {name}").strip()


def said_of(site: Site, name: str) -> str:
    """Read what systemd itself said of a unit last."""
    return site.sudo(f"journalctl --quiet --lines=100 --output=cat _PID=1 UNIT={name}")


def seconds_until(condition: Callable[[], bool]) -> float:
    """Wait until something is so, and say how long that took."""
    begun = time.monotonic()
    while True:
        try:
            if condition():
                return time.monotonic() - begun
        except OSError:
            pass
        assert time.monotonic() - begun < PATIENCE_SECONDS, "it does not come back"
        time.sleep(0.1)


def proportional_megabytes(site: Site, name: str) -> float:
    """Add up the memory of a unit's processes, shared pages by their share (PSS)."""
    script = (
        f"for file in $(grep -ls {name} /proc/[0-9]*/cgroup); "
        "do cat ${file%cgroup}smaps_rollup 2> /dev/null; done; true"
    )
    lines = site.sudo(f"sh -c '{script}'").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
