"""Simulators, as for the other runs that go wrong."""

from tests.resilience.conftest import start_account

__all__ = ["start_account"]
