"""A visit reaches the given address, follows the site, and trusts only what it is told to trust."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from ansible_collections.traductor.host.plugins.modules.visit import (
    Request,
    VisitError,
    trust_of,
    visit,
)

from tests.service.certificates import make

NAME = "translate.example.com"
MADE = make([NAME])


class Answers(BaseHTTPRequestHandler):
    """Echo under /echo, refer from elsewhere to where the server says."""

    location = ""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/echo":
            self._answer(200, self.headers["Host"].encode() + b" " + body)
        elif self.path == "/fault":
            self._answer(404, b"there is nothing")
        else:
            self._answer(308, b"")

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Location", self.location)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Write no line for each request."""


@contextmanager
def served(location: str = "", *, certificate: Path | None = None) -> Iterator[int]:
    """Serve on a free port of 127.0.0.1; give the port."""
    handler = type("Handler", (Answers,), {"location": location})
    server = HTTPServer(("127.0.0.1", 0), handler)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    file = tmp_path / "certificate.pem"
    file.write_text(MADE.certificate + MADE.key)
    return file


def request(
    *, ca_file: str = "", certificate_trusted: bool = True, other_names: Sequence[str] = ()
) -> Request:
    return Request(
        address="127.0.0.1",
        trust=trust_of(ca_file, certificate_trusted=certificate_trusted),
        other_names=other_names,
        method="POST",
        body=b"hello",
    )


def test_a_name_is_asked_at_the_given_address() -> None:
    with served() as port:
        answer = visit(f"http://{NAME}:{port}/echo", request())

    assert answer.content == f"{NAME}:{port} hello"


def test_a_redirect_to_https_is_followed_with_method_and_body(certificate: Path) -> None:
    with (
        served(certificate=certificate) as https,
        served(f"https://{NAME}:{https}/echo") as port,
    ):
        answer = visit(f"http://{NAME}:{port}/", request(ca_file=str(certificate)))

    assert answer.url == f"https://{NAME}:{https}/echo"
    assert answer.content.endswith(" hello")


def test_a_certificate_of_nobody_is_refused_unless_that_is_allowed(certificate: Path) -> None:
    with served(certificate=certificate) as port:
        url = f"https://{NAME}:{port}/echo"
        with pytest.raises(VisitError, match="self-signed"):
            visit(url, request())

        assert visit(url, request(certificate_trusted=False)).status == 200


def test_a_certificate_of_another_name_is_refused(certificate: Path) -> None:
    with served(certificate=certificate) as port, pytest.raises(VisitError, match="Hostname"):
        visit(f"https://other.example.com:{port}/echo", request(ca_file=str(certificate)))


def test_the_certificate_may_be_of_another_name_of_the_same_site(certificate: Path) -> None:
    asked = request(ca_file=str(certificate), other_names=["www.example.com", NAME])
    with served(certificate=certificate) as port:
        answer = visit(f"https://new.example.com:{port}/echo", asked)

    assert answer.content == f"new.example.com:{port} hello"


def test_a_certificate_of_none_of_the_names_is_refused(certificate: Path) -> None:
    asked = request(ca_file=str(certificate), other_names=["www.example.com"])
    with (
        served(certificate=certificate) as port,
        pytest.raises(VisitError, match=r"not valid for 'new\.example\.com'"),
    ):
        visit(f"https://new.example.com:{port}/echo", asked)


def test_a_redirect_to_another_site_is_not_followed() -> None:
    with (
        served("http://other.example.com/") as port,
        pytest.raises(VisitError, match="another site"),
    ):
        visit(f"http://{NAME}:{port}/", request())


def test_redirects_without_an_end_are_given_up() -> None:
    with served("/again") as port, pytest.raises(VisitError, match="answers 308"):
        visit(f"http://{NAME}:{port}/", request())


def test_a_refusal_and_silence_are_failures_with_their_reason() -> None:
    with served() as port, pytest.raises(VisitError, match="answers 404: there is nothing"):
        visit(f"http://{NAME}:{port}/fault", request())
    with pytest.raises(VisitError, match="Connection refused"):
        visit(f"http://{NAME}:{port}/echo", request())
