"""Ask the site at its address, under its name or another."""

import http.client
import socket
import ssl
from dataclasses import dataclass

from tests.audit.target import Target

SECONDS = 15
HTTP_PORT, HTTPS_PORT = 80, 443


@dataclass(frozen=True)
class Answer:
    """One answer, without its body.

    Args:
        status: its number.
        headers: name, in small letters, and value of each header, in order.
        protocol: what was agreed upon for HTTPS, ``h2`` for instance.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    protocol: str = ""

    def header(self, name: str) -> str | None:
        """Return the value of a header; several are one, as RFC 9110 has it."""
        values = self.all_of(name)
        return ", ".join(values) if values else None

    def all_of(self, name: str) -> list[str]:
        """Return every value of a header."""
        return [value for key, value in self.headers if key == name]


class Asker:
    """Send requests to one site.

    Certificates are testssl's matter, so nothing is refused for one here.
    """

    def __init__(self, target: Target) -> None:
        self.name = target.name
        self._address = target.address

    def ask(self, path: str, *, https: bool, method: str = "GET", host: str = "") -> Answer | None:
        """Ask once; None where nothing answers."""
        try:
            return self._ask(path, https=https, method=method, host=host or self.name)
        except (OSError, http.client.HTTPException):
            return None

    def _ask(self, path: str, *, https: bool, method: str, host: str) -> Answer:
        port = HTTPS_PORT if https else HTTP_PORT
        protocol = self._agreed_protocol() if https else ""
        connection = http.client.HTTPConnection(self._address, port, timeout=SECONDS)
        connection.connect()
        try:
            if https:
                context = _context(("http/1.1",))
                connection.sock = context.wrap_socket(connection.sock, server_hostname=host)
            connection.request(method, path, headers={"Host": host})
            answer = connection.getresponse()
            headers = tuple((name.lower(), value) for name, value in answer.getheaders())
            return Answer(answer.status, headers, protocol)
        finally:
            connection.close()

    def _agreed_protocol(self) -> str:
        """Offer HTTP/2 and return what the server takes."""
        with socket.create_connection((self._address, HTTPS_PORT), timeout=SECONDS) as plain:
            context = _context(("h2", "http/1.1"))
            with context.wrap_socket(plain, server_hostname=self.name) as encrypted:
                return encrypted.selected_alpn_protocol() or ""


def _context(protocols: tuple[str, ...]) -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_alpn_protocols(list(protocols))
    return context
