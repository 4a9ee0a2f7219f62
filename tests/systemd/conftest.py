"""The finished site without Docker."""

from tests.journey.conftest import site

__all__ = ["site"]
