"""Simulators for the tests of this folder."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.resilience.simulated_account import REPOSITORY, STATE, Account, StartAccount


@pytest.fixture(scope="module")
def start_account() -> Iterator[StartAccount]:
    """Start simulators, and take the last one down at the end."""

    def simulator(*arguments: str) -> None:
        subprocess.run([sys.executable, "-m", "simulator", *arguments], cwd=REPOSITORY, check=True)

    def start(*options: str) -> Account:
        simulator("start", *options)
        lines = (STATE / "environment").read_text().splitlines()
        values = dict(line.removeprefix("export ").split("=", 1) for line in lines)
        return Account({**os.environ, **values})

    subprocess.run([str(REPOSITORY / "simulator/make-key")], check=True)
    yield start
    simulator("stop")
