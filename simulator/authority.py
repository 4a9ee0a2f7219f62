"""Run a certificate authority for the droplets: Pebble, Let's Encrypt's own stand-in.

It asks the simulator's name server and then the droplet itself, as the real one does. Its root is
new at every start.
"""

import datetime
import ipaddress
import json
import os
import ssl
import subprocess
import time
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from simulator.errors import SimulatorError
from simulator.processes import end, pid_of

PROGRAM = "pebble"
VALID_DAYS = 90
START_SECONDS = 20
STOP_SECONDS = 10
LOOPBACK = "127.0.0.1"
# Every challenge is looked at, at once; certbot is not sent back for a nonce.
MANNERS = {"PEBBLE_VA_NOSLEEP": "1", "PEBBLE_AUTHZREUSE": "0", "PEBBLE_WFE_NONCEREJECT": "0"}


@dataclass(kw_only=True)
class Authority:
    """Describe a certificate authority.

    Args:
        folder: for its files.
        address: where droplets and this machine reach it.
        port: of its ACME directory.
        management_port: of its own management, on the loopback interface.
        dns_port: of the name server that it asks, on the loopback interface.
        refused: names for which it gives no certificate.
    """

    folder: Path
    address: str
    port: int
    management_port: int
    dns_port: int
    refused: Sequence[str] = ()
    _started: "subprocess.Popen[bytes] | None" = field(default=None, init=False, repr=False)

    @property
    def directory_url(self) -> str:
        """Give the address of its ACME directory."""
        return f"https://{self.address}:{self.port}/dir"

    @property
    def certificates_file(self) -> Path:
        """Hold its root, and the certificate of its directory; who trusts both can do all."""
        return self.folder / "authorities.pem"

    @property
    def pid_file(self) -> Path:
        """Hold its process number while it runs."""
        return self.folder / "pebble.pid"

    @property
    def log(self) -> Path:
        """Collect what it prints."""
        return self.folder / "pebble.log"

    def start(self) -> None:
        """Start it, unless it runs, and wait until it has shown its root.

        Raises:
            SimulatorError: it does not start.
        """
        if pid_of(self.pid_file, PROGRAM) is not None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        own = self._make_own_certificate()
        configuration = self.folder / "pebble.json"
        configuration.write_text(json.dumps({"pebble": self._configuration()}))
        with self.log.open("wb") as log:
            self._started = subprocess.Popen(
                [PROGRAM, "-config", configuration, "-dnsserver", f"{LOOPBACK}:{self.dns_port}"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env={**os.environ, **MANNERS},
            )
        self.pid_file.write_text(f"{self._started.pid}\n")
        self.certificates_file.write_text(own + self._root(self._started))

    def stop(self) -> None:
        """End it, if it runs, and remove its files."""
        end(self.pid_file, PROGRAM, within_seconds=STOP_SECONDS)
        if self._started is not None:
            self._started.wait()
        for file in self.folder.glob("*"):
            file.unlink()
        if self.folder.is_dir():
            self.folder.rmdir()

    def _configuration(self) -> dict[str, object]:
        return {
            "listenAddress": f"{self.address}:{self.port}",
            "managementListenAddress": f"{LOOPBACK}:{self.management_port}",
            "certificate": str(self.folder / "own.pem"),
            "privateKey": str(self.folder / "own-key.pem"),
            "httpPort": 80,
            "tlsPort": 443,
            "certificateValidityPeriod": VALID_DAYS * 86_400,
            "domainBlocklist": list(self.refused),
        }

    def _root(self, process: "subprocess.Popen[bytes]") -> str:
        """Ask for the root of the certificates, again and again until there is an answer."""
        trust = ssl.create_default_context(cafile=str(self.folder / "own.pem"))
        url = f"https://{LOOPBACK}:{self.management_port}/roots/0"
        deadline = time.monotonic() + START_SECONDS
        while process.poll() is None and time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(url, context=trust, timeout=2) as answer:
                    return str(answer.read().decode())
            except OSError:
                time.sleep(0.1)
        raise SimulatorError(
            "the certificate authority did not start; its log ends:\n"
            + "\n".join(self.log.read_text().splitlines()[-10:])
        )

    def _make_own_certificate(self) -> str:
        """Write key and certificate of its own two addresses; return the certificate."""
        key = ec.generate_private_key(ec.SECP256R1())
        addresses = [
            x509.IPAddress(ipaddress.ip_address(each)) for each in (self.address, LOOPBACK)
        ]
        certificate = _signed_by_itself(key, addresses)
        text = certificate.public_bytes(serialization.Encoding.PEM).decode()
        (self.folder / "own.pem").write_text(text)
        key_file = self.folder / "own-key.pem"
        key_file.touch(mode=0o600)
        key_file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        return text


def _signed_by_itself(
    key: ec.EllipticCurvePrivateKey, names: Sequence[x509.GeneralName]
) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "The simulator's authority")])
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=VALID_DAYS))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
