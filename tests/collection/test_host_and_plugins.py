"""The smaller plugins: the table of chapters, the inventory's variables, a unit's settings."""

import os
import shlex
import subprocess
from pathlib import Path

import pytest
from ansible_collections.traductor.digitalocean.plugins.callback.chapters import table
from ansible_collections.traductor.digitalocean.plugins.inventory.droplets import host_variables
from ansible_collections.traductor.host.plugins.modules import unit_settings

NETWORKS = {
    "v4": [
        {"ip_address": "10.135.0.2", "type": "private"},
        {"ip_address": "203.0.113.10", "type": "public"},
    ],
    "v6": [],
}


def test_plays_of_the_same_name_are_one_chapter() -> None:
    lines = table([("Find the droplet", 1.0), ("Install Docker", 12.34), ("Find the droplet", 0.5)])

    assert lines == [
        "Find the droplet     1.5 s",
        "Install Docker      12.3 s",
        "Total               13.8 s",
    ]


def test_without_chapters_the_total_is_nothing() -> None:
    assert table([]) == ["Total     0.0 s"]


def test_a_host_is_reached_at_its_public_address_and_known_by_its_number() -> None:
    variables = host_variables({"id": 42, "networks": NETWORKS}, known_hosts="/cache/known_hosts")

    assert variables["ansible_host"] == variables["droplet_ipv4"] == "203.0.113.10"
    assert variables["droplet_ipv6"] == ""
    words = shlex.split(variables["ansible_ssh_common_args"])
    assert words[::2] == ["-o"] * 4
    assert words[1::2] == [
        "HostKeyAlias=droplet-42",
        'UserKnownHostsFile="/cache/known_hosts"',
        "StrictHostKeyChecking=accept-new",
        "IdentitiesOnly=yes",
    ]


def test_a_clone_in_a_folder_with_a_space_keeps_its_host_keys() -> None:
    file = "/home/me/my site/known_hosts"
    variables = host_variables({"id": 42, "networks": NETWORKS}, known_hosts=file)
    options = shlex.split(variables["ansible_ssh_common_args"])

    settings = subprocess.run(
        ["ssh", "-F", "none", "-G", *options, "droplet"], capture_output=True, text=True, check=True
    ).stdout.splitlines()

    assert 'UserKnownHostsFile="/home/me/my site/known_hosts"' in options, "ssh splits at spaces"
    assert f"userknownhostsfile {file}" in settings
    assert "identitiesonly yes" in settings


def test_systemctls_lines_become_properties() -> None:
    text = "ActiveState=active\nExecStart={ path=/bin/x ; argv[]=a=b }\n\nodd\n"

    assert unit_settings.properties(text) == {
        "ActiveState": "active",
        "ExecStart": "{ path=/bin/x ; argv[]=a=b }",
    }


def test_a_time_of_systemds_clock_becomes_a_unix_time() -> None:
    moment = unit_settings.changed_at(40_000_000, now=1_800_000_000.0, monotonic_now=100.0)

    assert moment == pytest.approx(1_799_999_940.0)


def test_only_files_that_changed_after_the_unit_count(tmp_path: Path) -> None:
    old, new, missing = (str(tmp_path / name) for name in ("old", "new", "missing"))
    for name, changed_at in ((old, 1000), (new, 3000)):
        Path(name).touch()
        os.utime(name, (changed_at, changed_at))

    assert unit_settings.newer_files([old, new, missing], 2000) == [new]
