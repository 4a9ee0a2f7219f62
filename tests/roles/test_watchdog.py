"""A container that was killed is started again, and one that was stopped is left alone."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, ClassVar

import pytest

from roles.watchdog.files import traductor_watchdog as watchdog

ONE, OTHER = "1" * 64, "2" * 64


def event(action: str, number: str = ONE, signal: str = "") -> dict[str, Any]:
    """Write an event as the Engine does."""
    attributes = {"name": f"traductor-{number[0]}"} | ({"signal": signal} if signal else {})
    return {"Action": action, "Actor": {"ID": number, "Attributes": attributes}}


KILLED = [event("kill", signal="9"), event("die")]
STOPPED = [event("kill", signal="15"), event("die")]
STOPPED_BY_FORCE = [event("kill", signal="3"), event("kill", signal="9"), event("die")]


@pytest.mark.parametrize(
    ("seen", "is_started"),
    [
        (KILLED, True),
        ([event("kill", signal="9"), *KILLED], True),
        (STOPPED, False),
        (STOPPED_BY_FORCE, False),
        ([event("die")], False),
        ([event("kill", signal="1"), event("die")], False),
        ([event("kill", signal="1"), *KILLED], True),
        ([*STOPPED, event("start"), *KILLED], True),
        ([*KILLED, event("start"), event("die")], False),
        ([event("kill", OTHER, signal="15"), *KILLED], True),
        ([*KILLED[:1], event("destroy")], False),
        ([*STOPPED[:1], event("health_status: unhealthy"), *KILLED], False),
    ],
)
def test_only_who_was_killed_unasked_is_started_again(
    seen: list[dict[str, Any]], is_started: bool
) -> None:
    killed = watchdog.Killed()

    assert [killed.take(each) for each in seen][-1] is is_started


class Engine(BaseHTTPRequestHandler):
    """The Engine's two answers: its events, and what comes of a start."""

    protocol_version = "HTTP/1.1"
    happens: ClassVar[list[dict[str, Any]]] = []
    asked: ClassVar[list[str]] = []
    refusal: ClassVar[tuple[int, str]] = (204, "")
    health: ClassVar[str] = "healthy"

    def address_string(self) -> str:
        return "socket"

    def do_GET(self) -> None:
        self.asked.append(self.path.partition("?")[0])
        if self.path.endswith("/json"):
            self.answer(200, json.dumps({"State": {"Health": {"Status": self.health}}}))
            return
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for each in self.happens:
            line = json.dumps(each).encode() + b"\n"
            self.wfile.write(b"%x\r\n%s\r\n" % (len(line), line))
        self.wfile.write(b"0\r\n\r\n")

    def do_POST(self) -> None:
        self.asked.append(self.path)
        self.answer(*self.refusal)

    def answer(self, status: int, text: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())


@contextmanager
def serving(path: Path) -> Iterator[None]:
    with socketserver.ThreadingUnixStreamServer(str(path), Engine) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield
        server.shutdown()
        thread.join()


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Engine]]:
    monkeypatch.setattr(watchdog, "SOCKET", str(tmp_path / "docker.sock"))
    monkeypatch.setattr(Engine, "asked", [])
    monkeypatch.setattr(Engine, "happens", [*STOPPED, event("start", OTHER), *KILLED])
    with serving(tmp_path / "docker.sock"):
        yield Engine


def test_a_killed_container_is_started_through_the_engine(
    engine: type[Engine], capsys: pytest.CaptureFixture[str]
) -> None:
    watchdog.main()

    assert engine.asked == ["/events", f"/containers/{ONE}/start"]
    assert capsys.readouterr().out == (
        "traductor-1 was killed and is started again; to stop it: docker stop traductor-1\n"
    )


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (500, "traductor-1 was killed and cannot be started: its port is taken\n"),
        (409, ""),
        (404, ""),
    ],
)
def test_the_engine_s_refusal_is_told_unless_the_container_was_removed(
    engine: type[Engine],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    status: int,
    said: str,
) -> None:
    monkeypatch.setattr(engine, "refusal", (status, "its port is taken"))

    watchdog.main()

    assert capsys.readouterr().out == said


def unhealthy(service: str) -> dict[str, Any]:
    """Write that a container is not well, as the Engine does."""
    found = event(watchdog.UNHEALTHY)
    found["Actor"]["Attributes"]["com.docker.compose.service"] = service
    return found


@pytest.mark.parametrize(
    ("service", "health", "asked"),
    [
        ("translator", "unhealthy", [f"/containers/{ONE}/json", f"/containers/{ONE}/restart"]),
        ("translator", "healthy", [f"/containers/{ONE}/json"]),
        ("nginx", "unhealthy", []),
    ],
)
def test_a_translator_that_stays_unhealthy_is_restarted(
    engine: type[Engine],
    monkeypatch: pytest.MonkeyPatch,
    service: str,
    health: str,
    asked: list[str],
) -> None:
    monkeypatch.setattr(watchdog, "PATIENCE_SECONDS", 0)
    monkeypatch.setattr(engine, "health", health)
    monkeypatch.setattr(engine, "happens", [unhealthy(service)])

    watchdog.main()
    for thread in threading.enumerate():
        if isinstance(thread, threading.Timer):
            thread.join()

    assert engine.asked == ["/events", *asked]
