"""A site that answers as the service does, from a thread of the tests and at once."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class ToySite(ThreadingHTTPServer):
    """Count requests; refuse each `refuse_every`th one."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, *, refuse_every: int = 0) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.refuse_every = refuse_every
        self.texts: list[str] = []


class _Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: ToySite

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        text = json.loads(body)["q"]
        self.server.texts.append(text)
        every = self.server.refuse_every
        if every and len(self.server.texts) % every == 0:
            self._answer(503, b"{}", "application/json")
        elif self.path == "/translate/stream":
            self._answer(200, _events(text), "text/event-stream")
        else:
            self._answer(200, b'{"translatedText": "s\xc3\xad"}', "application/json")

    def _answer(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if status == 503:
            self.send_header("Retry-After", "0")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Write no line for each request."""


def _events(text: str) -> bytes:
    pieces = [{"text": piece, "translatedText": piece.upper()} for piece in text]
    events = [f"event: piece\ndata: {json.dumps(piece)}\n\n" for piece in pieces]
    return "".join(["event: start\ndata: {}\n\n", *events, "event: done\ndata: {}\n\n"]).encode()


@contextmanager
def running_toy_site(*, refuse_every: int = 0) -> Iterator[ToySite]:
    site = ToySite(refuse_every=refuse_every)
    thread = threading.Thread(target=site.serve_forever)
    thread.start()
    try:
        yield site
    finally:
        site.shutdown()
        thread.join()
        site.server_close()
