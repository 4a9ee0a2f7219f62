"""Holding Docker's answers against the rules."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from tests.audit.auditors.containers import outcome
from tests.audit.errors import FailedProgramError

CONTAINER: dict[str, Any] = {
    "Name": "/traductor-nginx-1",
    "Config": {
        "User": "nginx",
        "Env": ["PATH=/bin", "TRANSLATOR_API_KEY_REQUIRED=no"],
        "Labels": {"com.docker.compose.project": "traductor"},
    },
    "HostConfig": {
        "ReadonlyRootfs": True,
        "Privileged": False,
        "SecurityOpt": ["no-new-privileges:true"],
        "CapDrop": ["ALL"],
        "CapAdd": None,
        "PidsLimit": 64,
        "Memory": 1024,
        "NetworkMode": "traductor_public",
        "PidMode": "",
        "IpcMode": "private",
        "UTSMode": "",
        "UsernsMode": "",
        "Devices": None,
        "LogConfig": {"Type": "json-file", "Config": {"max-size": "10m", "max-file": "3"}},
        "PortBindings": {"8080/tcp": [{"HostIp": "", "HostPort": "80"}]},
        "RestartPolicy": {"Name": "unless-stopped"},
    },
    "Mounts": [{"Type": "bind", "Source": "/opt/traductor/current/settings"}],
    "State": {"Health": {"Status": "healthy"}},
}
ENGINE: dict[str, Any] = {
    "info": {
        "LiveRestoreEnabled": True,
        "SecurityOptions": ["name=seccomp,profile=builtin", "name=no-new-privileges"],
        "LoggingDriver": "json-file",
        "Swarm": {"LocalNodeState": "inactive"},
        "RegistryConfig": {"IndexConfigs": {"docker.io": {"Secure": True}}},
    },
    "containers": [CONTAINER],
    "proxies": "0",
    "listeners": "0.0.0.0:80 [::]:80 127.0.0.1:39455 ",
    "members": "",
    "socket": "660 root:docker",
    "settings": "644 root:root",
}


def found(engine: dict[str, Any]) -> list[str]:
    return [finding.identifier for finding in outcome(json.dumps(engine)).findings]


def with_value(values: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    changed = copy.deepcopy(values)
    *folders, last = path.split(".")
    place = changed
    for folder in folders:
        place = place[folder]
    place[last] = value
    return changed


def test_a_hardened_engine_and_container_pass_every_check() -> None:
    whole = outcome(json.dumps(ENGINE))

    assert whole.findings == ()
    assert whole.score == "28 of 28 checks"


@pytest.mark.parametrize(
    ("path", "value", "rule"),
    [
        ("Config.User", "", "user"),
        ("Config.User", "0:0", "user"),
        ("HostConfig.Privileged", True, "privileged"),
        ("HostConfig.ReadonlyRootfs", False, "read-only"),
        ("HostConfig.SecurityOpt", None, "no-new-privileges"),
        ("HostConfig.SecurityOpt", ["no-new-privileges", "seccomp=unconfined"], "confined"),
        ("HostConfig.CapDrop", None, "capabilities"),
        ("HostConfig.CapAdd", ["NET_ADMIN"], "capabilities"),
        ("HostConfig.PidsLimit", None, "pids"),
        ("HostConfig.PidsLimit", -1, "pids"),
        ("HostConfig.Memory", 0, "memory"),
        ("HostConfig.LogConfig.Config", {}, "log"),
        ("HostConfig.NetworkMode", "host", "namespaces"),
        ("HostConfig.PidMode", "host", "namespaces"),
        ("HostConfig.Devices", [{"PathOnHost": "/dev/sda"}], "devices"),
        ("HostConfig.PortBindings", {"1/tcp": [{"HostPort": "8080"}]}, "ports"),
        ("HostConfig.RestartPolicy.Name", "no", "restart"),
        ("Mounts", [{"Source": "/var/run/docker.sock"}], "socket"),
        ("Mounts", [{"Source": "/"}], "mounts"),
        ("Mounts", [{"Source": "/etc/"}], "mounts"),
        ("State", {}, "healthy"),
        ("Config.Env", ["API_TOKEN=x"], "secret:API_TOKEN"),
        ("Config.Env", ["HARMLESS=dop_v1_0"], "secret:HARMLESS"),
    ],
)
def test_each_weakness_of_a_container_is_a_finding(path: str, value: object, rule: str) -> None:
    weak = {**ENGINE, "containers": [with_value(CONTAINER, path, value)]}

    assert f"traductor-nginx/{rule}" in found(weak)


def test_what_is_published_on_the_loopback_is_no_finding() -> None:
    bindings = {"3000/tcp": [{"HostIp": "127.0.0.1", "HostPort": "3000"}]}
    grafana = with_value(CONTAINER, "HostConfig.PortBindings", bindings)

    assert found({**ENGINE, "containers": [CONTAINER, grafana]}) == []


@pytest.mark.parametrize(
    ("path", "value", "rule"),
    [
        ("info.LiveRestoreEnabled", False, "live-restore"),
        ("info.SecurityOptions", ["name=no-new-privileges"], "seccomp"),
        ("info.SecurityOptions", ["name=seccomp,profile=builtin"], "no-new-privileges"),
        ("info.LoggingDriver", "none", "log-driver"),
        ("info.RegistryConfig.IndexConfigs", {"a": {"Secure": False}}, "insecure-registry"),
        ("info.Swarm.LocalNodeState", "active", "swarm"),
        ("proxies", "2", "userland-proxy"),
        ("listeners", "*:2375 ", "tcp-socket"),
        ("members", "traductor", "docker-group"),
        ("socket", "666 root:docker", "socket"),
        ("settings", "666 root:root", "settings"),
    ],
)
def test_each_weakness_of_the_engine_is_a_finding(path: str, value: object, rule: str) -> None:
    assert found(with_value(ENGINE, path, value)) == [f"engine/{rule}"]


def test_containers_of_somebody_else_do_not_stand_in_for_the_service() -> None:
    stranger = with_value(CONTAINER, "Config.Labels", None)

    assert found({**ENGINE, "containers": [stranger]}) == ["engine/service"]


@pytest.mark.parametrize("text", ["", "{}", json.dumps({**ENGINE, "containers": [{}]})])
def test_an_answer_that_is_not_understood_is_a_failure_of_the_auditor(text: str) -> None:
    with pytest.raises(FailedProgramError):
        outcome(text)
