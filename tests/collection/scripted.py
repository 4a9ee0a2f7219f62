"""A web server that gives prepared answers, and breaks connections on demand."""

import json
import socket
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from ansible_collections.traductor.digitalocean.plugins.module_utils.api import Api

Json = dict[str, Any]

TOKEN = "dop_v1_" + "5ec2e7" * 8


@dataclass(frozen=True)
class Reply:
    """One answer; with `breaks` the connection is cut where the answer should begin."""

    status: int = 200
    body: object = None
    headers: dict[str, str] = field(default_factory=dict)
    breaks: bool = False

    @property
    def content(self) -> bytes:
        if self.body is None:
            return b""
        return self.body.encode() if isinstance(self.body, str) else json.dumps(self.body).encode()


@dataclass(frozen=True)
class Request:
    """What the server saw."""

    method: str
    path: str
    token: str
    body: Json


class Scripted:
    """Give the answers in `replies` in their order; the last one is given for ever."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []
        self.requests: list[Request] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))
        self.thread.start()
        self.clock = Clock()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server.server_port}"

    @property
    def methods(self) -> list[str]:
        return [request.method for request in self.requests]

    def api(self, **options: Any) -> Api:
        """Return an API over this server, with a clock that moves only when it is waited on."""
        return Api(
            token=TOKEN,
            url=f"http://{self.host}",
            clock=self.clock.now,
            sleep=self.clock.sleep,
            **options,
        )

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def next_reply(self) -> Reply:
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        script = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                sent = self.rfile.read(int(self.headers.get("content-length", 0)))
                token = self.headers.get("authorization", "").removeprefix("Bearer ")
                seen = Request(self.command, self.path, token, json.loads(sent or b"{}"))
                script.requests.append(seen)
                reply = script.next_reply()
                if reply.breaks:
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                self.send_response(reply.status)
                for name, value in {"content-type": "application/json", **reply.headers}.items():
                    self.send_header(name, value)
                if "content-length" not in reply.headers:
                    self.send_header("content-length", str(len(reply.content)))
                self.end_headers()
                self.wfile.write(reply.content)

            do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815 - the server's names

            def log_message(self, format: str, *args: object) -> None:
                pass

        return Handler


class Clock:
    """A clock that moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.time = 1_800_000_000.0
        self.pauses: list[float] = []

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.time += seconds
