"""What the programs of a droplet print about it, as plain data; nothing here asks them."""

from __future__ import annotations

import ast
import json
import re
import ssl
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

Json = dict[str, Any]

KIBIBYTE = 1024
UNITS = {"B": 1, "KiB": 1024, "MiB": 1024**2, "GiB": 1024**3, "kB": 1000, "MB": 1000**2}
MEGABYTE = 1024**2
DAY_SECONDS = 86_400
# 2^64 - 1 means that nothing is set.
LARGEST_DIGITS = 19
INSTALLED = re.compile(r"^Inst \S+ (?:\[[^\]]*\] )?\(\S+ ([^\[)]*)", re.MULTILINE)
PROJECT_LABEL = "com.docker.compose.project"
SERVICE_LABEL = "com.docker.compose.service"
RELEASE_LABEL = "traductor.release"


def memory(text: str) -> Json:
    """Read `/proc/meminfo`; megabytes."""
    values = dict(re.findall(r"^(\w+):\s+(\d+) kB$", text, re.MULTILINE))
    megabytes = {name: int(value) * KIBIBYTE // MEGABYTE for name, value in values.items()}
    return {
        "memory_megabytes": megabytes["MemTotal"],
        "memory_used_megabytes": megabytes["MemTotal"] - megabytes["MemAvailable"],
        "swap_megabytes": megabytes.get("SwapTotal", 0),
        "swap_used_megabytes": megabytes.get("SwapTotal", 0) - megabytes.get("SwapFree", 0),
    }


def updates(text: str) -> Json:
    """Count what `apt-get --simulate upgrade` would install."""
    origins = INSTALLED.findall(text)
    security = [origin for origin in origins if "security" in origin.lower()]
    return {"pending": len(origins), "security": len(security)}


def bans(text: str) -> dict[str, int]:
    """Count the addresses of each jail in what `fail2ban-client banned` prints."""
    jails = ast.literal_eval(text.strip() or "[]")
    return {name: len(addresses) for jail in jails for name, addresses in jail.items()}


def settings(text: str) -> dict[str, str]:
    """Read a file of `NAME=value` lines."""
    lines = (line for line in text.splitlines() if "=" in line and not line.startswith("#"))
    return dict(line.split("=", 1) for line in lines)


def deployments(text: str, count: int) -> list[Json]:
    """Read the last lines of the deployments' file; what is no JSON object is passed over."""
    found = []
    for line in text.splitlines():
        try:
            deployment = json.loads(line)
        except ValueError:
            continue
        if isinstance(deployment, dict):
            found.append(deployment)
    return found[-count:] if count else []


def certificate(text: str, now: float) -> Json:
    """Read what `openssl x509 -noout -issuer -nameopt RFC2253 -dates` prints.

    Args:
        text: its output.
        now: Unix time.
    """
    fields = settings(text)
    names = dict(re.findall(r"(?:^|,)(CN|O)=((?:\\.|[^,\\])*)", fields["issuer"]))
    first = ssl.cert_time_to_seconds(fields["notBefore"])
    last = ssl.cert_time_to_seconds(fields["notAfter"])
    return {
        "issuer": names.get("O") or names.get("CN") or fields["issuer"],
        "days_left": round((last - now) / DAY_SECONDS, 1),
        "days": round((last - first) / DAY_SECONDS, 1),
    }


def size_megabytes(text: str) -> int:
    """Read a size as Docker prints it: `12.5MiB`."""
    found = re.fullmatch(r"([\d.]+)([a-zA-Z]+)", text.strip())
    return round(float(found[1]) * UNITS[found[2]] / MEGABYTE) if found else 0


def container(inspected: Json, used: Mapping[str, int]) -> Json:
    """Return what matters of a container that `docker inspect` describes.

    Args:
        inspected: the description.
        used: megabytes of memory by the number of a container.
    """
    labels = inspected["Config"]["Labels"] or {}
    state = inspected["State"]
    tag = inspected["Config"]["Image"].rpartition(":")[2].partition("-")[0]
    return {
        "name": inspected["Name"].lstrip("/"),
        "project": labels.get(PROJECT_LABEL, ""),
        "service": labels.get(SERVICE_LABEL, ""),
        "release": labels.get(RELEASE_LABEL) or tag,
        "state": state["Status"],
        "health": (state.get("Health") or {}).get("Status", "unchecked"),
        "restarts": inspected["RestartCount"],
        "memory_used_megabytes": used.get(inspected["Id"], 0),
        "memory_megabytes": inspected["HostConfig"]["Memory"] // MEGABYTE,
    }


def unit(text: str, *, service: str, is_ready: bool) -> Json:
    """Return what matters of a unit that `systemctl show` describes, in the words of a container.

    Args:
        text: the description.
        service: nginx or translator.
        is_ready: whether the engine answers through Nginx.
    """
    fields = settings(text)
    name = fields["Id"]
    runs = fields["ActiveState"] in ("active", "reloading")
    return {
        "name": name,
        "project": "traductor",
        "service": service,
        "release": name.partition("@")[2].removesuffix(".service") or "host",
        "state": "running" if runs else fields["ActiveState"],
        "health": "healthy" if is_ready else "unhealthy",
        "restarts": int(fields["NRestarts"]),
        "memory_used_megabytes": _megabytes(fields.get("MemoryCurrent", "")),
        "memory_megabytes": _megabytes(fields.get("MemoryMax", "")),
    }


def _megabytes(octets: str) -> int:
    """Read a size; `infinity` and `[not set]` count as none."""
    return int(octets) // MEGABYTE if octets.isdecimal() and len(octets) < LARGEST_DIGITS else 0


def recent(lines: Iterable[str], begin: float) -> Iterator[str]:
    """Pass on the log lines of Nginx that are not older than a Unix time."""
    for line in lines:
        try:
            time = datetime.fromisoformat(json.loads(line)["time"]).timestamp()
        except (ValueError, KeyError, TypeError):
            time = begin
        if time >= begin:
            yield line


def memory_of_containers(text: str) -> dict[str, int]:
    """Read what `docker stats --format json` prints; megabytes by the number of a container."""
    lines = [json.loads(line) for line in text.splitlines() if line.strip()]
    return {line["ID"]: size_megabytes(line["MemUsage"].partition("/")[0]) for line in lines}


def alerts(text: str) -> list[str]:
    """Name the alerts in what `promtool query -o json instant` prints."""
    return sorted({sample["metric"]["alertname"] for sample in json.loads(text)})
