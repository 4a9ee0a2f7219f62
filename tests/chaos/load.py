"""A steady load on the site: requests at set times, each over a connection of its own."""

from __future__ import annotations

import http.client
import itertools
import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

from tests.journey.finished_site import Site

CLIENTS = 16
PATIENCE_SECONDS = 40
OK = 200


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What became of one request.

    Args:
        start: when it was put, in seconds of the monotonic clock.
        seconds: how long it took.
        status: of HTTP; 0 where nothing came.
        told: whether a failure says what it is and when to try again.
        error: what went wrong, in words.
    """

    start: float
    seconds: float
    status: int = 0
    told: bool = False
    error: str = ""

    @property
    def is_good(self) -> bool:
        """Tell whether there is a translation."""
        return not self.error

    @property
    def end(self) -> float:
        """Say when it came, in seconds of the monotonic clock."""
        return self.start + self.seconds


@dataclass
class Load:
    """The answers to a load."""

    answers: list[Answer] = field(default_factory=list)

    @property
    def failures(self) -> list[Answer]:
        """Return what was no translation, in the order of time."""
        return sorted((one for one in self.answers if not one.is_good), key=lambda one: one.start)

    @property
    def slowest_seconds(self) -> float | None:
        """Say how long the slowest translation took."""
        return max((one.seconds for one in self.answers if one.is_good), default=None)

    def seconds_until_good(self, since: float) -> float | None:
        """Say how long after a moment translations came again for good.

        Returns:
            0 where none failed, and nothing where they did not come again.
        """
        if not self.failures:
            return 0.0
        last = self.failures[-1].start
        ends = [one.end for one in self.answers if one.is_good and one.start > last]
        return max(min(ends) - since, 0.0) if ends else None


def ask(site: Site, sentence: str, *, patience_seconds: float = PATIENCE_SECONDS) -> Answer:
    """Ask for a translation as a program does."""
    body = json.dumps({"q": sentence, "source": "en", "target": "es"})
    start = time.monotonic()
    try:
        with closing(site.connection(timeout_seconds=patience_seconds)) as connection:
            headers = {"Content-Type": "application/json", "Connection": "close"}
            connection.request("POST", "/translate", body, headers)
            response = connection.getresponse()
            content = json.loads(response.read())
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Answer(start=start, seconds=time.monotonic() - start, error=repr(error))
    good = response.status == OK and bool(content.get("translatedText"))
    return Answer(
        start=start,
        seconds=time.monotonic() - start,
        status=response.status,
        told=bool(content.get("error")) and response.headers.get("Retry-After", "").isdigit(),
        error="" if good else f"{response.status} {json.dumps(content)[:200]}",
    )


@contextmanager
def steady(site: Site, sentences: Sequence[str], per_second: float) -> Iterator[Load]:
    """Ask so often until the block ends, and wait for the last answers.

    Whoever has no answer yet asks nothing else: there are at most as many requests at a time as
    there are clients.
    """
    load, stop = Load(), threading.Event()
    texts, lock = itertools.cycle(sentences), threading.Lock()
    beginning, interval = time.monotonic(), CLIENTS / per_second

    def visit(number: int) -> None:
        due = beginning + number / per_second
        while not stop.wait(due - time.monotonic()):
            with lock:
                sentence = next(texts)
            load.answers.append(ask(site, sentence))
            due = max(due + interval, time.monotonic())

    clients = [threading.Thread(target=visit, args=(number,)) for number in range(CLIENTS)]
    for client in clients:
        client.start()
    try:
        yield load
    finally:
        stop.set()
        for client in clients:
            client.join()


def capacity(site: Site, sentences: Sequence[str], seconds: float) -> float:
    """Measure how many requests a second are answered where each client asks on and on."""
    with steady(site, sentences, per_second=1_000_000) as load:
        time.sleep(seconds)
    spent = max(one.end for one in load.answers) - min(one.start for one in load.answers)
    return sum(one.is_good for one in load.answers) / spent
