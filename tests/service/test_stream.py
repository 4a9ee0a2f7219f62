"""A long text comes back piece by piece, as server-sent events."""

import json
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from translator.directions import Directions
from translator.engine import Demand, Engine, Piece
from translator.errors import BusyError, DeadlineError, EngineError
from translator.settings import Settings
from translator.web.app import create_app
from werkzeug.serving import make_server

from tests.service.conftest import MAX_CHARACTERS, ShoutingDecoder

UNHURRIED = Demand()
QUESTION: dict[str, Any] = {"q": "Good morning. Sit down.", "source": "en", "target": "es"}


class ScriptedEngine(Engine):
    """Give pieces one by one, and fail after them if it has something to fail with."""

    def __init__(self, *, failure: Exception | None = None, seconds: float = 0.0) -> None:
        super().__init__(ShoutingDecoder())
        self.failure = failure
        self.seconds = seconds
        self.given = 0

    def pieces(self, text: str, demand: Demand = UNHURRIED) -> Iterator[Piece]:
        for sentence in text.split("|"):
            if not demand.is_wanted():
                return
            time.sleep(self.seconds)
            self.given += 1
            yield Piece(sentence, sentence.upper(), 0.5)
        if self.failure:
            raise self.failure


def read_events(body: str) -> list[tuple[str, dict[str, Any]]]:
    blocks = [block.split("\n") for block in body.split("\n\n") if block]
    assert all(len(block) == 2 for block in blocks)
    return [
        (name.removeprefix("event: "), json.loads(data.removeprefix("data: ")))
        for name, data in blocks
    ]


def scripted_app(engine: ScriptedEngine) -> Flask:
    return create_app(Settings(server_name="_", max_characters=10_000), Directions([engine]))


def test_the_pieces_joined_are_the_text_and_its_translation(client: FlaskClient) -> None:
    text = "  Good morning.\n\n- Sit down. Now.\u2028 él\r\n"

    response = client.post("/translate/stream", json={**QUESTION, "q": text})

    events = read_events(response.text)
    pieces = [data for name, data in events if name == "piece"]
    assert "".join(piece["text"] for piece in pieces) == text
    assert "".join(piece["translatedText"] for piece in pieces) == text.upper()


def test_a_stream_begins_with_what_is_known_and_ends_with_the_time(client: FlaskClient) -> None:
    response = client.post("/translate/stream", json=QUESTION)

    events = read_events(response.text)
    assert events[0] == (
        "start",
        {
            "source": "en",
            "target": "es",
            "detectedLanguage": None,
            "characters": 23,
            "warning": None,
        },
    )
    assert [name for name, _ in events[1:-1]] == ["piece"] * len(events[1:-1])
    assert events[-1][0] == "done"
    assert events[-1][1]["milliseconds"] >= 0
    assert response.mimetype == "text/event-stream"
    assert response.headers["X-Accel-Buffering"] == "no"
    assert response.headers["Cache-Control"] == "no-store"


def test_a_failure_before_the_first_piece_keeps_its_status(
    client: FlaskClient, decoder: ShoutingDecoder
) -> None:
    decoder.failure = BusyError(retry_after_seconds=3)

    response = client.post("/translate/stream", json=QUESTION)

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "3"
    assert response.headers["X-Error-Code"] == "busy"
    assert response.json is not None
    assert "as much to do as it can take on" in response.json["error"]


@pytest.mark.parametrize(
    ("failure", "code", "retry_after"),
    [
        (BusyError(retry_after_seconds=3), "busy", 3),
        (DeadlineError(), "deadline", 5),
        (EngineError("the model is gone"), "unavailable", 5),
        (ZeroDivisionError("secret"), "unexpected", None),
    ],
)
def test_a_failure_after_the_first_piece_is_an_event(
    failure: Exception, code: str, retry_after: int | None
) -> None:
    client = scripted_app(ScriptedEngine(failure=failure)).test_client()

    response = client.post("/translate/stream", json={**QUESTION, "q": "a|b"})

    events = read_events(response.text)
    assert [name for name, _ in events] == ["start", "piece", "piece", "error"]
    assert events[-1][1]["code"] == code
    assert events[-1][1]["retryAfter"] == retry_after
    assert "secret" not in response.text
    assert "the model is gone" not in response.text


@pytest.mark.parametrize(
    "change",
    [
        {"q": ["a", "b"]},
        {"q": ""},
        {"format": "html"},
        {"alternatives": 2},
        {"target": "fr"},
        {"glossary": "no object"},
        {"q": "x" * (MAX_CHARACTERS + 1)},
    ],
)
def test_what_cannot_be_streamed_is_refused_with_400(
    client: FlaskClient, change: dict[str, Any]
) -> None:
    response = client.post("/translate/stream", json={**QUESTION, **change})

    assert response.status_code == 400
    assert response.json is not None
    assert response.json["error"]


def test_the_surer_sentence_has_the_higher_confidence(client: FlaskClient) -> None:
    question = {**QUESTION, "q": "Hi. This is a sentence of many letters."}

    events = read_events(client.post("/translate/stream", json=question).text)

    short, long = [data["confidence"] for _, data in events if data.get("confidence")]
    assert 1 >= short > long > 0


@pytest.fixture
def slow_engine() -> ScriptedEngine:
    return ScriptedEngine(seconds=0.02)


@pytest.fixture
def port(slow_engine: ScriptedEngine) -> Iterator[int]:
    server = make_server("127.0.0.1", 0, scripted_app(slow_engine), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def ask(port: int, texts: Sequence[str]) -> socket.socket:
    body = json.dumps({**QUESTION, "q": "|".join(texts)}).encode()
    head = (
        "POST /translate/stream HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    connection = socket.create_connection(("127.0.0.1", port), timeout=10)
    connection.sendall(head.encode() + body)
    return connection


def test_the_first_piece_arrives_long_before_the_last(
    port: int, slow_engine: ScriptedEngine
) -> None:
    with ask(port, ["a"] * 50) as connection:
        received = b""
        while b"event: piece" not in received:
            received += connection.recv(4_096)
        given = slow_engine.given
        while b"event: done" not in received:
            received += connection.recv(4_096)

    assert given < 10
    assert slow_engine.given == 50


def test_the_engine_stops_when_the_client_is_gone(port: int, slow_engine: ScriptedEngine) -> None:
    with ask(port, ["a"] * 400) as connection:
        connection.recv(10)
    time.sleep(0.2)
    given = slow_engine.given
    time.sleep(0.2)

    assert slow_engine.given == given < 50
