"""The owner looks inside: one screen of how the site is doing, and its logs as they are written."""

from __future__ import annotations

import json
import signal
import time
from contextlib import closing
from typing import Any

import pytest

from tests.journey.finished_site import Site
from tests.journey.playbook_runs import LIMIT_SECONDS, following, run_playbook

Json = dict[str, Any]

LANGUAGES = 7
STRANGE_PATH = "/nobody-may-read-this-path"
STILL_READING = "sh -c 'pgrep --count --full \"[j]ournalctl.*--follow\" || test $? = 1'"


def ask(site: Site, path: str) -> int:
    with closing(site.connection()) as connection:
        connection.request("GET", path)
        return connection.getresponse().status


def document() -> Json:
    done = run_playbook("status.yml", "status_format=json")
    assert done.returncode == 0, done.stderr
    found: Json = json.loads(done.stdout)
    return found


def test_the_status_is_one_screen_and_nothing_else(site: Site) -> None:
    done = run_playbook("status.yml")

    lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stderr
    assert lines[0].startswith(f"{site.name}, 20")
    assert 12 < len(lines) <= 40
    assert max(map(len, lines)) <= 80
    assert f"leads to {site.address}, which is the droplet" in done.stdout


def test_every_part_of_the_finished_site_is_known() -> None:
    parts = document()["parts"]

    assert {name: part["unknown"] for name, part in parts.items() if "unknown" in part} == {}
    assert [one["health"] for one in parts["containers"]["list"]] == ["healthy", "healthy"]
    assert parts["certificate"]["days_left"] > 1
    assert parts["certificate"]["timer_active"] is True
    assert {"sshd", "traductor-nginx"} <= set(parts["bans"]["jails"])
    assert parts["release"]["kept"] >= 1


def test_requests_are_counted_and_what_was_asked_for_is_not_told(site: Site) -> None:
    before = document()["parts"]["traffic"]
    for _ in range(LANGUAGES):
        ask(site, "/languages")
    missing = ask(site, STRANGE_PATH)
    after = document()

    traffic = after["parts"]["traffic"]
    assert missing == 404
    assert traffic["routes"]["/languages"] - before["routes"].get("/languages", 0) >= LANGUAGES
    assert traffic["refused"] > 0
    assert traffic["p50_seconds"] <= traffic["p95_seconds"]
    assert STRANGE_PATH not in json.dumps(after)


def test_strict_fails_where_something_needs_attention() -> None:
    remedies = [row["remedy"] for row in document()["rows"] if row["remedy"]]
    # The cloud firewall of a site that nobody made lacks a port.
    wished = '{"project_open_tcp_ports": [22, 80, 443, 8444]}'
    done = run_playbook("status.yml", "status_strict=true", wished)

    assert "ansible-playbook playbooks/droplet.yml" not in remedies
    assert done.returncode != 0
    assert "does not open 8444" in done.stdout
    assert "to look at: " in done.stderr


def test_what_cannot_be_asked_is_said_and_the_rest_is_shown(site: Site) -> None:
    unreachable = run_playbook("status.yml", "project_ssh_port=2222")
    without_token = run_playbook("status.yml", without="DIGITALOCEAN_TOKEN")

    assert unreachable.returncode == without_token.returncode == 0
    assert "! inside" in unreachable.stdout
    assert "Connection" in unreachable.stdout
    assert "! droplet     not known: there is no API token" in without_token.stdout
    for shown in (unreachable.stdout, without_token.stdout):
        assert f"https://{site.name}/health answers" in shown


@pytest.mark.parametrize("source", ["nginx", "translator"])
def test_the_last_lines_of_a_log_are_shown(site: Site, source: str) -> None:
    for _ in range(5):
        ask(site, "/languages")
    done = run_playbook("logs.yml", f"logs_of={source}", "logs_lines=5")

    requests = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stderr
    assert len(requests) == 5
    assert all(request["status"] == 200 for request in requests)


def test_all_logs_are_shown_each_under_its_name() -> None:
    done = run_playbook("logs.yml", "logs_of=all", "logs_lines=2")

    sources = {line.partition(":")[0] for line in done.stdout.splitlines()}
    assert done.returncode == 0, done.stderr
    assert {"nginx", "translator", "ssh", "bans"} <= sources
    assert len(done.stdout.splitlines()) <= 10


def test_a_log_is_followed_and_nothing_goes_on_after_ctrl_c(site: Site) -> None:
    with following("logs.yml", "logs_lines=1", "logs_follow=true") as follower:
        follower.next_line()
        reading = int(site.sudo(STILL_READING))
        ask(site, STRANGE_PATH)
        while STRANGE_PATH not in (line := follower.next_line()):
            pass
        follower.process.send_signal(signal.SIGINT)
        follower.process.wait(timeout=LIMIT_SECONDS)
    deadline = time.monotonic() + LIMIT_SECONDS
    while int(site.sudo(STILL_READING)) and time.monotonic() < deadline:
        time.sleep(0.5)

    assert reading > 0
    assert json.loads(line)["status"] == 404
    assert int(site.sudo(STILL_READING)) == 0
