"""So many requests a minute for each address, counted by all processes together."""

import multiprocessing
import os
import signal
import time
from multiprocessing.synchronize import Barrier
from typing import Any

import pytest
from flask.testing import FlaskClient
from translator.directions import Directions
from translator.errors import TooManyRequestsError
from translator.settings import Settings
from translator.web.app import create_app
from translator.web.limits import Limits, network

QUESTION: dict[str, Any] = {"q": "Good morning.", "source": "en", "target": "es"}


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def allowed(limits: Limits, visitor: str, requests_per_minute: int, tries: int) -> int:
    """Count how many of some tries pass."""
    passed = 0
    for _ in range(tries):
        try:
            limits.count(visitor, requests_per_minute)
        except TooManyRequestsError:
            continue
        passed += 1
    return passed


@pytest.fixture
def clock() -> Clock:
    return Clock()


def limited_client(directions: Directions, **settings: Any) -> FlaskClient:
    made = Settings(server_name="_", **settings)
    return create_app(made, directions).test_client()


def test_so_many_requests_pass_at_once_and_no_more(clock: Clock) -> None:
    assert allowed(Limits(clock), "a", 7, tries=20) == 7


def test_a_visitor_below_the_limit_is_never_refused(clock: Clock) -> None:
    limits = Limits(clock)

    for _ in range(1_000):
        limits.count("a", 30)
        clock.now += 2.0


def test_a_visitor_above_the_limit_gets_as_many_as_the_limit(clock: Clock) -> None:
    limits = Limits(clock)
    limits_passed = allowed(limits, "a", 60, tries=60)

    for _ in range(600):
        clock.now += 0.1
        limits_passed += allowed(limits, "a", 60, tries=1)

    assert limits_passed == pytest.approx(120, abs=1)


def test_the_time_to_wait_is_the_right_one(clock: Clock) -> None:
    limits = Limits(clock)
    assert allowed(limits, "a", 6, tries=6) == 6
    with pytest.raises(TooManyRequestsError, match="6 per 1 minute; try again in 10") as caught:
        limits.count("a", 6)

    clock.now += caught.value.retry_after_seconds - 0.5
    assert allowed(limits, "a", 6, tries=1) == 0
    clock.now += 0.5
    assert allowed(limits, "a", 6, tries=2) == 1


def test_a_refused_request_costs_nothing(clock: Clock) -> None:
    limits = Limits(clock)
    allowed(limits, "a", 6, tries=1_000)

    clock.now += 10.0

    assert allowed(limits, "a", 6, tries=2) == 1


def test_one_visitor_does_not_use_up_what_another_may(clock: Clock) -> None:
    limits = Limits(clock)
    allowed(limits, "a", 5, tries=10)

    assert allowed(limits, "b", 5, tries=10) == 5


def test_zero_sets_no_limit(clock: Clock) -> None:
    assert allowed(Limits(clock), "a", 0, tries=2_000) == 2_000


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("a socket", "a socket"),
    ],
)
def test_a_visitor_is_an_address_or_a_network_of_ipv6(address: str, name: str) -> None:
    assert network(address) == name


def hammer(limits: Limits, barrier: Barrier, results: Any) -> None:
    barrier.wait()
    results.put(allowed(limits, "a", 100, tries=200))


def test_processes_count_together() -> None:
    fork = multiprocessing.get_context("fork")
    limits = Limits(Clock())
    barrier, results = fork.Barrier(4), fork.SimpleQueue()
    workers = [fork.Process(target=hammer, args=(limits, barrier, results)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=20)

    assert sum(results.get() for _ in workers) == 100


def hold_the_lock(limits: Limits, ready: Any) -> None:
    with limits._locked(b"a"):
        ready.send("held")
        time.sleep(60)


def test_a_worker_that_is_killed_while_it_counts_blocks_nobody() -> None:
    fork = multiprocessing.get_context("fork")
    limits = Limits()
    receiver, sender = fork.Pipe()
    worker = fork.Process(target=hold_the_lock, args=(limits, sender))
    worker.start()
    assert receiver.recv() == "held"
    assert worker.pid is not None

    os.kill(worker.pid, signal.SIGKILL)
    worker.join(timeout=10)
    started = time.monotonic()
    limits.count("a", 5)

    assert time.monotonic() - started < 1
    receiver.close()
    sender.close()


@pytest.mark.parametrize("path", ["/translate", "/translate/stream", "/detect"])
def test_one_request_too_many_gets_429_as_libretranslate_says_it(
    directions: Directions, path: str
) -> None:
    client = limited_client(directions, requests_per_minute=2)
    for _ in range(2):
        assert client.post(path, json=QUESTION).status_code == 200

    response = client.post(path, json=QUESTION)

    assert response.status_code == 429
    assert 1 <= int(response.headers["Retry-After"]) <= 30
    assert response.json is not None
    assert response.json["error"].startswith("Slowdown: 2 per 1 minute")
    assert response.headers["X-Error-Code"] == "too-many-requests"


def test_the_page_says_it_to_people(directions: Directions) -> None:
    client = limited_client(directions, requests_per_minute=1)
    client.post("/result", data={"English": "a"})

    response = client.post("/result", data={"English": "My letter."})

    assert response.status_code == 429
    assert response.headers["Retry-After"]
    assert response.mimetype == "text/html"
    assert "My letter." in response.text


def test_what_is_only_looked_at_is_not_limited(directions: Directions) -> None:
    client = limited_client(directions, requests_per_minute=1)
    client.post("/translate", json=QUESTION)

    paths = ["/", "/languages", "/health", "/metrics", "/version", "/frontend/settings"]
    statuses = {path: client.get(path).status_code for path in paths for _ in range(3)}

    assert statuses == dict.fromkeys(paths, 200)


def test_addresses_are_counted_apart(directions: Directions) -> None:
    client = limited_client(directions, requests_per_minute=1)

    def ask(address: str) -> int:
        return client.post(
            "/translate", json=QUESTION, environ_base={"REMOTE_ADDR": address}
        ).status_code

    assert [ask("203.0.113.7"), ask("203.0.113.7"), ask("203.0.113.8")] == [200, 429, 200]
    assert [ask("2001:db8::1"), ask("2001:db8::2"), ask("2001:db8:0:1::1")] == [200, 429, 200]


def test_a_header_does_not_change_the_address(directions: Directions) -> None:
    client = limited_client(directions, requests_per_minute=1)

    statuses = [
        client.post(
            "/translate", json=QUESTION, headers={"X-Forwarded-For": f"203.0.113.{n}"}
        ).status_code
        for n in range(2)
    ]

    assert statuses == [200, 429]
