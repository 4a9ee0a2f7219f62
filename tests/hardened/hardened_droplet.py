"""The droplet of the scenario `hardening`: the wishes it was made by, and its owner's way in."""

from __future__ import annotations

import socket
import subprocess
from dataclasses import dataclass

import yaml

from tests.journey.finished_site import REPOSITORY, Site, find_site

WISHES = yaml.safe_load((REPOSITORY / "molecule/hardening/wishes.yml").read_text())
SSH_PORT: int = WISHES["project_ssh_port"]
OUTSIDE_SECONDS = 3


@dataclass(frozen=True)
class Droplet:
    """A droplet whose sudo asks for a password."""

    site: Site

    def ssh(self, command: str, *, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command as the admin user."""
        return self.site.ssh(command, stdin=stdin)

    def sudo(self, command: str) -> str:
        """Run a command as root and return what it printed."""
        password = f"{WISHES['ansible_become_password']}\n"
        done = self.ssh(f"sudo --stdin --prompt= {command}", stdin=password)
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        return done.stdout

    def is_reachable(self, port: int, *, source: str = "") -> bool:
        """Say whether something accepts a connection from outside."""
        address = (self.site.address, port)
        sender = (source, 0) if source else None
        try:
            with socket.create_connection(address, OUTSIDE_SECONDS, source_address=sender):
                return True
        except OSError:
            return False


def find_droplet() -> Droplet:
    """Find the droplet of the scenario."""
    return Droplet(find_site("-p", str(SSH_PORT)))
