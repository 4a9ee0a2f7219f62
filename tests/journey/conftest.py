"""The finished site, as the simulator and Ansible's inventory know it."""

from __future__ import annotations

import pytest

from tests.journey.finished_site import Site, find_site


@pytest.fixture(scope="session")
def site() -> Site:
    return find_site()
