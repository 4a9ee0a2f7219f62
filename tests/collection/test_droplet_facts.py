"""What a droplet's programs print is read; the samples are their own words."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.traductor.host.plugins.module_utils import droplet_facts
from ansible_collections.traductor.host.plugins.modules import droplet_status
from ansible_collections.traductor.host.plugins.modules.droplet_status import UnknownError, Wish

from tests.service.certificates import make

Json = dict[str, Any]

# As apt-get on Debian 13 and Ubuntu 24.04 prints it.
APT = """\
NOTE: This is only a simulation!
Inst openssl [3.5.4-1~deb13u1] (3.5.4-1~deb13u2 Debian-Security:13/stable-security [amd64]) []
Inst libssl3t64 [3.5.4-1] (3.5.4-1~deb13u2 Debian-Security:13/stable-security [amd64])
Inst tzdata [2025a-0] (2025b-0 Debian:13.2/stable-updates [all])
Inst linux-image-6.12.57+deb13-amd64 (6.12.57-1 Debian:13.2/stable [amd64])
Inst libc6 [2.39-0] (2.39-1 Ubuntu:24.04/noble-updates, Ubuntu:24.04/noble-security [amd64])
Conf openssl (3.5.4-1~deb13u2 Debian-Security:13/stable-security [amd64])
"""
MEMINFO = """\
MemTotal:        1048576 kB
MemFree:          100000 kB
MemAvailable:     524288 kB
SwapTotal:       2097152 kB
SwapFree:        1048576 kB
HugePages_Total:       0
"""
STATS = (
    '{"BlockIO":"0B / 0B","CPUPerc":"0.06%","Container":"aa","ID":"aa",'
    '"MemPerc":"31.42%","MemUsage":"219.9MiB / 700MiB","Name":"traductor-translator-1"}\n'
)
# Of `docker inspect` of a running container, what is read.
INSPECTED: Json = {
    "Id": "aa",
    "Name": "/traductor-translator-1",
    "RestartCount": 2,
    "State": {"Status": "running", "Health": {"Status": "healthy", "FailingStreak": 0}},
    "Config": {
        "Image": "traductor-translator:72ae46ea7dd7-ctranslate2",
        "Labels": {
            "com.docker.compose.project": "traductor",
            "com.docker.compose.service": "translator",
        },
    },
    "HostConfig": {"Memory": 734003200},
}


def wish(folder: Path) -> Wish:
    return Wish(name="example.com", directory=folder, window_minutes=60, deployments=5)


def test_updates_are_counted_and_those_for_security_apart() -> None:
    assert droplet_facts.updates(APT) == {"pending": 5, "security": 3}
    assert droplet_facts.updates("NOTE: This is only a simulation!\n")["pending"] == 0


def test_memory_that_can_be_had_is_not_used() -> None:
    assert droplet_facts.memory(MEMINFO) == {
        "memory_megabytes": 1024,
        "memory_used_megabytes": 512,
        "swap_megabytes": 2048,
        "swap_used_megabytes": 1024,
    }


@pytest.mark.parametrize(
    ("text", "jails"),
    [
        ("[{'sshd': ['192.0.2.1', '2001:db8::1']}, {'traductor-nginx': []}]\n", [2, 0]),
        ("[]\n", []),
        ("", []),
    ],
)
def test_bans_are_counted_and_not_named(text: str, jails: list[int]) -> None:
    assert list(droplet_facts.bans(text).values()) == jails


def test_a_container_is_told_with_the_tag_of_its_image_as_release() -> None:
    used = droplet_facts.memory_of_containers(STATS)

    assert droplet_facts.container(INSPECTED, used) == {
        **{"name": "traductor-translator-1", "project": "traductor", "service": "translator"},
        "release": "72ae46ea7dd7",
        **{"state": "running", "health": "healthy", "restarts": 2},
        **{"memory_used_megabytes": 220, "memory_megabytes": 700},
    }


def test_a_container_s_label_names_its_release() -> None:
    labels = {**INSPECTED["Config"]["Labels"], "traductor.release": "0123456789ab"}
    labelled = {**INSPECTED, "Config": {**INSPECTED["Config"], "Labels": labels}}

    assert droplet_facts.container(labelled, {})["release"] == "0123456789ab"


@pytest.mark.parametrize(
    ("text", "megabytes"), [("512KiB", 0), ("1.5GiB", 1536), ("12.6MiB", 13), ("0B", 0), ("--", 0)]
)
def test_sizes_are_read_as_docker_prints_them(text: str, megabytes: int) -> None:
    assert droplet_facts.size_megabytes(text) == megabytes


def test_a_certificate_is_read_as_openssl_prints_it(tmp_path: Path) -> None:
    file = tmp_path / "certificate.pem"
    file.write_text(make(first_day=-30, last_day=60).certificate)
    ask = [
        "openssl",
        "x509",
        "-noout",
        "-issuer",
        "-nameopt",
        "RFC2253",
        "-dates",
        "-in",
        str(file),
    ]
    text = subprocess.run(ask, capture_output=True, text=True, check=True).stdout

    found = droplet_facts.certificate(text, time.time())

    assert found["issuer"] == "translate.example.com"
    assert found["days_left"] == pytest.approx(60, abs=0.1)
    assert found["days"] == pytest.approx(90, abs=0.1)


def test_the_organisation_names_an_authority() -> None:
    text = "issuer=CN=R11,O=Let's Encrypt\\, Inc,C=US\nnotBefore=Jan  1 00:00:00 2027 GMT\n"
    found = droplet_facts.certificate(text + "notAfter=Apr  1 00:00:00 2027 GMT\n", 1_798_761_600)

    assert found["issuer"].startswith("Let's Encrypt")
    assert found["days"] == found["days_left"] == 90


def test_the_last_deployments_are_read_and_broken_lines_passed_over(tmp_path: Path) -> None:
    lines = [json.dumps({"action": "deploy", "release": str(number)}) for number in range(2_000)]
    file = tmp_path / "deployments.jsonl"
    file.write_text("\n".join([*lines, "{", "[]", lines[0]]) + "\n")

    found = droplet_status.deployments(wish(tmp_path))["list"]

    assert [one["release"] for one in found] == ["1996", "1997", "1998", "1999", "0"]


def test_a_site_of_before_has_no_deployments_file(tmp_path: Path) -> None:
    assert droplet_status.deployments(wish(tmp_path)) == {"list": []}


@pytest.mark.parametrize("absolute", [True, False])
def test_the_current_release_is_found_by_either_kind_of_link(
    tmp_path: Path, absolute: bool
) -> None:
    release = tmp_path / "releases" / "0123456789ab"
    release.mkdir(parents=True)
    (release / ".env").write_text("# a comment\nTRANSLATOR_VERSION=cafe\n")
    (tmp_path / "current").symlink_to(release if absolute else "releases/0123456789ab")

    found = droplet_status.release(wish(tmp_path))

    assert found == {"current": "0123456789ab", "version": "cafe", "kept": 1}


def test_a_part_that_cannot_be_asked_says_why() -> None:
    def missing(_wish: Wish) -> Json:
        return {"text": droplet_status.run("no-such-program")}

    def failing(_wish: Wish) -> Json:
        return {"text": droplet_status.run("sh", "-c", "echo so it is >&2; exit 3")}

    nothing = wish(Path("/nowhere"))
    assert droplet_status.part(missing, nothing) == {"unknown": "no-such-program is not installed"}
    assert droplet_status.part(failing, nothing) == {"unknown": "sh: so it is"}
    with pytest.raises(UnknownError, match="there is no /nowhere/current"):
        droplet_status.release(nothing)


def test_this_machine_can_be_asked_whatever_it_lacks(tmp_path: Path) -> None:
    parts = droplet_status.gather_all(wish(tmp_path))

    assert list(parts) == [gather.__name__ for gather in droplet_status.GATHERERS]
    assert parts["system"]["memory_megabytes"] > parts["system"]["memory_used_megabytes"] > 0
    assert parts["release"]["unknown"]


def test_the_log_is_counted_as_journalctl_hands_it_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = '{"path":"/translate","status":502,"seconds":0.5,"translator_status":"502"}'
    journal = tmp_path / "journalctl"
    journal.write_text(f"#!/bin/sh\necho \"$@\" >> {tmp_path}/asked\necho '{request}'\necho no\n")
    journal.chmod(0o755)
    monkeypatch.setattr(droplet_status, "ENVIRONMENT", {"PATH": f"{tmp_path}:/usr/bin:/bin"})
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    found = droplet_status.traffic(wish(tmp_path))

    assert (found["requests"], found["failed"], found["unreadable"]) == (1, 1, 1)
    assert "--since=-60min CONTAINER_TAG=traductor-nginx" in (tmp_path / "asked").read_text()


def test_a_unit_is_described_in_the_words_of_a_container() -> None:
    text = (
        "Id=traductor-translator@0123456789ab.service\nActiveState=active\nNRestarts=2\n"
        "MemoryCurrent=104857600\nMemoryMax=infinity\n"
    )
    unit = droplet_facts.unit(text, service="translator", is_ready=True)

    assert unit == {
        "name": "traductor-translator@0123456789ab.service",
        "project": "traductor",
        "service": "translator",
        "release": "0123456789ab",
        "state": "running",
        "health": "healthy",
        "restarts": 2,
        "memory_used_megabytes": 100,
        "memory_megabytes": 0,
    }


def test_log_lines_of_before_are_left_out() -> None:
    lines = [f'{{"time":"2026-01-01T0{hour}:00:00+00:00"}}' for hour in range(3)]
    begin = 1_767_225_600.0 + 3_600

    assert list(droplet_facts.recent([*lines, "no request"], begin)) == [*lines[1:], "no request"]
