"""Name everything that can go wrong here.

SimulatorError
├── CommandError      a command on this machine failed
├── EngineError       there is no usable Docker Engine
└── ApiError          what the API answers instead of a result
"""

from collections.abc import Sequence


class SimulatorError(Exception):
    """Stop with a message that states the fact and the remedy."""


class CommandError(SimulatorError):
    """Report a command that ended with an error, and what it said."""

    def __init__(self, command: Sequence[str], status: int, output: str) -> None:
        super().__init__(f"`{' '.join(command)}` ended with status {status}:\n{output.strip()}")
        self.output = output


class EngineError(SimulatorError):
    """Report that the Docker Engine cannot be used."""


class ApiError(SimulatorError):
    """Answer a request with DigitalOcean's error body."""

    def __init__(self, status: int, identifier: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.identifier = identifier
        self.message = message
        self.headers: dict[str, str] = {}


def not_found() -> ApiError:
    """Make the answer for something that does not exist."""
    return ApiError(404, "not_found", "The resource you were accessing could not be found.")


def unprocessable(message: str) -> ApiError:
    """Make the answer for a request that is understood but cannot be done."""
    return ApiError(422, "unprocessable_entity", message)


def too_many_requests(*, retry_after_seconds: int) -> ApiError:
    """Make the answer for a client that asks too often."""
    error = ApiError(429, "too_many_requests", "API rate limit exceeded.")
    error.headers["retry-after"] = str(retry_after_seconds)
    return error
