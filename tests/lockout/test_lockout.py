"""Settings that would lock the owner out: the run says so, and the owner comes in all the same."""

from __future__ import annotations

import json
import random
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.journey.finished_site import Site, find_site
from tests.resilience.killing import kill_after
from tests.resilience.simulated_account import Account, StartAccount

HARDEN = "playbooks/harden.yml"
NO_CONNECTION = 255
# The line after which a run is killed, and the longest time until then in seconds.
MOMENTS = [
    ("TASK [hardening : Try the new settings before they take effect]", 6.0),
    ("TASK [hardening : Write the new settings]", 3.0),
    ("TASK [hardening : Write the rule of sudo]", 3.0),
]


@pytest.fixture(scope="module")
def account(start_account: StartAccount) -> Account:
    """A fresh droplet, whose root's door is still open."""
    started = start_account()
    done = started.play("playbooks/droplet.yml")
    assert done.returncode == 0, done.stdout
    return started


@pytest.fixture(scope="module")
def site(account: Account) -> Site:
    return find_site(environment=account.environment)


def owner_comes_in(site: Site) -> bool:
    """Log in over a new connection, and use sudo."""
    return site.ssh("sudo --non-interactive true").returncode == 0


def root_comes_in(site: Site) -> bool:
    return site.ssh("true", user="root").returncode == 0


def as_root(site: Site, command: str) -> None:
    """Run a command as root: by sudo, or by root's own door where the admin user's is shut."""
    done = site.ssh(f"sudo sh -c '{command}'")
    if done.returncode == NO_CONNECTION:
        done = site.ssh(command, user="root")
    assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def sabotaged(site: Site, command: str, *, undone_by: str) -> Iterator[None]:
    as_root(site, command)
    try:
        yield
    finally:
        as_root(site, undone_by)


def listens_at(site: Site, port: int) -> bool:
    """Tell whether the droplet's sshd listens at a port."""
    return bool(site.sudo(f"ss -Hltn sport = :{port}").strip())


def wait_until(condition: Callable[[], bool], *, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(1)
    return condition()


def assert_refused(done: subprocess.CompletedProcess[str], *words: str) -> None:
    assert done.returncode != 0, done.stdout
    assert "Remedy:" in done.stdout
    for word in words:
        assert word in done.stdout


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ("{project_open_tcp_ports: [80, 443]}", "port 22 is not among the open ports 80, 443"),
        ("{vault_sudo_password_hash: open sesame}", "is no hash of a password"),
        ("{hardening_reboot_time: '25:00'}", "hardening_reboot_time is 25:00"),
    ],
)
def test_a_wish_that_cannot_be_is_refused_before_anything_changes(
    account: Account, wish: str, words: str
) -> None:
    done = account.play(HARDEN, "-e", wish)

    assert_refused(done, words, "nothing was changed")
    assert "changed=1" not in done.stdout
    assert "open sesame" not in done.stdout


def test_a_key_that_does_not_fit_leaves_root_s_door_open(
    account: Account, site: Site, other_key: Path
) -> None:
    keys = "/home/traductor/.ssh/authorized_keys"
    wrong = ["-e", f"hardening_ssh_public_key_file={other_key}.pub"]
    with sabotaged(site, f"mv {keys} /root/keys", undone_by=f"mv /root/keys {keys}"):
        done = account.play(HARDEN, *wrong)
        by_root = root_comes_in(site)

    assert_refused(done, "traductor cannot log in", "Nothing was closed")
    assert by_root
    assert owner_comes_in(site)


def test_a_firewall_that_refuses_the_owner_is_switched_off(account: Account, site: Site) -> None:
    rule = "deny from 198.51.100.1"
    install = "apt-get install --yes --quiet ufw >/dev/null"
    with sabotaged(site, f"{install} && ufw {rule}", undone_by=f"ufw delete {rule}"):
        done = account.play(HARDEN)
        came_in = owner_comes_in(site)

    assert_refused(done, "UFW lets nobody in at port 22", rule)
    assert came_in


