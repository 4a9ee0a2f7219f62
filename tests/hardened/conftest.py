"""The droplet of the scenario `hardening`, as its owner reaches it."""

from __future__ import annotations

import pytest

from tests.hardened.hardened_droplet import Droplet, find_droplet


@pytest.fixture(scope="session")
def droplet() -> Droplet:
    return find_droplet()
