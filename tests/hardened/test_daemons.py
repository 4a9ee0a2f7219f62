"""What the daemons of the hardened droplet say about themselves."""

from __future__ import annotations

import json

import pytest

from tests.hardened.hardened_droplet import SSH_PORT, Droplet
from tests.journey.finished_site import STATE

OPEN_PORTS = ["443", "80", str(SSH_PORT)]


@pytest.fixture(scope="module")
def sshd(droplet: Droplet) -> list[str]:
    return droplet.sudo("sshd -T").splitlines()


@pytest.mark.parametrize(
    "setting",
    [
        f"port {SSH_PORT}",
        "allowgroups ssh-login",
        "permitrootlogin no",
        "passwordauthentication no",
        "kbdinteractiveauthentication no",
        "x11forwarding no",
        "allowagentforwarding no",
        "allowtcpforwarding local",
        "logingracetime 30",
        "maxauthtries 3",
        "maxstartups 10:30:60",
    ],
)
def test_sshd_is_closed_but_for_the_owner_s_key(sshd: list[str], setting: str) -> None:
    assert setting in sshd


def test_sshd_listens_at_the_wanted_port_alone(droplet: Droplet, sshd: list[str]) -> None:
    assert [line for line in sshd if line.startswith("port ")] == [f"port {SSH_PORT}"]
    assert droplet.is_reachable(SSH_PORT)
    assert not droplet.is_reachable(22)


def test_key_exchange_is_post_quantum(sshd: list[str]) -> None:
    (offered,) = [line.split()[1] for line in sshd if line.startswith("kexalgorithms ")]

    assert offered.startswith("mlkem768x25519-sha256,sntrup761x25519-sha512")
    assert all(name.startswith(("mlkem", "sntrup")) for name in offered.split(","))


def test_ufw_lets_in_the_listed_ports_over_both_protocols(droplet: Droplet) -> None:
    lines = droplet.sudo("ufw status verbose").splitlines()
    allowed = [line.split()[0] for line in lines if "ALLOW IN" in line and "(v6)" not in line]
    over_ipv6 = [line.split()[0] for line in lines if "ALLOW IN" in line and "(v6)" in line]

    assert "Status: active" in lines
    assert any("deny (incoming)" in line for line in lines)
    assert sorted(allowed) == sorted(over_ipv6) == [f"{port}/tcp" for port in sorted(OPEN_PORTS)]


def test_the_cloud_firewall_has_the_same_ports_open() -> None:
    (firewall,) = json.loads((STATE / "state.json").read_text())["firewalls"].values()
    tcp = [rule["ports"] for rule in firewall["inbound_rules"] if rule["protocol"] == "tcp"]

    assert sorted(tcp) == sorted(OPEN_PORTS)


def test_fail2ban_reads_the_journal_of_sshd(droplet: Droplet) -> None:
    assert "Journal matches" in droplet.sudo("fail2ban-client status sshd")


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("fs.suid_dumpable", "0"),
        ("kernel.dmesg_restrict", "1"),
        ("kernel.kptr_restrict", "2"),
        ("net.ipv4.conf.all.accept_redirects", "0"),
        ("net.ipv4.conf.all.log_martians", "1"),
        ("net.ipv4.conf.all.rp_filter", "1"),
        ("net.ipv4.conf.all.send_redirects", "0"),
        ("net.ipv4.tcp_syncookies", "1"),
    ],
)
def test_the_kernel_has_its_settings(droplet: Droplet, setting: str, value: str) -> None:
    assert droplet.sudo(f"sysctl --values {setting}").strip() == value


def test_docker_gives_containers_no_more_than_they_need(droplet: Droplet) -> None:
    shown = json.loads(droplet.sudo("docker info --format json"))

    assert "name=no-new-privileges" in shown["SecurityOptions"]
    assert shown["LiveRestoreEnabled"] is True
    assert shown["LoggingDriver"] == "json-file"
    assert droplet.ssh("pgrep docker-proxy").returncode == 1


def test_docker_listens_on_its_socket_alone(droplet: Droplet) -> None:
    assert "dockerd" not in droplet.sudo("ss -Hltnp")


@pytest.mark.parametrize("folder", ["/tmp", "/dev/shm"])  # noqa: S108 - the droplet's own
def test_no_program_of_another_user_is_started_from(droplet: Droplet, folder: str) -> None:
    options = droplet.ssh(f"findmnt --noheadings --output OPTIONS {folder}").stdout.split(",")

    assert {"nosuid", "nodev"} <= set(options)


def test_sudo_asks_for_the_password(droplet: Droplet) -> None:
    assert droplet.ssh("sudo --non-interactive true").returncode != 0
    assert droplet.sudo("id --user").strip() == "0"


def test_root_has_no_password(droplet: Droplet) -> None:
    assert droplet.sudo("passwd --status root").split()[1] == "L"


def test_nobody_else_has_a_shell(droplet: Droplet) -> None:
    users = [line.split(":") for line in droplet.ssh("getent passwd").stdout.splitlines()]
    shells = {user[0] for user in users if not user[6].endswith(("nologin", "false", "sync"))}

    assert shells == {"root", "traductor"}


def test_a_login_writes_nothing_for_all_eyes_and_no_core_dumps(droplet: Droplet) -> None:
    umask, core_dump_size = droplet.ssh("umask && ulimit -Hc").stdout.split()

    assert umask in {"0027", "0007"}, "a user's own group may do what the user may"
    assert core_dump_size == "0"


def test_upgrades_restart_the_droplet_at_night_where_needed(droplet: Droplet) -> None:
    shown = droplet.sudo("apt-config dump Unattended-Upgrade").splitlines()

    assert 'Unattended-Upgrade::Automatic-Reboot "true";' in shown
    assert 'Unattended-Upgrade::Automatic-Reboot-Time "04:00";' in shown


def test_no_change_waits_for_its_proof(droplet: Droplet) -> None:
    assert "traductor-undo" not in droplet.sudo("systemctl list-timers --all")