def test_an_owner_outside_the_group_stops_the_new_settings(account: Account, site: Site) -> None:
    tool, away = "/usr/sbin/usermod", "/usr/sbin/usermod.away"
    without_tool = f"mv {tool} {away} && ln -s /bin/true {tool}"
    outside = "gpasswd --delete traductor ssh-login"
    with sabotaged(site, f"{outside} && {without_tool}", undone_by=f"mv -f {away} {tool}"):
        done = account.play(HARDEN)
        by_root = root_comes_in(site)

    assert_refused(done, "not allowed because none of user", "AllowGroups")
    assert by_root
    assert owner_comes_in(site)


def test_a_broken_snippet_of_sshd_stops_the_new_settings(account: Account, site: Site) -> None:
    snippet = "/etc/ssh/sshd_config.d/10-broken.conf"
    with sabotaged(site, f"echo PermitRutLogin no > {snippet}", undone_by=f"rm {snippet}"):
        done = account.play(HARDEN)
        came_in = owner_comes_in(site)

    assert_refused(done, "10-broken.conf", "Bad configuration option: PermitRutLogin")
    assert came_in


@pytest.fixture
def other_key(tmp_path: Path) -> Path:
    """Make another key; give the file of its private half."""
    other = tmp_path / "other"
    make = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(other)]
    subprocess.run(make, check=True)
    return other


def rotation(new: Path, former: Path) -> list[str]:
    """Write the wish that one key takes the place of another."""
    wish = {
        "project_ssh_public_key_file": f"{new}.pub",
        "project_former_ssh_public_key_files": [f"{former}.pub"],
    }
    return ["-e", json.dumps(wish)]


def present_key(site: Site) -> Path:
    return Path(site.ssh_options[site.ssh_options.index("-i") + 1])


def opens(site: Site, key: Path) -> bool:
    """Tell whether this key alone opens the admin user's door."""
    others = site.ssh_options[: site.ssh_options.index("-i")]
    options = (*others, "-i", str(key), "-o", "IdentitiesOnly=yes")
    return replace(site, ssh_options=options).ssh("true").returncode == 0


def test_another_key_takes_the_place_of_the_one_before(
    account: Account, site: Site, other_key: Path
) -> None:
    present = present_key(site)
    done = account.play(HARDEN, *rotation(other_key, present))
    opened = (opens(site, other_key), opens(site, present))
    back = account.play(HARDEN, *rotation(present, other_key))
    opened_again = (opens(site, other_key), opens(site, present))

    assert done.returncode == 0, done.stdout
    assert opened == (True, False)
    assert back.returncode == 0, back.stdout
    assert opened_again == (False, True)


def test_a_key_that_is_both_present_and_former_is_refused(account: Account, site: Site) -> None:
    present = present_key(site)

    done = account.play(HARDEN, *rotation(present, present))

    assert_refused(done, "is the present key", "nothing was changed")
    assert owner_comes_in(site)


@pytest.mark.parametrize(("line", "longest"), MOMENTS)
def test_a_run_killed_midway_leaves_a_door_open(
    account: Account, site: Site, line: str, longest: float
) -> None:
    seconds = random.uniform(0, longest)  # noqa: S311 - a moment, not a secret
    print(f"killing {seconds:.2f} s after {line}")
    # Another wish each time, or the run before might have left nothing to do.
    number = MOMENTS.index((line, longest))
    wish = f"{{hardening_ban_exempt_addresses: [192.0.2.{number}]}}"
    kill_after(account, line, seconds, "-e", wish, playbook=HARDEN)

    assert owner_comes_in(site)


def test_a_change_that_nobody_proves_is_taken_back_by_the_droplet(
    account: Account, site: Site
) -> None:
    """The run dies right after the change: only the droplet's own timer is left."""
    wishes = ["-e", "project_ssh_port=2222", "-e", "hardening_rollback_seconds=15"]
    line = "TASK [hardening : Come in by the new settings]"
    kill_after(account, line, 0, *wishes, playbook=HARDEN)
    open_before = listens_at(site, 2222)
    taken_back = wait_until(lambda: not listens_at(site, 2222), seconds=60)

    assert open_before
    assert taken_back
    assert owner_comes_in(site)


def test_the_next_run_finishes_what_they_began(account: Account, site: Site) -> None:
    done = account.play(HARDEN)

    assert done.returncode == 0, done.stdout
    assert owner_comes_in(site)
    assert not root_comes_in(site)
