"""Running programs, and asking a site."""

from __future__ import annotations

import http.server
import ssl
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.audit.auditors import answers
from tests.audit.auditors.answers import Asker
from tests.audit.errors import FailedProgramError, MissingProgramError
from tests.audit.programs import run
from tests.audit.target import Target


class Handler(http.server.BaseHTTPRequestHandler):
    """Say which name was asked for, and hang up at /broken."""

    def do_GET(self) -> None:
        if self.path == "/broken":
            return
        self.send_response(404)
        self.send_header("X-Asked", self.headers["Host"])
        self.send_header("Set-Cookie", "a=1")
        self.send_header("Set-Cookie", "b=2")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def server() -> Iterator[http.server.HTTPServer]:
    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def asker() -> Asker:
    return Asker(Target(name="a.example", address="127.0.0.1", user="root"))


def test_a_program_s_words_are_returned() -> None:
    assert run(["cat"], stdin=b"so", limit_seconds=10) == "so"


def test_a_missing_program_is_named() -> None:
    with pytest.raises(MissingProgramError, match="no-such-program is not installed"):
        run(["no-such-program"], limit_seconds=10)


def test_a_failing_program_is_a_failure_with_its_words() -> None:
    with pytest.raises(FailedProgramError, match="status 3: why"):
        run(["sh", "-c", "echo why >&2; exit 3"], limit_seconds=10)


def test_a_program_that_does_not_end_is_a_failure() -> None:
    with pytest.raises(FailedProgramError, match=r"longer than 0\.2 s"):
        run(["sleep", "10"], limit_seconds=0.2)


def test_a_site_is_asked_under_its_name_or_another_s(
    server: http.server.HTTPServer, asker: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "HTTP_PORT", server.server_port)
    own, other = asker.ask("/", https=False), asker.ask("/", https=False, host="b.example")

    assert own is not None
    assert other is not None
    assert (own.status, own.header("x-asked")) == (404, "a.example")
    assert other.header("x-asked") == "b.example"
    assert own.all_of("set-cookie") == ["a=1", "b=2"]


def test_a_broken_connection_is_no_answer(
    server: http.server.HTTPServer, asker: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "HTTP_PORT", server.server_port)

    assert asker.ask("/broken", https=False) is None


def test_https_tells_the_protocol_that_was_agreed_upon(
    server: http.server.HTTPServer, asker: Asker, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(answers, "HTTPS_PORT", server.server_port)
    server.socket = encrypted(server, tmp_path)
    answer = asker.ask("/", https=True)

    assert answer is not None
    assert (answer.status, answer.protocol) == (404, "h2")


def encrypted(server: http.server.HTTPServer, folder: Path) -> ssl.SSLSocket:
    """Wrap a server's socket, with a certificate that nobody trusts."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-subj", "/CN=a.example", "-keyout", "key.pem", "-out", "certificate.pem"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    context.set_alpn_protocols(["h2", "http/1.1"])
    return context.wrap_socket(server.socket, server_side=True)
