"""A droplet with Docker, on a simulator that runs."""

from __future__ import annotations

import pytest

from tests.journey.finished_site import find_site
from tests.journey.playbook_runs import run_playbook
from tests.standalone.docker_host import BUILD, DockerHost


@pytest.fixture(scope="session")
def host() -> DockerHost:
    """Make the droplet, and copy the service to it."""
    for playbook in ("droplet.yml", "harden.yml", "docker.yml"):
        done = run_playbook(playbook)
        assert done.returncode == 0, done.stdout[-3000:]
    made = DockerHost(find_site())
    made.copy_service()
    return made


@pytest.fixture(scope="session")
def built(host: DockerHost) -> DockerHost:
    """Build the image for one container."""
    host.do(BUILD)
    return host
