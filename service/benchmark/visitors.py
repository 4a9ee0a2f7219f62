"""Visitors one by one: those who come back when they are told to, and one with a long text."""

import asyncio
import http.client
import json
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

PATIENCE_SECONDS = 20.0
CHARACTERS = 50_000


@dataclass
class Crowd:
    """What a crowd got: milliseconds of the answered, milliseconds of the refused, failures."""

    answered: list[float] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def note(self, status: int, milliseconds: float) -> None:
        """Sort an answer by its status."""
        if status == 200:
            self.answered.append(milliseconds)
        elif status == 503:
            self.refused.append(milliseconds)
        else:
            self.failed.append(f"status {status}")


def crowd(port: int, sentences: Sequence[str], *, visitors: int, seconds: float) -> Crowd:
    """Let visitors ask at the same time for a while; whoever is refused waits as it was told."""
    found = Crowd()
    asyncio.run(_crowd(port, sentences, visitors, seconds, found))
    return found


async def _crowd(
    port: int, sentences: Sequence[str], visitors: int, seconds: float, found: Crowd
) -> None:
    end = time.monotonic() + seconds
    texts = cycle(sentences)
    each = (_visitor(port, texts, end, found) for _ in range(visitors))
    await asyncio.gather(*each)


async def _visitor(port: int, texts: "cycle[str]", end: float, found: Crowd) -> None:
    while time.monotonic() < end:
        start = time.perf_counter()
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                status, retry_after = await _ask(port, next(texts))
        except (OSError, ValueError, TimeoutError) as error:
            found.failed.append(type(error).__name__)
            continue
        found.note(status, 1_000 * (time.perf_counter() - start))
        await asyncio.sleep(retry_after)


async def _ask(port: int, text: str) -> tuple[int, float]:
    """Send one request on a connection of its own; return the status and `Retry-After`."""
    body = json.dumps({"q": text, "source": "en", "target": "es"}).encode()
    head = (
        "POST /translate HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(head.encode() + body)
        answer = await reader.read()
    finally:
        writer.close()
    lines = answer.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines[1:])
    return int(lines[0].split()[1]), float(headers.get("retry-after", 0))


@dataclass(frozen=True)
class Streamed:
    """How a long text came back: its first piece, its last, and whether nothing is missing."""

    first_seconds: float
    seconds: float
    is_whole: bool


def stream(port: int, text: str) -> Streamed:
    """Translate a text as a stream and read it to its end; one that breaks off is not whole."""
    start = time.perf_counter()
    pieces: list[str] = []
    first_seconds, is_done = 0.0, False
    try:
        for kind, data in _events(port, text):
            if kind == "piece":
                first_seconds = first_seconds or time.perf_counter() - start
                pieces.append(data["text"])
            is_done = is_done or kind == "done"
    except (OSError, http.client.HTTPException):
        is_done = False
    seconds = time.perf_counter() - start
    return Streamed(first_seconds, seconds, is_done and "".join(pieces) == text)


def _events(port: int, text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Ask for a stream; give the name and the data of each event."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    body = json.dumps({"q": text, "source": "en", "target": "es"})
    headers = {"Content-Type": "application/json"}
    with closing(connection):
        connection.request("POST", "/translate/stream", body.encode(), headers)
        kind = ""
        for line in connection.getresponse():
            name, _, value = line.decode().rstrip("\n").partition(": ")
            if name == "event":
                kind = value
            elif name == "data":
                yield kind, json.loads(value)
