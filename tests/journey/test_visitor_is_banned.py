"""A visitor who goes on after refusals is banned, and nobody else."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.journey.finished_site import Site
from tests.journey.stranger import lent_address

JAIL = "traductor-nginx"
# At most: the limit of requests a minute, which grows again meanwhile, and the refusals counted.
REQUESTS = 3 * (240 + 120)


@pytest.fixture
def stranger(site: Site) -> Iterator[str]:
    with lent_address(site.address) as address:
        yield address


def ask(site: Site, source: str = "") -> int:
    """Send one request from an address and return the answer's status."""
    with closing(site.connection(source=source, timeout_seconds=5)) as connection:
        headers = {"Content-Type": "application/json"}
        connection.request("POST", "/detect", json.dumps({"q": "Hello"}), headers)
        return connection.getresponse().status


def ask_until_nobody_answers(site: Site, source: str) -> list[int]:
    """Go on asking, whatever the answer is; return the answers."""
    answers: list[int] = []
    for _ in range(REQUESTS):
        try:
            answers.append(ask(site, source))
        except OSError:
            break
    return answers


def is_answered(site: Site, source: str) -> bool:
    try:
        return ask(site, source) > 0
    except OSError:
        return False


def is_shut_out(site: Site, source: str) -> bool:
    """Tell whether an address gets no answer any more; fail2ban needs a moment for its rule."""
    for _ in range(20):
        if not is_answered(site, source):
            return True
        time.sleep(0.5)
    return False


def test_who_goes_on_after_refusals_is_banned_and_only_he(site: Site, stranger: str) -> None:
    answers = ask_until_nobody_answers(site, stranger)
    waiting = f"until fail2ban-client get {JAIL} banip | grep .; do sleep 0.5; done"
    banned = site.sudo(f"timeout 30 sh -c '{waiting}'").split()
    shut_out = is_shut_out(site, stranger)
    others = ask(site)
    site.sudo(f"fail2ban-client unban {stranger}")

    assert 200 in answers
    assert 429 in answers
    assert banned == [stranger]
    assert shut_out
    assert others == 200
    assert is_answered(site, stranger)
