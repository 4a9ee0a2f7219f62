"""What a visitor of a running site asks and gets, and what Nginx's log says of it."""

import contextlib
import http.client
import json
import time

from benchmark.serving.site import Site

LOG_SECONDS = 5


class Answer:
    """What came back: status, headers by their lower-case names, body."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = response.read()

    @property
    def request_id(self) -> str:
        """Name the request as the logs do; what the operator asks has no name."""
        return self.headers["x-request-id"]


def ask(port: int, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
    with contextlib.closing(
        http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    ) as connection:
        connection.request(method, path, body, {k.replace("_", "-"): v for k, v in headers.items()})
        return Answer(connection.getresponse())


def query(text: str) -> bytes:
    return json.dumps({"q": text, "source": "en", "target": "es"}).encode()


def translate(site: Site, text: str = "Good morning.") -> Answer:
    return ask(site.port, "POST", "/translate", query(text), Content_Type="application/json")


def translator_statuses(site: Site, request_id: str) -> list[str]:
    """Look up in the log what the translator said to a request; nothing, if it was not asked."""
    return [str(line["translator_status"]) for line in logged(site, request_id)]


def logged(site: Site, request_id: str) -> list[dict[str, object]]:
    """Find the lines of a request in the log, which Nginx writes when it has sent the answer."""
    deadline = time.monotonic() + LOG_SECONDS
    while True:
        text = (site.folder / "access.log").read_text()
        whole = text[: text.rfind("\n") + 1].splitlines()
        lines = [json.loads(line) for line in whole]
        found = [line for line in lines if line["id"] == request_id]
        if found or time.monotonic() > deadline:
            return found
        time.sleep(0.02)
