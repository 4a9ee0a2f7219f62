"""Changed code is taken up at a touch, worker by worker, while requests go on: both servers."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmark.sentences import long_text
from benchmark.visitors import CHARACTERS
from translator.web.keys import new_key

from tests.service.reloading import (
    PATIENCE_SECONDS,
    ChangingSite,
    LongText,
    copy_service,
    running_changing_site,
    visited,
)
from tests.service.server_behaviour import wait_until

SERVERS = ("uwsgi", "gunicorn")
PROCESSES = 2
ASKED = 12
KEY, ENTRY = new_key("shop", requests_per_minute=1)
# Another sentence may take the place of one, but hardly of all.
REMEMBERED = [f"The zebra reads {number} newspapers in the harbour." for number in range(3)]
CHANGED = "<!-- changed -->"
LIVE = 'def live() -> Response:\n        return jsonify(status="{}")'
HITS = 'translator_cache_lookups_total{result="hit"}'


@pytest.fixture(scope="module", params=SERVERS)
def changing(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ChangingSite]:
    folder = tmp_path_factory.mktemp(request.param)
    service = copy_service(folder / "service")
    (service / "settings" / "api-keys.txt").write_text(f"{ENTRY.line}\n")
    with running_changing_site(
        folder / "site", service, wsgi_server=request.param,
        processes=PROCESSES, threads=6, requests_per_minute=0,
    ) as running:  # fmt: skip
        yield running
        wait_until(lambda: has_come_to_rest(running), "the last new worker")


def has_come_to_rest(changing: ChangingSite) -> bool:
    """Tell whether no worker is starting: uWSGI's overlook a signal then, and would be killed."""
    log = changing.site.translator.log.read_text()
    return log.count("chain reload !!!") == log.count("chain reloading complete")


def lives(changing: ChangingSite) -> set[str]:
    """Ask so often that every worker will have answered."""
    return {json.loads(changing.ask("/health/live")[1])["status"] for _ in range(ASKED)}


def shared_memories(changing: ChangingSite) -> list[str]:
    """List the shared memory of the master, each by its number in the kernel."""
    maps = Path(f"/proc/{changing.site.translator.process.pid}/maps").read_text().splitlines()
    return sorted(line.split()[4] for line in maps if " rw-s " in line)


def test_a_changed_template_is_taken_up_beside_a_long_text(changing: ChangingSite) -> None:
    before = changing.workers
    text = LongText(changing, long_text(CHARACTERS))
    with visited(changing) as visitors:
        text.start()
        text.has_begun.wait(PATIENCE_SECONDS)
        changing.change("web/templates/base.html", "</head>", f"{CHANGED}</head>")
        changing.touch()
        wait_until(lambda: CHANGED in changing.ask("/")[1], "a first new worker")
        asked = len(visitors.statuses)
        wait_until(lambda: len(visitors.statuses) > asked + ASKED, "answers beside the text")
        is_text_in_hand = text.is_alive()
        done = changing.wait()
        text.join()

    assert is_text_in_hand
    assert (done.returncode, done.stderr) == (0, "")
    assert b"event: done" in text.answer
    assert set(visitors.statuses) == {200}
    assert all(CHANGED in changing.ask("/")[1] for _ in range(ASKED))
    assert set(changing.workers) & set(before) == set()
    assert len(changing.workers) == PROCESSES


def test_changed_code_finds_what_is_remembered(changing: ChangingSite) -> None:
    asked_for = [changing.translate(sentence) for sentence in REMEMBERED]
    with_key = [changing.translate("Good morning.", api_key=KEY) for _ in range(2)]
    counted = changing.samples("translator_requests_total")
    memories = shared_memories(changing)
    changing.change("web/health.py", LIVE.format("ok"), LIVE.format("new"))
    with visited(changing) as visitors:
        changing.touch()
        done = changing.wait()
    asked = len(visitors.statuses)
    hits = changing.samples(HITS)

    assert (done.returncode, done.stderr) == (0, "")
    assert set(visitors.statuses) == {200}
    assert lives(changing) == {"new"}
    assert asked_for == [200] * len(REMEMBERED)
    assert [changing.translate(sentence) for sentence in REMEMBERED] == asked_for
    assert changing.samples(HITS) > hits
    assert [*with_key, changing.translate("Good morning.", api_key=KEY)] == [200, 429, 429]
    assert changing.samples("translator_requests_total") > counted + asked
    assert shared_memories(changing) == memories
    assert memories


def test_broken_code_replaces_nothing(changing: ChangingSite) -> None:
    before, lived = changing.workers, lives(changing)
    changing.change("documents/office/xml.py", "\ndef ", "\ndef broken(:\ndef ")
    with visited(changing) as visitors:
        changing.touch()
        done = changing.wait()
    changing.change("documents/office/xml.py", "\ndef broken(:", "")

    assert done.returncode == 1
    assert "documents/office/xml.py:" in done.stderr
    assert "invalid syntax" in done.stderr
    assert "Correct this, and touch" in done.stderr
    assert set(visitors.statuses) == {200}
    assert changing.workers == before
    assert lives(changing) == lived


def test_a_touch_while_workers_are_replaced_is_not_lost(changing: ChangingSite) -> None:
    (lived,) = lives(changing)
    changing.change("web/health.py", LIVE.format(lived), LIVE.format("first"))
    changing.touch()
    wait_until(lambda: "first" in lives(changing), "a first new worker")
    changing.change("web/health.py", LIVE.format("first"), LIVE.format("second"))
    changing.touch()
    done = changing.wait()

    assert (done.returncode, done.stderr) == (0, "")
    assert lives(changing) == {"second"}
