"""Give tests an account to work on, and a server that answers as it is told."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.collection.scripted import Scripted
from tests.collection.simulated import Simulated, simulated_account


@pytest.fixture
def simulated(tmp_path: Path) -> Iterator[Simulated]:
    """An empty account; example.com is delegated to DigitalOcean."""
    with simulated_account(tmp_path / "account") as served:
        yield served


@pytest.fixture
def failing(tmp_path: Path) -> Iterator[Simulated]:
    """An empty account whose API answers every fifth request with 429 or 503."""
    with simulated_account(tmp_path / "account", fail_every=5) as served:
        yield served


@pytest.fixture
def scripted() -> Iterator[Scripted]:
    """A server that gives the answers it was told, in their order."""
    server = Scripted()
    yield server
    server.close()


@pytest.fixture
def elsewhere() -> Iterator[Scripted]:
    """A server on another host than `scripted`, by its port."""
    server = Scripted()
    yield server
    server.close()
