"""One line of JSON for every request: what it was and how long it took, never what it said."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from translator.directions import Directions
from translator.errors import BusyError, EngineError
from translator.settings import Settings
from translator.web.app import create_app
from translator.web.keys import ApiKeys, new_key
from translator.web.request_log import LOGGER, JsonFormatter

from tests.service.conftest import ShoutingDecoder

QUESTION: dict[str, Any] = {"q": "Confidential words.", "source": "en", "target": "es"}


class Lines(logging.Handler):
    """Keep what would be written."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonFormatter())
        self.written: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.written.append(self.format(record))

    @property
    def last(self) -> dict[str, Any]:
        line: dict[str, Any] = json.loads(self.written[-1])
        return line


@pytest.fixture
def lines() -> Iterator[Lines]:
    handler = Lines()
    LOGGER.addHandler(handler)
    try:
        yield handler
    finally:
        LOGGER.removeHandler(handler)


def test_a_request_is_one_line_with_its_figures(client: FlaskClient, lines: Lines) -> None:
    response = client.post("/translate", json=QUESTION, buffered=True)

    assert len(lines.written) == 1
    line = lines.last
    assert line.pop("milliseconds") >= 0
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "level": "info",
        "message": "request",
        "id": response.headers["X-Request-ID"],
        "method": "POST",
        "endpoint": "/translate",
        "status": 200,
        "characters": 19,
        "direction": "en-es",
    }


def test_a_stream_is_logged_when_it_has_ended(client: FlaskClient, lines: Lines) -> None:
    response = client.post("/translate/stream", json=QUESTION)
    assert lines.written == []

    assert "event: done" in response.text
    response.close()

    assert (lines.last["endpoint"], lines.last["characters"]) == ("/translate/stream", 19)


def test_a_stream_that_fails_is_logged_with_its_reason(
    client: FlaskClient, decoder: ShoutingDecoder, lines: Lines
) -> None:
    decoder.failure = EngineError("the model is gone")

    client.post("/translate/stream", json=QUESTION, buffered=True)

    assert lines.last["error"] == "unavailable"
    assert lines.last["status"] == 503


def test_a_busy_engine_is_no_fault_to_look_into(
    client: FlaskClient, decoder: ShoutingDecoder, lines: Lines
) -> None:
    decoder.failure = BusyError()

    client.post("/translate", json=QUESTION, buffered=True)

    assert len(lines.written) == 1
    assert (lines.last["status"], lines.last["error"]) == (503, "busy")


def test_the_key_is_named_and_never_shown(directions: Directions, lines: Lines) -> None:
    key, made = new_key("ana", requests_per_minute=0)
    client = create_app(Settings(server_name="_"), directions, ApiKeys([made])).test_client()

    client.post("/translate", query_string={**QUESTION, "api_key": key}, buffered=True)

    assert lines.last["key"] == "ana"
    assert key not in lines.written[-1]
    assert made.sha256 not in lines.written[-1]


def test_a_surprise_is_logged_with_its_place_and_without_its_values(
    client: FlaskClient, decoder: ShoutingDecoder, lines: Lines
) -> None:
    decoder.failure = ValueError("Confidential words.")

    response = client.post("/translate", json=QUESTION, buffered=True)

    surprise = json.loads(lines.written[0])
    assert surprise["level"] == "error"
    assert surprise["message"] == "ValueError"
    assert "hypotheses" in surprise["traceback"]
    assert surprise["id"] == lines.last["id"] == response.headers["X-Request-ID"]
    assert (lines.last["status"], lines.last["error"]) == (500, "unexpected")
    assert response.json == {"error": "something unexpected failed; try again"}


@pytest.mark.parametrize(
    ("method", "path", "options"),
    [
        ("POST", "/translate", {"json": QUESTION}),
        ("POST", "/translate", {"json": {**QUESTION, "format": "Confidential"}}),
        ("POST", "/translate", {"json": {**QUESTION, "source": "Confidential"}}),
        ("POST", "/translate", {"query_string": QUESTION}),
        ("POST", "/translate/stream", {"json": QUESTION}),
        ("POST", "/translate", {"data": b"{Confidential", "content_type": "application/json"}),
        ("POST", "/detect", {"data": QUESTION}),
        ("POST", "/result", {"data": {"English": "Confidential words."}}),
        ("POST", "/result", {"data": {"English": "Confidential words." * 100}}),
        ("GET", "/Confidential", {"query_string": "Confidential"}),
        ("GET", "/download_file/Confidential", {}),
        ("CONFIDENTIAL", "/translate", {}),
        ("GET", "/", {"headers": {"X-Request-ID": "Confidential words."}}),
        ("GET", "/", {"headers": {"User-Agent": "Confidential", "Referer": "Confidential"}}),
    ],
)
@pytest.mark.parametrize("failure", [None, ValueError("Confidential words.")])
def test_nothing_a_visitor_chose_is_logged(
    client: FlaskClient,
    decoder: ShoutingDecoder,
    lines: Lines,
    method: str,
    path: str,
    options: dict[str, Any],
    failure: Exception | None,
) -> None:
    decoder.failure = failure

    client.open(path, method=method, buffered=True, **options)

    assert lines.written
    assert "confidential" not in "".join(lines.written).lower()


@pytest.mark.parametrize(
    "given", ["0123456789abcdef", "a" * 64, "de305d54-75b4-431b-adb2-eb6b9e546014"]
)
def test_the_name_that_nginx_gave_a_request_is_kept(client: FlaskClient, given: str) -> None:
    response = client.get("/languages", headers={"X-Request-ID": given})

    assert response.headers["X-Request-ID"] == given


@pytest.mark.parametrize("given", ["", "short", "a" * 65, "with space", "ñ" * 10, "a" * 9 + '"'])
def test_a_request_without_a_proper_name_gets_one(client: FlaskClient, given: str) -> None:
    first, second = (
        client.get("/languages", headers={"X-Request-ID": given}).headers["X-Request-ID"]
        for _ in range(2)
    )

    assert first != second
    assert len(first) == 32


def test_failures_have_a_name_too(client: FlaskClient) -> None:
    for path in ("/nowhere", "/translate"):
        assert len(client.get(path).headers["X-Request-ID"]) == 32
