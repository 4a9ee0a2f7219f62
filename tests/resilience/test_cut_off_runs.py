"""Runs that are killed, an API that fails, a host in the way: the next run ends well."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time

import pytest

from tests.resilience.simulated_account import (
    NOTHING,
    ONE_OF_EACH,
    REPOSITORY,
    Account,
    StartAccount,
)

FAIL_EVERY = 5
CHAPTERS = [
    ("Check everything before the first change", 1.0),
    ("Create the droplet", 4.0),
    ("Point the domain at the droplet", 2.0),
    ("Close the droplet down behind one sudo user", 12.0),
    ("Install Docker", 10.0),
    ("Deploy the translator", 12.0),
]
# Where a host is half made in another way each time.
CHECKED = {"Point the domain at the droplet", "Close the droplet down behind one sudo user"}


@pytest.fixture(scope="module")
def account(start_account: StartAccount) -> Account:
    return start_account("--fail-every", str(FAIL_EVERY))


def kill_during(account: Account, chapter: str, seconds: float) -> bool:
    """Kill a run of site.yml `seconds` after a chapter began; say whether it was still running."""
    run = subprocess.Popen(
        account.command("site.yml"),
        cwd=REPOSITORY,
        env=account.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert run.stdout
    for line in run.stdout:
        if f"PLAY [{chapter}]" in line:
            break
    time.sleep(seconds)
    still_running = run.poll() is None
    if still_running:
        os.killpg(run.pid, signal.SIGKILL)
    run.stdout.close()
    run.wait()
    return still_running


def test_a_run_killed_in_any_chapter_is_finished_by_the_next(account: Account) -> None:
    """Each killed run is the start of the next one; the API refuses every fifth call meanwhile."""
    for chapter, longest in CHAPTERS:
        assert kill_during(account, chapter, random.uniform(0, longest)), chapter  # noqa: S311
        if chapter in CHECKED:
            check = account.play("site.yml", "--check")
            assert check.returncode == 0, f"--check after {chapter}: {check.stdout}"

    done = account.play("site.yml")

    assert done.returncode == 0, done.stdout
    assert "says: The letter arrived this morning." in done.stdout
    assert account.counts() == ONE_OF_EACH


def test_a_finished_site_is_not_changed_again(account: Account) -> None:
    done = account.play("site.yml")

    assert done.returncode == 0, done.stdout
    assert done.stdout.count("changed=0") == 2


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


def test_the_rate_limit_was_kept(account: Account) -> None:
    """Beyond the refusals that were asked for, the simulator, which counts, refused nothing."""
    lines = (REPOSITORY / ".cache/simulator/requests.jsonl").read_text().splitlines()
    refused = [line for line in lines if '"status": 429' in line]

    assert refused
    assert len(refused) <= len(lines) / FAIL_EVERY
    assert account.counts() == NOTHING
