"""The finished site in one container."""

from tests.journey.conftest import site

__all__ = ["site"]
