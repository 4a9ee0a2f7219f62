"""What every WSGI server must do, asked of the real one with the real application and model."""

import json
import signal
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest
from benchmark.sentences import load_sentences
from benchmark.serving.processes import free_ports
from benchmark.serving.translator import Translator, running_translator
from benchmark.serving.variables import variables
from translator.servers.health_check import ask, http_request, uwsgi_request

PATIENCE_SECONDS = 20
JSON = "application/json"
SENTENCES = 200
TEXT = " ".join(load_sentences(SENTENCES))


@dataclass(frozen=True)
class Server:
    """A running server that is asked without Nginx."""

    translator: Translator

    @property
    def log(self) -> str:
        return self.translator.log.read_text()

    def ask(
        self, path: str, *, method: str = "GET", body: bytes = b"", content_type: str = ""
    ) -> tuple[int, bytes]:
        return ask(
            path,
            method=method,
            body=body,
            content_type=content_type,
            server=self.translator.server,
            port=self.translator.port,
        )

    def translate(self, text: str) -> tuple[int, bytes]:
        return self.ask("/translate", method="POST", body=query(text), content_type=JSON)

    def begin_stream(self, text: str) -> socket.socket:
        """Ask for a stream and leave the reading to the test."""
        encode = uwsgi_request if self.translator.server == "uwsgi" else http_request
        connection = socket.create_connection(
            ("127.0.0.1", self.translator.port), timeout=PATIENCE_SECONDS
        )
        connection.sendall(encode("POST", "/translate/stream", query(text), JSON))
        return connection

    def is_ready(self) -> bool:
        assert self.translator.process.poll() is None, self.log
        try:
            return self.ask("/health/ready")[0] == 200
        except (OSError, ValueError, IndexError):
            return False


def query(text: str) -> bytes:
    return json.dumps({"q": text, "source": "en", "target": "es"}).encode()


def read_all(connection: socket.socket) -> bytes:
    with connection:
        return b"".join(iter(lambda: connection.recv(65_536), b""))


def wait_until(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"waited {PATIENCE_SECONDS} s for {what}"
        time.sleep(0.05)


class ServerBehaviour:
    """The tests that both servers pass; a subclass names the server."""

    name: ClassVar[str]

    @pytest.fixture(scope="class")
    @classmethod
    def server(cls, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
        yield from cls.start(tmp_path_factory.mktemp(cls.name))

    @classmethod
    def start(cls, folder: Path, *, processes: int = 2) -> Iterator[Server]:
        settings = variables(
            wsgi_server=cls.name, processes=processes, threads=4, request_timeout_seconds=20,
            requests_per_minute=0, cached_sentences=0,
        )  # fmt: skip
        (port,) = free_ports(1)
        with running_translator(folder, port, settings) as translator:
            server = Server(translator)
            wait_until(server.is_ready, f"an answer of {cls.name}")
            yield server

    def test_readiness_is_answered_by_the_engine_behind_it(self, server: Server) -> None:
        status, body = server.ask("/health/ready")

        assert (status, json.loads(body)) == (200, {"status": "ok"})

    def test_every_process_translates_after_the_fork(self, server: Server) -> None:
        answered = [server.translate("Good morning.") for _ in range(10)]

        assert {status for status, _ in answered} == {200}
        assert len(set(answered)) == 1

    def test_as_many_requests_as_there_are_threads_are_answered_at_a_time(
        self, server: Server
    ) -> None:
        with ThreadPoolExecutor(8) as visitors:
            answered = list(
                visitors.map(server.translate, [f"I have {n} cats." for n in range(40)])
            )

        assert {status for status, _ in answered} == {200}
        assert len(set(answered)) == 40

    def test_a_refused_body_does_not_break_the_connection(self, server: Server) -> None:
        status, _ = server.ask(
            "/result",
            method="POST",
            body=b"English=" + b"x" * 4_000_000,
            content_type="application/x-www-form-urlencoded",
        )

        assert status == 413

    def test_a_stream_is_sent_piece_by_piece(self, server: Server) -> None:
        connection = server.begin_stream(TEXT)
        start = time.monotonic()
        first = connection.recv(65_536)
        first_seconds = time.monotonic() - start
        rest = read_all(connection)

        assert b"event: start" in first + rest
        assert (first + rest).count(b"event: piece") >= SENTENCES
        assert b"event: done" in rest
        assert first_seconds < (time.monotonic() - start) / 2

    def test_a_visitor_who_leaves_a_stream_frees_its_thread(self, server: Server) -> None:
        for _ in range(16):
            connection = server.begin_stream(TEXT)
            connection.recv(1_000)
            connection.close()
        start = time.monotonic()
        status, _ = server.translate("Good morning.")

        assert status == 200
        assert time.monotonic() - start < 5

    def test_nothing_a_visitor_typed_is_logged(self, server: Server) -> None:
        server.translate("Confidential words.")
        server.translate("Confidential " * 10_000)
        server.ask("/confidential", method="POST", body=b"Confidential", content_type=JSON)
        with server.begin_stream("Confidential words. " * 200) as connection:
            connection.recv(100)
        server.translate("Good morning.")

        assert "onfidential words" not in server.log
        assert "Confidential" not in server.log

    def test_requests_in_hand_are_answered_before_it_stops(self, tmp_path: Path) -> None:
        # The one that is ready is all there are: uWSGI overlooks a signal while a process loads.
        for server in self.start(tmp_path, processes=1):
            connection = server.begin_stream(TEXT)
            connection.recv(1)
            server.translator.process.send_signal(signal.SIGTERM)
            answer = read_all(connection)

            assert b"event: done" in answer
            assert server.translator.process.wait(timeout=PATIENCE_SECONDS) is not None
