"""Releases come, break and return, and code changes in place, while visitors translate."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.journey.finished_site import Site
from tests.journey.playbook_runs import run_playbook
from tests.journey.site_changes import CODE, PLACE, TEMPLATE, copy_service, page

# Below what one address may ask in a minute, all of them together.
PAUSE_SECONDS = 0.6
LETTER = " ".join(f"This is sentence {number} of a long letter." for number in range(400))
MARK = "<!-- a small change -->"


@dataclass
class Visitors:
    """What visitors got while a test ran."""

    answered: int = 0
    failures: list[str] = field(default_factory=list)


def translate(site: Site, path: str, text: str) -> str:
    """Ask as the page does, in a connection of its own, and return the whole answer."""
    body = json.dumps({"q": text, "source": "en", "target": "es"})
    headers = {"Content-Type": "application/json", "Sec-Fetch-Site": "same-origin"}
    with closing(site.connection(timeout_seconds=70)) as connection:
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        content = answer.read().decode()
        assert answer.status == 200, f"{answer.status} {content[:200]}"
        return content


@contextmanager
def visitors(site: Site) -> Iterator[Visitors]:
    """Let two visitors ask short questions again and again, and one translate long letters."""
    seen, stop = Visitors(), threading.Event()

    def short(number: int) -> None:
        assert "translatedText" in translate(site, "/translate", f"I have {number} letters.")

    def long(number: int) -> None:
        events = translate(site, "/translate/stream", f"{number}. {LETTER}")
        assert events.rstrip().splitlines()[-2] == "event: done", events[-200:]

    def visit(ask: Callable[[int], None], first: int) -> None:
        for number in range(first, first + 1_000_000):
            if stop.wait(PAUSE_SECONDS):
                return
            try:
                ask(number)
                seen.answered += 1
            except Exception as error:
                seen.failures.append(f"{time.strftime('%X')} {ask.__name__}: {error!r}")

    tasks = [(short, 0), (short, 1_000_000), (long, 0)]
    threads = [threading.Thread(target=visit, args=task) for task in tasks]
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        stop.set()
        for thread in threads:
            thread.join()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return copy_service(tmp_path)


def release(site: Site) -> str:
    """Ask the site which release answers."""
    with closing(site.connection()) as connection:
        connection.request("GET", "/version")
        return str(json.load(connection.getresponse())["release"])


def test_no_request_is_lost_by_a_new_release_a_broken_one_and_a_rollback(
    site: Site, source: Path
) -> None:
    before = release(site)
    deploy = ("deploy.yml", f"translator_source={source}")
    template, code = source / TEMPLATE, source / CODE
    with visitors(site) as seen:
        template.write_text(template.read_text() + MARK)
        deployed = run_playbook(*deploy)
        changed, shown = release(site), page(site)

        code.write_text(code.read_text() + "\nraise SystemExit('broken on purpose')\n")
        refused = run_playbook(*deploy)
        after_refusal = release(site)

        returned = run_playbook("rollback.yml")
        after_return, shown_again = release(site), page(site)

    assert deployed.returncode == 0, deployed.stdout
    assert changed != before
    assert MARK in shown
    assert refused.returncode != 0
    assert "broken on purpose" in refused.stdout
    assert f"Release {changed} goes on serving." in refused.stdout
    assert after_refusal == changed
    assert returned.returncode == 0, returned.stdout
    assert f"* {before}" in returned.stdout
    assert after_return == before
    assert MARK not in shown_again
    assert seen.failures == []
    assert seen.answered > 50
    lines = site.sudo("tail -n 3 /opt/traductor/deployments.jsonl").splitlines()
    trail = [json.loads(line) for line in lines]
    assert [(entry["action"], entry["result"]) for entry in trail] == [
        ("deploy", "done"),
        ("deploy", "failed"),
        ("rollback", "done"),
    ]
    assert [entry["before"] for entry in trail] == [before, changed, changed]
    running = site.sudo('docker ps --format "{{.Label \\"traductor.release\\"}}"').split()
    assert running == [before]


def test_no_request_is_lost_by_what_is_changed_on_the_droplet(site: Site) -> None:
    template, before = f"{PLACE}/{TEMPLATE}", release(site)
    code = f"{PLACE}/{CODE}"
    site.sudo(f"cp {template} /root/base.html")
    site.sudo(f"cp {code} /root/app.py")
    with visitors(site) as seen:
        site.sudo(f"sed -i '$ a {MARK}' {template}")
        taken_up = run_playbook("reload.yml")
        shown = page(site)

        site.sudo(f"sed -i '$ a def broken(' {code}")
        refused = run_playbook("reload.yml")
        site.sudo(f"cp /root/app.py {code}")

        site.sudo(f"cp /root/base.html {template}")
        returned = run_playbook("reload.yml")
        shown_again = page(site)

    assert taken_up.returncode == 0, taken_up.stdout
    assert MARK in shown
    assert refused.returncode != 0
    assert "app.py" in refused.stdout
    assert returned.returncode == 0, returned.stdout
    assert MARK not in shown_again
    assert seen.failures == []
    assert release(site) == before
    actions = site.sudo("tail -n 2 /opt/traductor/deployments.jsonl").splitlines()
    assert [json.loads(line)["action"] for line in actions] == ["reload", "reload"]
