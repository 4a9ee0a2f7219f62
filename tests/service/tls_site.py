"""The real Nginx, with the configuration of its image, where a certificate may come and go."""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmark.serving.nginx import Nginx, lay_out, running_nginx
from benchmark.serving.processes import free_ports, status_of, wait_for
from benchmark.serving.translator import running_translator
from benchmark.serving.variables import variables

from tests.service.certificates import NAMES, Made

SITE = NAMES[0]
HSTS_SECONDS = 31_536_000


@dataclass(frozen=True)
class Answer:
    """What came back, headers by their lower-case names; `policies` are those against scripts."""

    status: int
    headers: dict[str, str]
    policies: list[str]
    body: bytes


@dataclass
class TlsSite:
    """A site whose certificate a test can change."""

    nginx: Nginx
    port: int
    https_port: int
    operator_port: int

    def place(self, made: Made | None) -> None:
        """Lay a certificate where Nginx looks for it, or take it away."""
        file = self.nginx.folder / "tls" / "certificate.pem"
        file.unlink(missing_ok=True)
        if made is not None:
            file.write_text(made.certificate + made.key)

    def take_up(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Let the running Nginx take up what has changed."""
        return subprocess.run(
            self.nginx.script("take-up", *arguments),
            env=self.nginx.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def connect(self, name: str = SITE, **versions: ssl.TLSVersion) -> ssl.SSLSocket:
        """Shake hands as a client of a name; the certificates here are signed by nobody."""
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.set_alpn_protocols(["h2", "http/1.1"] if not versions else ["http/1.1"])
        for bound, version in versions.items():
            setattr(context, bound, version)
        plain = socket.create_connection(("127.0.0.1", self.https_port), timeout=20)
        try:
            return context.wrap_socket(plain, server_hostname=name)
        except OSError:
            plain.close()
            raise

    def ask(
        self, method: str, path: str, body: bytes | None = None, *, tls: bool = True, **headers: str
    ) -> Answer:
        """Send one request under the site's name, over HTTPS or plain HTTP."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        if tls:
            connection.sock = self.connect(minimum_version=ssl.TLSVersion.TLSv1_2)
        sent = {"Host": SITE, **{name.replace("_", "-"): text for name, text in headers.items()}}
        with contextlib.closing(connection):
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            policies = answer.headers.get_all("Content-Security-Policy", [])
            return Answer(answer.status, found, policies, answer.read())

    def shown_certificate(self) -> str:
        """Return the certificate that clients get, in PEM; none where nobody answers."""
        try:
            with self.connect() as connection:
                return ssl.DER_cert_to_PEM_cert(connection.getpeercert(binary_form=True) or b"")
        except ConnectionRefusedError:
            return ""


@contextlib.contextmanager
def running_tls_site(
    folder: Path, made: Made | None, *, tls: bool = True, **settings: object
) -> Iterator[TlsSite]:
    """Run Nginx and the translator until they serve.

    Args:
        folder: empty.
        made: the certificate that is there at the start, if any.
        tls: whether it is one with which Nginx can serve.
        settings: what differs from the catalogue.
    """
    tls = tls and made is not None
    names = {"server_name": " ".join(NAMES), "hsts_seconds": HSTS_SECONDS}
    port, operator_port, translator_port, https_port = free_ports(4)
    values = variables(**{**names, "https_port": https_port, **settings})
    nginx = lay_out(
        folder,
        values,
        port=port,
        operator_port=operator_port,
        translator=translator_port,
        https_port=https_port,
    )
    (folder / "tls" / "challenges").mkdir()
    site = TlsSite(nginx, port, https_port, operator_port)
    site.place(made)
    with (
        running_nginx(nginx) as process,
        running_translator(folder, translator_port, values) as translator,
    ):
        wait_for(lambda: status_of(port, "/health/live") is not None, "Nginx", process, nginx.log)
        wait_for(
            lambda: site.ask("GET", "/health", tls=tls).status == 200,
            "the site",
            translator.process,
            translator.log,
        )
        yield site
