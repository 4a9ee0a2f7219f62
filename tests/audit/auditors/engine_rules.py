"""What is asked of the Docker Engine: each rule with what is wrong where it does not hold."""

from collections.abc import Callable, Sequence
from typing import Any

Json = dict[str, Any]

SAFE_LOG_DRIVERS = ("json-file", "local", "journald")
LOOPBACK = ("127.0.0.1", "[::1]")


def _public(listeners: Sequence[str], containers: Sequence[Json]) -> list[str]:
    """Return where the engine listens beyond this machine, but for the ports that it publishes.

    Without docker-proxy the engine itself holds a published port, so that nobody else takes it.
    """
    published = {
        bound["HostPort"]
        for container in containers
        for bindings in (container["HostConfig"]["PortBindings"] or {}).values()
        for bound in bindings
    }
    places = (listener.rpartition(":") for listener in listeners)
    return [host for host, _, port in places if host not in LOOPBACK and port not in published]


RULES: dict[str, tuple[str, Callable[[Json], bool]]] = {
    "live-restore": (
        "containers end with the engine",
        lambda answer: answer["info"]["LiveRestoreEnabled"] is True,
    ),
    "no-new-privileges": (
        "a container may gain privileges unless it says otherwise",
        lambda answer: "name=no-new-privileges" in answer["info"]["SecurityOptions"],
    ),
    "seccomp": (
        "system calls of containers are not filtered",
        lambda answer: any(
            option.startswith("name=seccomp,profile=") and not option.endswith("unconfined")
            for option in answer["info"]["SecurityOptions"]
        ),
    ),
    "log-driver": (
        "logs are kept by no driver that is known to rotate them",
        lambda answer: answer["info"]["LoggingDriver"] in SAFE_LOG_DRIVERS,
    ),
    "userland-proxy": (
        "docker-proxy runs as root for each published port",
        lambda answer: answer["proxies"] == "0",
    ),
    "tcp-socket": (
        "the engine listens on TCP beyond this machine",
        lambda answer: not _public(answer["listeners"].split(), answer["containers"]),
    ),
    "insecure-registry": (
        "images are taken from a registry without TLS",
        lambda answer: all(
            index["Secure"] for index in answer["info"]["RegistryConfig"]["IndexConfigs"].values()
        ),
    ),
    "swarm": (
        "the engine belongs to a swarm that nobody uses",
        lambda answer: answer["info"]["Swarm"]["LocalNodeState"] == "inactive",
    ),
    "docker-group": (
        "the group docker has members, who are as good as root",
        lambda answer: answer["members"] == "",
    ),
    "socket": (
        "others than root and the group docker may use the engine's socket",
        lambda answer: answer["socket"] == "660 root:docker",
    ),
    "settings": (
        "others than root may write the engine's settings",
        lambda answer: answer["settings"] in ("644 root:root", "640 root:root", "600 root:root"),
    ),
}
