"""Runs that are killed, an API that fails, a host in the way: the next run ends well."""

from __future__ import annotations

import collections
import json
import random
import re
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from tests.audit.target import of_demo
from tests.resilience.killing import kill_after
from tests.resilience.secret_search import (
    files_with,
    places_on_droplet,
    plant_on_droplet,
    uproot_from_droplet,
    watching,
)
from tests.resilience.simulated_account import (
    NOTHING,
    ONE_OF_EACH,
    REPOSITORY,
    STATE,
    Account,
    StartAccount,
)

BEGINNING = time.time()
ANSIBLE_FOLDER = Path.home() / ".ansible" / "tmp"
FAIL_EVERY = 5
REQUESTS_PER_MINUTE = 250

# The line of the output after which a run is killed, and the longest time until then in seconds.
MOMENTS = [
    ("PLAY [Check everything before the first change]", 1.0),
    ("PLAY [Create the droplet]", 4.0),
    ("TASK [domain : Point the name at the droplet]", 0.5),
    ("PLAY [Close the droplet down behind one sudo user]", 12.0),
    ("PLAY [Install Docker]", 10.0),
    ("PLAY [Deploy the translator]", 12.0),
    ("PLAY [Serve the site over HTTPS]", 12.0),
]
# After these the host is half made in another way each time.
CHECKED = {MOMENTS[1], MOMENTS[2], MOMENTS[3]}


@pytest.fixture(scope="module")
def account(start_account: StartAccount) -> Account:
    """Start an account whose runs tell all they can, so that one that tells a secret is noticed."""
    started = start_account("--fail-every", str(FAIL_EVERY))
    return replace(started, environment={**started.environment, "ANSIBLE_VERBOSITY": "3"})


@pytest.fixture(scope="module")
def token(account: Account) -> str:
    return account.environment["DIGITALOCEAN_TOKEN"]


@pytest.fixture(scope="module", autouse=True)
def sightings(token: str) -> Iterator[set[str]]:
    """Watch for the token as long as there are runs, those that are killed among them."""
    with watching(token, ANSIBLE_FOLDER) as seen:
        yield seen


def test_a_run_killed_in_any_chapter_is_finished_by_the_next(account: Account) -> None:
    """Each killed run is the start of the next one; the API refuses every fifth call meanwhile."""
    for line, longest in MOMENTS:
        seconds = random.uniform(0, longest)  # noqa: S311 - a moment, not a secret
        print(f"killing {seconds:.2f} s after {line}")
        kill_after(account, line, seconds)
        if (line, longest) in CHECKED:
            check = account.play("site.yml", "--check")
            assert check.returncode == 0, f"--check after {line}: {check.stdout}"

    done = account.play("site.yml")

    assert done.returncode == 0, done.stdout
    assert "says: The letter arrived this morning." in done.stdout
    assert account.counts() == ONE_OF_EACH


def test_a_droplet_that_lost_power_during_an_installation_is_repaired(account: Account) -> None:
    on_droplet(account, "apt-get remove --yes fail2ban")
    on_droplet(account, "apt-get install --yes --download-only fail2ban")
    on_droplet(account, "dpkg --unpack /var/cache/apt/archives/fail2ban_*.deb")

    done = account.play("playbooks/harden.yml")

    assert done.returncode == 0, done.stdout
    on_droplet(account, "systemctl is-active fail2ban")


def test_a_finished_site_is_not_changed_again_by_a_run_with_the_token_from_vault(
    account: Account, tmp_path: Path
) -> None:
    done = account.from_vault(tmp_path).play("site.yml")

    assert done.returncode == 0, done.stdout
    assert done.stdout.count("changed=0") == 2


def test_a_secret_that_is_planted_on_the_droplet_is_found(account: Account) -> None:  # noqa: ARG001 - it made the droplet
    planted, droplet = f"dop_v1_{uuid4().hex}", of_demo()
    plant_on_droplet(droplet, planted)
    found = places_on_droplet(droplet, planted)
    uproot_from_droplet(droplet)

    assert {"/var/lib/planted/deep/file", "/tmp/planted", "journal", "docker inspect"} <= {*found}  # noqa: S108
    assert any(re.fullmatch("/proc/[0-9]+/environ", place) for place in found)


def test_the_token_is_on_no_droplet_in_no_log_in_no_cache_and_on_no_command_line(
    account: Account, token: str, sightings: set[str]
) -> None:
    log = account.log.read_text()
    folders = [REPOSITORY / name for name in (".cache", "inventory", "group_vars")]
    account_s_own = {STATE / "state.json", STATE / "environment"}

    assert "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER" in log
    assert token not in log
    assert places_on_droplet(of_demo(), token) == []
    assert {*files_with(token, [*folders, ANSIBLE_FOLDER], since=BEGINNING)} <= account_s_own
    assert sightings == set()


def on_droplet(account: Account, command: str) -> None:
    """Run a shell command as root on the droplet."""
    ansible = ["ansible", "translator", *account.command("")[2:], "--become"]
    subprocess.run(
        [*ansible, "-m", "ansible.builtin.shell", "-a", command],
        cwd=REPOSITORY,
        env=account.environment,
        check=True,
        timeout=120,
    )


def test_a_taken_port_is_named_before_anything_is_deployed(account: Account) -> None:
    on_droplet(account, "docker compose --project-directory /opt/traductor/current down")
    on_droplet(account, "systemd-run --unit squatter python3 -m http.server 80")
    done = account.play("playbooks/deploy.yml")
    on_droplet(account, "systemctl stop squatter")

    assert done.returncode != 0
    assert "Port 80 is taken by python3" in done.stdout
    assert "Remedy:" in done.stdout
    assert account.play("playbooks/deploy.yml").returncode == 0


def test_a_missing_docker_is_named_with_the_playbook_that_installs_it(account: Account) -> None:
    on_droplet(account, "mv /usr/bin/docker /usr/bin/docker.away")
    done = account.play("playbooks/deploy.yml")
    on_droplet(account, "mv /usr/bin/docker.away /usr/bin/docker")

    assert done.returncode != 0
    assert "ansible-playbook playbooks/docker.yml" in done.stdout


def test_a_service_that_does_not_start_shows_its_last_log_lines(account: Account) -> None:
    done = account.play("playbooks/deploy.yml", "-e", "translator_max_characters=0")

    assert done.returncode != 0
    assert "TRANSLATOR_MAX_CHARACTERS" in done.stdout
    assert account.play("playbooks/deploy.yml").returncode == 0


def test_destroying_leaves_nothing_and_needs_a_confirmation(account: Account) -> None:
    unanswered = account.play("playbooks/destroy.yml")
    assert unanswered.returncode != 0
    assert account.counts() == ONE_OF_EACH

    confirmed = account.play("playbooks/destroy.yml", "-e", "confirm=yes")

    assert confirmed.returncode == 0, confirmed.stdout
    assert account.counts() == NOTHING


def test_the_rate_limit_was_kept(account: Account) -> None:  # noqa: ARG001 - it made the record
    lines = (REPOSITORY / ".cache/simulator/requests.jsonl").read_text().splitlines()
    exchanges = [json.loads(line) for line in lines]
    minutes = collections.Counter(exchange["time"][:16] for exchange in exchanges)

    assert any(exchange["status"] == 429 for exchange in exchanges)
    assert any(exchange["status"] == 503 for exchange in exchanges)
    assert max(minutes.values()) <= REQUESTS_PER_MINUTE
