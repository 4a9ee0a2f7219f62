"""The finished site: where it is, and how its owner gets in."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

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
