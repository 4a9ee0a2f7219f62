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
    refusal: ClassVar[str] = ""

    def address_string(self) -> str:
        return "socket"

    def do_GET(self) -> None:
        self.asked.append(self.path.partition("?")[0])
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for each in self.happens:
            line = json.dumps(each).encode() + b"\n"
            self.wfile.write(b"%x\r\n%s\r\n" % (len(line), line))
        self.wfile.write(b"0\r\n\r\n")

    def do_POST(self) -> None:
        self.asked.append(self.path)
        self.send_response(409 if self.refusal else 204)
        self.send_header("Content-Length", str(len(self.refusal)))
        self.end_headers()
        self.wfile.write(self.refusal.encode())


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


def test_the_engine_s_refusal_is_told(
    engine: type[Engine], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(engine, "refusal", "it is being removed")

    watchdog.main()

    assert capsys.readouterr().out == (
        "traductor-1 was killed and cannot be started: it is being removed\n"
    )
