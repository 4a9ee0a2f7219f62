"""The finished site: where it is, and how its owner gets in."""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import os
import shlex
import socket
import ssl
import subprocess
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import yaml
from cryptography import x509
from cryptography.hazmat.primitives import serialization

REPOSITORY = Path(__file__).parents[2]
STATE = REPOSITORY / ".cache" / "simulator"


@dataclass(frozen=True)
class Site:
    """Where the site is, and how its owner gets in."""

    name: str
    address: str
    dns_port: int
    ssh_options: tuple[str, ...]
    authorities: str

    def trust(self) -> ssl.SSLContext:
        """Trust the simulator's certificate authority and nobody else."""
        return ssl.create_default_context(cafile=self.authorities)

    def connection(
        self, *, source: str = "", timeout_seconds: float = 30
    ) -> http.client.HTTPConnection:
        """Connect over TLS as a client that knows the authority, from one of its addresses."""
        connection = http.client.HTTPConnection(self.name, timeout=timeout_seconds)
        plain = socket.create_connection(
            (self.address, 443), timeout=timeout_seconds, source_address=(source, 0)
        )
        connection.sock = self.trust().wrap_socket(plain, server_hostname=self.name)
        return connection

    def certificate(self) -> x509.Certificate:
        """Return the certificate that a visitor is shown."""
        with closing(self.connection()) as connection:
            assert isinstance(connection.sock, ssl.SSLSocket)
            shown = connection.sock.getpeercert(binary_form=True)
        return x509.load_der_x509_certificate(shown or b"")

    def key_hash(self) -> str:
        """Return the hash by which a browser may be told of the certificate's key."""
        key = self.certificate().public_key()
        content = key.public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return base64.b64encode(hashlib.sha256(content).digest()).decode()

    def ssh(
        self, command: str, *, user: str = "traductor", stdin: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """Run a command on the droplet."""
        target = f"{user}@{self.address}"
        return subprocess.run(
            ["ssh", *self.ssh_options, target, command],
            capture_output=True,
            text=True,
            check=False,
            input=stdin,
            timeout=120,
        )

    def sudo(self, command: str) -> str:
        """Run a command as root on the droplet and return what it printed."""
        done = self.ssh(f"sudo {command}")
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        return done.stdout


def make_site(*settings: str) -> None:
    """Make the site on a simulator that runs.

    Raises:
        CalledProcessError, OSError: it cannot be made.
    """
    files = [f"@{STATE / 'variables.yml'}", f"@{REPOSITORY / 'simulator/demo.yml'}"]
    extra = [word for given in (*files, *settings) for word in ("-e", given)]
    subprocess.run(["ansible-playbook", "site.yml", *extra], cwd=REPOSITORY, check=True)


def host_variables(name: str, environment: Mapping[str, str]) -> dict[str, str]:
    """Ask Ansible's inventory for a droplet."""
    done = subprocess.run(
        ["ansible-inventory", "-e", f"project_domain={name}", "--host", name],
        capture_output=True,
        text=True,
        check=True,
        cwd=REPOSITORY,
        env={**environment, "ANSIBLE_CONFIG": str(REPOSITORY / "ansible.cfg")},
    )
    found: dict[str, str] = json.loads(done.stdout)
    return found


def find_site(*ssh_options: str, environment: Mapping[str, str] = os.environ) -> Site:
    """Find the site of the demo; the options are added to those of the inventory."""
    wished = yaml.safe_load((REPOSITORY / "simulator/demo.yml").read_text())
    variables = yaml.safe_load((STATE / "variables.yml").read_text())
    host = host_variables(wished["project_domain"], environment)
    options = shlex.split(host["ansible_ssh_common_args"].replace("=accept-new", "=yes"))
    key = str(REPOSITORY / ".cache/demo-key")
    return Site(
        name=wished["project_domain"],
        address=host["ansible_host"],
        dns_port=variables["project_dns_port"],
        authorities=variables["certificate_ca_file"],
        ssh_options=(*options, "-o", "BatchMode=yes", "-i", key, *ssh_options),
    )
