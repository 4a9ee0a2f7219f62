"""Errors of the collection.

DigitalOceanError
├── ApiError            the API answered, and the answer is a refusal
│   └── NotFoundError   404
├── AmbiguousError      nobody knows whether the request took effect
└── GaveUpError         the API stayed away, or waiting took longer than allowed
"""

from __future__ import annotations

TOKENS = "https://cloud.digitalocean.com/account/api/tokens"
REMEDIES = {
    401: f"make a token with read and write scope at {TOKENS} and export it as DIGITALOCEAN_TOKEN",
    403: f"the token lacks a scope for this request; make one with full access at {TOKENS}",
    422: "correct the value that the message names in group_vars/all/project.yml and run again",
    429: "wait until the rate limit is reset and run again; what was done is kept",
}
REMEDY_LATER = "look at https://status.digitalocean.com and run again later; what was done is kept"


class DigitalOceanError(Exception):
    """Anything that keeps this collection from doing its work; the text ends with the remedy."""


class ApiError(DigitalOceanError):
    """A refusal by the API, with DigitalOcean's own words.

    Args:
        status: HTTP status.
        identifier: the body's `id`, for example `unprocessable_entity`.
        message: the body's `message`.
        request: method and path, for example `POST droplets`.
        request_id: what DigitalOcean's support asks for; empty if the answer had none.

    `fact` is the text without the remedy.
    """

    def __init__(
        self, *, status: int, identifier: str, message: str, request: str, request_id: str = ""
    ) -> None:
        self.status = status
        self.identifier = identifier
        self.message = message
        remedy = REMEDIES.get(status, REMEDY_LATER)
        trace = f" (request id {request_id})" if request_id else ""
        self.fact = f"DigitalOcean refused {request} with {status} {identifier}: {message}{trace}."
        super().__init__(f"{self.fact} Remedy: {remedy}.")


class NotFoundError(ApiError):
    """The resource is not there."""


class AmbiguousError(DigitalOceanError):
    """The connection broke, or the server failed, after the request was sent."""


class GaveUpError(DigitalOceanError):
    """A limit of time was reached."""
