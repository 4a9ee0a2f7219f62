"""The finished site, as the simulator and Ansible's inventory know it."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
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

    def ssh(self, command: str, *, user: str = "traductor") -> subprocess.CompletedProcess[str]:
        """Run a command on the droplet."""
        target = f"{user}@{self.address}"
        return subprocess.run(
            ["ssh", *self.ssh_options, target, command],
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            timeout=120,
        )

    def sudo(self, command: str) -> str:
        """Run a command as root on the droplet and return what it printed."""
        done = self.ssh(f"sudo {command}")
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        return done.stdout


@pytest.fixture(scope="session")
def site() -> Site:
    wished = yaml.safe_load((REPOSITORY / "simulator/demo.yml").read_text())
    variables = yaml.safe_load((STATE / "variables.yml").read_text())
    name = wished["project_domain"]
    host = json.loads(
        subprocess.run(
            ["ansible-inventory", "-e", f"project_domain={name}", "--host", name],
            capture_output=True,
            text=True,
            check=True,
            cwd=REPOSITORY,
            env={**os.environ, "ANSIBLE_CONFIG": str(REPOSITORY / "ansible.cfg")},
        ).stdout
    )
    options = host["ansible_ssh_common_args"].replace("=accept-new", "=yes").split()
    return Site(
        name=name,
        address=host["ansible_host"],
        dns_port=variables["project_dns_port"],
        ssh_options=(*options, "-o", "BatchMode=yes", "-i", str(REPOSITORY / ".cache/demo-key")),
    )
