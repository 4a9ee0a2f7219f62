"""What the droplet's daemons say about themselves, and what a stranger finds closed."""

from __future__ import annotations

import json
import os
import socket

import pytest

from tests.journey.finished_site import Site

OUTSIDE_SECONDS = 3


def is_reachable(address: str, port: int) -> bool:
    """Say whether something accepts a connection."""
    try:
        with socket.create_connection((address, port), timeout=OUTSIDE_SECONDS):
            return True
    except OSError:
        return False


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("permitrootlogin", "no"),
        ("passwordauthentication", "no"),
        ("kbdinteractiveauthentication", "no"),
        ("allowgroups", "ssh-login"),
    ],
)
def test_sshd_lets_only_the_admin_user_s_key_in(site: Site, setting: str, value: str) -> None:
    assert f"{setting} {value}" in site.sudo("sshd -T").splitlines()


def test_root_cannot_log_in(site: Site) -> None:
    done = site.ssh("true", user="root")

    assert done.returncode == 255
    assert "Permission denied" in done.stderr


def test_ufw_is_on_and_denies_what_is_not_listed(site: Site) -> None:
    status = site.sudo("ufw status verbose")

    assert "Status: active" in status
    assert "deny (incoming)" in status


def test_fail2ban_watches_sshd(site: Site) -> None:
    assert "Journal matches" in site.sudo("fail2ban-client status sshd")


def test_security_upgrades_install_themselves(site: Site) -> None:
    settings = site.sudo("apt-config dump APT::Periodic")

    assert 'APT::Periodic::Unattended-Upgrade "1";' in settings
    assert site.sudo("systemctl is-active apt-daily-upgrade.timer").strip() == "active"


def test_the_open_ports_are_ssh_http_and_https(site: Site) -> None:
    probed = [22, 80, 111, 443, 2375, 2376, 3000, 5000, 8080, 9000, 56733]

    assert [port for port in probed if is_reachable(site.address, port)] == [22, 80, 443]


def test_a_published_port_does_not_go_around_the_firewall(site: Site) -> None:
    image = site.sudo("docker ps --filter name=translator --format {{.Image}}").strip()
    server = f"--entrypoint python3 {image} -m http.server 8080"
    container = site.sudo(f"docker run --detach --rm --publish 8080:8080 {server}").strip()
    try:
        inside = site.ssh("timeout 10 sh -c 'until curl -sf localhost:8080; do sleep 0.2; done'")
        outside = is_reachable(site.address, 8080)
    finally:
        site.sudo(f"docker kill {container}")

    assert inside.returncode == 0
    assert not outside


def test_both_containers_are_healthy(site: Site) -> None:
    lines = site.sudo("docker ps --filter label=com.docker.compose.project=traductor --format json")
    containers = [json.loads(line) for line in lines.splitlines()]

    assert len(containers) == 2
    assert all("(healthy)" in container["Status"] for container in containers)


def test_a_container_that_is_killed_comes_back_and_one_that_is_stopped_does_not(site: Site) -> None:
    image = site.sudo("docker ps --filter name=translator --format {{.Image}}").strip()
    labels = "--label com.docker.compose.project=traductor --label com.docker.compose.oneoff=False"
    command = f"--init --entrypoint sleep {image} 60"
    one = site.sudo(f"docker run --detach {labels} {command}").strip()
    runs = f"docker inspect --format {{{{.State.Running}}}} {one}"
    name = site.sudo(f"docker inspect --format {{{{.Name}}}} {one}").strip().removeprefix("/")
    try:
        site.sudo(f"docker kill {one}")
        back = site.ssh(f"timeout 10 sh -c 'until sudo {runs} | grep true; do sleep 0.2; done'")
        site.sudo(f"docker stop {one}")
        # The watch has heard of this as it heard of the first; nothing else tells that it is over.
        journal = "journalctl --unit traductor-watchdog --output cat --no-pager"
        told = site.sudo(f"sh -c 'sleep 2; {journal}'")
        stopped = site.sudo(runs).strip()
    finally:
        site.sudo(f"docker rm --force {one}")

    assert back.returncode == 0, told
    assert stopped == "false"
    assert told.count(f"{name} was killed and is started again") == 1


def test_container_logs_are_rotated(site: Site) -> None:
    assert site.sudo("docker info --format {{.LoggingDriver}}").strip() == "json-file"
    assert json.loads(site.sudo("cat /etc/docker/daemon.json"))["log-opts"]["max-size"] == "10m"


def test_the_admin_user_is_not_in_the_docker_group(site: Site) -> None:
    assert "docker" not in site.ssh("groups").stdout.split()


def test_the_token_never_reaches_the_droplet(site: Site) -> None:
    places = "/etc /home /opt /root /tmp /var/lib/cloud /var/log"
    # The pattern travels on standard input, or the search would find itself in a log.
    search = f"sudo grep --recursive --files-with-matches --file=- {places}"
    done = site.ssh(search, stdin=os.environ["DIGITALOCEAN_TOKEN"])

    assert done.returncode == 1, done.stdout + done.stderr


def test_what_visitors_typed_is_in_no_log(site: Site) -> None:
    logs = site.sudo("sh -c 'docker ps -q | xargs -n 1 docker logs 2>&1'")

    assert "/translate" in logs
    assert "letter" not in logs
