"""What the role works out by itself from what a droplet says."""

from typing import Any

import pytest
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar, trust_as_template

from tests.roles.role_files import defaults, internals, is_template

ROLE = {**defaults("hardening"), **internals("hardening")}
PASSWD = {
    "root": ["x", "0", "0", "root", "/root", "/bin/bash"],
    "daemon": ["x", "1", "1", "daemon", "/usr/sbin", "/usr/sbin/nologin"],
    "sync": ["x", "4", "65534", "sync", "/bin", "/bin/sync"],
    "_chrony": ["x", "101", "101", "", "/var/lib/chrony", "/bin/false"],
    "traductor": ["x", "1000", "1000", "", "/home/traductor", "/bin/bash"],
    "ubuntu": ["x", "1001", "1001", "", "/home/ubuntu", "/bin/sh"],
}


def worked_out(name: str, **said: Any) -> Any:
    """Return a variable of the role, given what was registered."""
    trusted = {key: trust_as_template(x) if is_template(x) else x for key, x in ROLE.items()}
    variables = {**trusted, "hardening_admin_user": "traductor", **said}
    return Templar(loader=DataLoader(), variables=variables).template(variables[name])


def memory(total: int, swap: int = 0) -> dict[str, list[str]]:
    return {"stdout_lines": [str(total), str(swap)]}


def test_every_other_user_with_a_shell_is_found() -> None:
    facts = {"getent_passwd": PASSWD}

    assert worked_out("__hardening_other_logins", ansible_facts=facts) == ["ubuntu"]


@pytest.mark.parametrize(
    ("megabytes", "settings", "wanted"),
    [
        (960, {}, True),
        (1980, {}, True),
        (4096, {}, False),
        (960, {"hardening_swap_megabytes": 0}, False),
        (4096, {"hardening_swap_below_megabytes": 8192}, True),
    ],
)
def test_swap_is_for_small_droplets(megabytes: int, settings: dict[str, int], wanted: bool) -> None:
    said = {"__hardening_memory": memory(megabytes), **settings}

    assert worked_out("__hardening_swap_is_wanted", **said) is wanted


def test_the_kernel_is_told_only_what_it_knows() -> None:
    lines = ["kernel.sysrq = 438", "net.ipv4.tcp_syncookies = 1"]
    wanted = worked_out(
        "__hardening_kernel_wanted", __hardening_kernel_found={"stdout_lines": lines}
    )

    assert wanted == {"kernel.sysrq": "0", "net.ipv4.tcp_syncookies": "1"}


def test_docker_s_forwarding_is_left_alone() -> None:
    assert [name for name in ROLE["__hardening_kernel"] if "forward" in name] == [
        "net.ipv4.conf.all.mc_forwarding"
    ]


@pytest.mark.parametrize(
    ("state", "command"),
    [
        ("ActiveState=inactive", "systemctl reload ssh.service"),
        ("ActiveState=active", "systemctl restart ssh.socket"),
    ],
)
def test_sshd_takes_up_its_settings_as_it_was_started(state: str, command: str) -> None:
    said = worked_out("__hardening_ssh_reload", __hardening_ssh_socket={"stdout": state})

    assert command in said


def test_only_plain_openings_of_a_port_are_taken_for_the_roles_own() -> None:
    lines = [
        "Added user rules:",
        "ufw allow 22/tcp",
        "ufw allow from 192.0.2.1",
        "ufw allow 8080/tcp",
    ]

    ports = worked_out("__hardening_ufw_ports", __hardening_ufw_rules={"stdout_lines": lines})

    assert list(ports) == ["22", "8080"]
