"""Give tests an account to work on, and a server that answers as it is told."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.collection.keys import new_key
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
def key_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The public half of a key without a passphrase; there is no SSH agent."""
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    return new_key(tmp_path / "id_ed25519")


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
