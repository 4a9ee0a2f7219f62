"""Simulators, as for the runs that are cut off."""

from tests.resilience.conftest import start_account

__all__ = ["start_account"]
