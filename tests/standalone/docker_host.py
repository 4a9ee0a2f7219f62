"""A droplet with Docker and the sources of the service, and nothing else of this project."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.journey.finished_site import REPOSITORY, Site

FOLDER = "/opt/clone/service"
PATIENCE_SECONDS = 60
# As of a person's own machine: containers read what is in the clone.
UMASK = "umask 022"
LIMIT_SECONDS = 600
IMAGE = "traductor"
# As the page of the documentation builds it.
BUILD = (
    "docker build --build-arg TRANSLATOR_DEPLOYMENT=standalone --file translator/Dockerfile"
    f" --tag {IMAGE} ."
)


@dataclass(frozen=True)
class DockerHost:
    """Where the commands run."""

    site: Site

    def run(self, script: str) -> subprocess.CompletedProcess[str]:
        """Run commands as root in the folder of the service, until one fails."""
        target = f"traductor@{self.site.address}"
        return subprocess.run(
            ["ssh", *self.site.ssh_options, target, "sudo bash -euo pipefail"],
            input=f"exec 2>&1\n{UMASK}\ncd {FOLDER}\n{script}\n",
            capture_output=True,
            text=True,
            check=False,
            timeout=LIMIT_SECONDS,
        )

    def do(self, script: str) -> str:
        """Run commands that succeed, and return what they print."""
        done = self.run(script)
        assert done.returncode == 0, f"{script}\n{done.stdout[-3000:]}"
        return done.stdout

    def copy_service(self) -> None:
        """Copy what git has of the service, as it is here."""
        names = subprocess.run(
            ["git", "ls-files", "-z", "service"], cwd=REPOSITORY, capture_output=True, check=True
        ).stdout
        packed = subprocess.run(
            ["tar", "--create", "--gzip", "--null", "--files-from=-"],
            cwd=REPOSITORY,
            input=names,
            capture_output=True,
            check=True,
        ).stdout
        subprocess.run(
            [
                "ssh",
                *self.site.ssh_options,
                f"traductor@{self.site.address}",
                f"sudo sh -c '{UMASK}; mkdir --parents /opt/clone &&"
                " tar --extract --gzip --no-same-owner --directory=/opt/clone'",
            ],
            input=packed,
            check=True,
        )

    def wait_for(self, condition: Callable[[], bool], what: str) -> float:
        """Wait until something holds; return for how many seconds."""
        start = time.monotonic()
        while not condition():
            assert time.monotonic() - start < PATIENCE_SECONDS, f"waited in vain for {what}"
            time.sleep(0.3)
        return time.monotonic() - start
