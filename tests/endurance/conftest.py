"""The finished site, with no limit of requests."""

from __future__ import annotations

import subprocess

import pytest

from tests.journey.finished_site import REPOSITORY, STATE, Site, find_site


@pytest.fixture(scope="session")
def site() -> Site:
    """Make the site on a simulator that runs."""
    files = [STATE / "variables.yml", REPOSITORY / "simulator/demo.yml"]
    extra = [option for file in files for option in ("-e", f"@{file}")]
    unlimited = ["-e", "translator_requests_per_minute=0"]
    command = ["ansible-playbook", "site.yml", *extra, *unlimited]
    subprocess.run(command, cwd=REPOSITORY, check=True)
    return find_site()
