"""Every way in which a measurement fails on purpose.

BenchmarkError
├── MissingProgramError   a program that a measurement needs is not installed
├── ServingError          the site, or a part of it, did not start or did not answer
└── SystemFailedError     a translator that is measured in a process of its own failed
"""


class BenchmarkError(Exception):
    """A measurement could not be made; the message says why, and what to do."""


class MissingProgramError(BenchmarkError):
    """A program is not there."""

    def __init__(self, program: str, package: str) -> None:
        super().__init__(f"{program} is not installed; install it with `apt-get install {package}`")


class ServingError(BenchmarkError):
    """The site does not serve."""


class SystemFailedError(BenchmarkError):
    """A translator that is measured did not do its work."""
