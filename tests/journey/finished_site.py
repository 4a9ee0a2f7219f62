"""The finished site: where it is, and how its owner gets in."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path

import yaml

REPOSITORY = Path(__file__).parents[2]
STATE = REPOSITORY / ".cache" / "simulator"


@dataclass(frozen=True)
class Site:
    """Where the site is, and how its owner gets in."""

    name: str
    address: str
    dns_port: int
    ssh_options: tuple[str, ...]

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


def host_variables(name: str) -> dict[str, str]:
    """Ask Ansible's inventory for a droplet."""
    done = subprocess.run(
        ["ansible-inventory", "-e", f"project_domain={name}", "--host", name],
        capture_output=True,
        text=True,
        check=True,
        cwd=REPOSITORY,
        env={**os.environ, "ANSIBLE_CONFIG": str(REPOSITORY / "ansible.cfg")},
    )
    found: dict[str, str] = json.loads(done.stdout)
    return found


def find_site(*ssh_options: str) -> Site:
    """Find the site of the demo; the options are added to those of the inventory."""
    wished = yaml.safe_load((REPOSITORY / "simulator/demo.yml").read_text())
    variables = yaml.safe_load((STATE / "variables.yml").read_text())
    host = host_variables(wished["project_domain"])
    options = shlex.split(host["ansible_ssh_common_args"].replace("=accept-new", "=yes"))
    key = str(REPOSITORY / ".cache/demo-key")
    return Site(
        name=wished["project_domain"],
        address=host["ansible_host"],
        dns_port=variables["project_dns_port"],
        ssh_options=(*options, "-o", "BatchMode=yes", "-i", key, *ssh_options),
    )
