"""On a droplet of 1 GB without swap the site outlives an hour's worth of requests.

`make endurance` runs it: the simulator, `site.yml` without a limit of requests, and this.
"""

from __future__ import annotations

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import urllib3
from benchmark.sentences import load_sentences, long_text

from tests.journey.finished_site import Site

REQUESTS = 5 * 3_600
VISITORS = 32
CHARACTERS = 50_000
LONG_TEXTS = 10
PATIENCE_SECONDS = 120


def bodies() -> list[dict[str, str]]:
    """Ask for different sentences in both directions, with a long text now and then."""
    english = load_sentences(REQUESTS // 2)
    spanish = load_sentences(REQUESTS // 2, "es")
    asked = [
        body
        for into_spanish, into_english in zip(english, spanish, strict=True)
        for body in (
            {"q": into_spanish, "source": "en", "target": "es"},
            {"q": into_english, "source": "es", "target": "en"},
        )
    ]
    for number in range(LONG_TEXTS):
        text = {"q": long_text(CHARACTERS), "source": "en", "target": "es"}
        asked.insert(number * len(asked) // LONG_TEXTS, text)
    return asked


def ask_for_all(site: Site) -> Counter[int]:
    """Put all requests, and count the answers by their status."""
    pool = urllib3.HTTPSConnectionPool(
        site.address,
        headers={"Host": site.name},
        maxsize=VISITORS,
        timeout=PATIENCE_SECONDS,
        retries=False,
        ssl_context=site.trust(),
        server_hostname=site.name,
        assert_hostname=site.name,
    )
    with pool, ThreadPoolExecutor(VISITORS) as visitors:

        def ask(body: dict[str, str]) -> int:
            return pool.request("POST", "/translate", json=body).status

        return Counter(visitors.map(ask, bodies()))


def state_of_containers(site: Site) -> list[dict[str, object]]:
    """Say of each container since when it runs, and whether memory ended something in it."""
    found = json.loads(site.sudo("sh -c 'docker inspect $(docker ps --all --quiet)'"))
    assert len(found) == 2
    return [
        {
            "name": each["Name"],
            "started": each["State"]["StartedAt"],
            "restarts": each["RestartCount"],
            "memory_ended_it": each["State"]["OOMKilled"],
        }
        for each in found
    ]


def test_an_hour_of_requests_is_answered_and_nothing_is_ended_for_want_of_memory(
    site: Site,
) -> None:
    before = state_of_containers(site)

    answers = ask_for_all(site)

    assert answers == {200: REQUESTS + LONG_TEXTS}
    after = state_of_containers(site)
    assert after == before
    assert not any(each["memory_ended_it"] for each in after)
