"""A server that keeps objects as S3 does: as much of it as restic asks for."""

from __future__ import annotations

import re
import threading
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

BUCKET = "archives"
ACCESS_KEY = "an-access-key"
MODIFIED = "2026-11-22T05:00:00.000Z"
CHUNK = re.compile(rb"([0-9a-f]+);chunk-signature=[0-9a-f]+\r\n")


def without_signatures(body: bytes) -> bytes:
    """Return what was sent in signed chunks."""
    content, at = b"", 0
    while head := CHUNK.match(body, at):
        size = int(head[1], 16)
        content += body[head.end() : head.end() + size]
        at = head.end() + size + 2
    return content


def listing(objects: dict[str, bytes], prefix: str) -> str:
    """Return the answer to a question for all names that begin with a prefix."""
    items = "".join(
        f"<Contents><Key>{escape(name)}</Key><LastModified>{MODIFIED}</LastModified>"
        f"<Size>{len(content)}</Size><ETag>x</ETag></Contents>"
        for name, content in sorted(objects.items())
        if name.startswith(prefix)
    )
    return (
        f"<ListBucketResult><Name>{BUCKET}</Name><Prefix>{escape(prefix)}</Prefix>"
        f"<IsTruncated>false</IsTruncated>{items}</ListBucketResult>"
    )


class ObjectStorage:
    """Hold one bucket's objects; `keys` are the access keys that have asked."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.keys: set[str] = set()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))
        self.thread.start()

    @property
    def location(self) -> str:
        """Return the place as restic names it."""
        return f"s3:http://127.0.0.1:{self.server.server_port}/{BUCKET}/traductor"

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        storage = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self, status: int, content: bytes = b"", **headers: str) -> None:
                self.send_response(status)
                sent = {"Content-Length": str(len(content)), "ETag": '"x"', **headers}
                for name, value in sent.items():
                    self.send_header(name.replace("_", "-"), value)
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(content)

            def refuse(self, status: int, code: str, words: str) -> None:
                body = f"<Error><Code>{code}</Code><Message>{words}</Message></Error>"
                self.answer(status, body.encode())

            def enter(self) -> tuple[str, dict[str, list[str]]] | None:
                """Return the object's name and the query, where the key is known."""
                signed = re.search(r"Credential=([^/]+)/", self.headers["Authorization"] or "")
                storage.keys.add(signed[1] if signed else "")
                if not signed or signed[1] != ACCESS_KEY:
                    self.refuse(403, "AccessDenied", "Access Denied.")
                    return None
                parts = urlsplit(self.path)
                name = unquote(parts.path).removeprefix(f"/{BUCKET}").lstrip("/")
                return name, parse_qs(parts.query, keep_blank_values=True)

            def do_GET(self) -> None:
                if (entered := self.enter()) is None:
                    return
                name, query = entered
                if "location" in query:
                    self.answer(200, b"<LocationConstraint></LocationConstraint>")
                elif not name:
                    text = listing(storage.objects, query.get("prefix", [""])[0])
                    self.answer(200, text.encode())
                elif name not in storage.objects:
                    self.refuse(404, "NoSuchKey", "The specified key does not exist.")
                else:
                    self.send_object(storage.objects[name])

            do_HEAD = do_GET  # noqa: N815 - the server's name

            def send_object(self, content: bytes) -> None:
                wanted = re.match(r"bytes=(\d+)-(\d*)", self.headers["Range"] or "")
                headers = {"Last_Modified": formatdate(1_800_000_000, usegmt=True)}
                if not wanted:
                    self.answer(200, content, **headers)
                    return
                first = int(wanted[1])
                last = min(int(wanted[2] or len(content) - 1), len(content) - 1)
                headers["Content_Range"] = f"bytes {first}-{last}/{len(content)}"
                self.answer(206, content[first : last + 1], **headers)

            def do_PUT(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"] or 0))
                if (entered := self.enter()) is None:
                    return
                chunked = self.headers["X-Amz-Content-Sha256"].startswith("STREAMING-")
                if entered[0]:
                    storage.objects[entered[0]] = without_signatures(body) if chunked else body
                self.answer(200)

            def do_DELETE(self) -> None:
                if (entered := self.enter()) is not None:
                    storage.objects.pop(entered[0], None)
                    self.answer(204)

            def log_message(self, format: str, *args: object) -> None:
                pass

        return Handler
