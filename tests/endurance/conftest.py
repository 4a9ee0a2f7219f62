"""The finished site, with no limit of requests."""

from __future__ import annotations

import pytest

from tests.journey.finished_site import Site, find_site, make_site


@pytest.fixture(scope="session")
def site() -> Site:
    """Make the site on a simulator that runs."""
    make_site("translator_requests_per_minute=0")
    return find_site()
