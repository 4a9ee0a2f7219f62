"""What a stranger meets, from an address of his own."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator

import pytest

from tests.hardened.hardened_droplet import SSH_PORT, Droplet
from tests.journey.stranger import lent_address

TRIES = 6


@pytest.fixture
def stranger(droplet: Droplet) -> Iterator[str]:
    with lent_address(droplet.site.address) as address:
        yield address


def log_in_wrongly(droplet: Droplet, user: str, source: str) -> None:
    options = ["-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=no", "-o", "ConnectTimeout=3"]
    options += ["-o", "UserKnownHostsFile=/dev/null", "-o", "IdentitiesOnly=yes", "-i", "/nowhere"]
    subprocess.run(
        ["ssh", *options, "-b", source, "-p", str(SSH_PORT), f"{user}@{droplet.site.address}"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=30,
    )


def comes_in_for_long(droplet: Droplet, source: str) -> bool:
    """Tell whether an address still comes in after ten seconds; fail2ban needs a moment."""
    deadline = time.monotonic() + 10
    while droplet.is_reachable(SSH_PORT, source=source):
        if time.monotonic() > deadline:
            return True
        time.sleep(0.5)
    return False


def test_six_wrong_logins_ban_their_address_and_only_it(droplet: Droplet, stranger: str) -> None:
    came_in_before = droplet.is_reachable(SSH_PORT, source=stranger)
    for number in range(TRIES):
        log_in_wrongly(droplet, f"admin{number}", stranger)
    banned = "timeout 30 sh -c 'until fail2ban-client get sshd banip | grep .; do sleep 0.5; done'"
    addresses = droplet.sudo(banned).split()
    comes_in_after = comes_in_for_long(droplet, stranger)
    droplet.sudo(f"fail2ban-client unban {stranger}")

    assert came_in_before
    assert addresses == [stranger]
    assert not comes_in_after
    assert droplet.is_reachable(SSH_PORT)


def test_a_container_started_by_hand_is_not_reachable_from_outside(droplet: Droplet) -> None:
    container = droplet.sudo("docker run --detach --rm --publish 8080:80 nginx:stable").strip()
    try:
        inside = droplet.ssh("timeout 20 sh -c 'until curl -sf 127.0.0.1:8080; do sleep 0.2; done'")
        outside = droplet.is_reachable(8080)
    finally:
        droplet.sudo(f"docker kill {container}")

    assert "nginx" in inside.stdout
    assert not outside
