"""What is asked of every container: each rule with what is wrong where it does not hold."""

import re
from collections.abc import Callable
from typing import Any

Json = dict[str, Any]

SYSTEM_FOLDERS = ("/", "/boot", "/dev", "/etc", "/lib", "/proc", "/root", "/run", "/sys", "/usr")
# What may be published to the world: the site.
PUBLISHED = {"80", "443"}
LOOPBACK = ("127.0.0.1", "::1")
ROOT_USERS = ("", "0", "root")
SECRET_NAME = re.compile(r"(?i)(token|secret|passw(or)?d|credentials?|(^|_)key)$")
SECRET_VALUE = re.compile(r"dop_v1_|-----BEGIN [A-Z ]*PRIVATE KEY")


def secrets(container: Json) -> list[str]:
    """Name the variables that hold a secret, by their names or by what they look like."""
    pairs = (line.partition("=")[::2] for line in container["Config"]["Env"] or ())
    return [
        name
        for name, value in pairs
        if value and (SECRET_NAME.search(name) or SECRET_VALUE.search(value))
    ]


def _host(container: Json) -> Json:
    settings: Json = container["HostConfig"]
    return settings


def _is_ordinary_user(container: Json) -> bool:
    return container["Config"]["User"].split(":")[0] not in ROOT_USERS


def _keeps_privileges(container: Json) -> bool:
    options = _host(container)["SecurityOpt"] or ()
    return any(
        one.replace("=", ":") in ("no-new-privileges", "no-new-privileges:true") for one in options
    )


def _is_confined(container: Json) -> bool:
    return not any("unconfined" in option for option in _host(container)["SecurityOpt"] or ())


def _has_no_capabilities(container: Json) -> bool:
    settings = _host(container)
    return settings["CapDrop"] == ["ALL"] and not settings["CapAdd"]


def _rotates_its_log(container: Json) -> bool:
    log = _host(container)["LogConfig"]
    return log["Type"] == "journald" or {"max-size", "max-file"} <= set(log["Config"] or ())


def _shares_no_namespace(container: Json) -> bool:
    settings = _host(container)
    return not any(
        settings[f"{name}Mode"] == "host" for name in ("Network", "Pid", "Ipc", "UTS", "Userns")
    )


def _publishes_the_site_alone(container: Json) -> bool:
    bindings = (_host(container)["PortBindings"] or {}).values()
    published = [one for each in bindings for one in each or ()]
    return {one["HostPort"] for one in published if one.get("HostIp") not in LOOPBACK} <= PUBLISHED


def _sources(container: Json) -> list[str]:
    return [mount.get("Source", "") for mount in container["Mounts"]]


RULES: dict[str, tuple[str, Callable[[Json], bool]]] = {
    "user": ("it runs as root", _is_ordinary_user),
    "privileged": ("it is privileged", lambda one: not _host(one)["Privileged"]),
    "read-only": ("its files can be written", lambda one: _host(one)["ReadonlyRootfs"] is True),
    "no-new-privileges": ("it may gain privileges", _keeps_privileges),
    "confined": ("seccomp or AppArmor is off for it", _is_confined),
    "capabilities": ("it keeps capabilities", _has_no_capabilities),
    "pids": ("nothing limits its processes", lambda one: (_host(one)["PidsLimit"] or 0) > 0),
    "memory": ("nothing limits its memory", lambda one: _host(one)["Memory"] > 0),
    "log": ("its log is not rotated", _rotates_its_log),
    "namespaces": ("it shares a namespace with the host", _shares_no_namespace),
    "devices": ("it has devices of the host", lambda one: not _host(one)["Devices"]),
    "ports": ("it publishes another port than the site's", _publishes_the_site_alone),
    "socket": (
        "it can command the engine",
        lambda one: not any("docker.sock" in path for path in _sources(one)),
    ),
    "mounts": (
        "it sees a folder of the system",
        lambda one: not any((path.rstrip("/") or "/") in SYSTEM_FOLDERS for path in _sources(one)),
    ),
    "healthy": (
        "it is not healthy, or nobody asks",
        lambda one: (one["State"].get("Health") or {}).get("Status") == "healthy",
    ),
    "restart": (
        "it does not come back after a reboot",
        lambda one: _host(one)["RestartPolicy"]["Name"] in ("always", "unless-stopped"),
    ),
}
