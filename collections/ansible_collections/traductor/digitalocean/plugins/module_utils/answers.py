"""What the API's answers mean: bodies, refusals, and how long to wait."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ansible_collections.traductor.digitalocean.plugins.module_utils.errors import (
    ApiError,
    DigitalOceanError,
    NotFoundError,
)

if TYPE_CHECKING:
    import requests

Json = dict[str, Any]

LONGEST_PAUSE_SECONDS = 30
STRANGE_ANSWER_REMEDY = (
    "Remedy: check DIGITALOCEAN_API_URL, and whether a proxy answers in the API's place."
)


def pause_seconds(headers: Mapping[str, str], attempt: int, now: float) -> float:
    """Return how long to wait before attempt number `attempt` + 1.

    A 429 says it itself: `retry-after` in seconds for a burst, `ratelimit-reset` as a Unix time for
    the hour's limit. Everything else backs off from one second, doubled each time, with jitter.
    """
    if (after := headers.get("retry-after", "")).isdecimal():
        return max(1.0, float(after))
    if headers.get("ratelimit-remaining") == "0" and headers.get("ratelimit-reset", "").isdecimal():
        return max(1.0, float(headers["ratelimit-reset"]) - now)
    return min(LONGEST_PAUSE_SECONDS, 2.0**attempt) * random.uniform(0.5, 1.0)  # noqa: S311 - jitter


def refusal(response: requests.Response, request: str) -> ApiError:
    """Turn an answer of 400 and above into an error, whatever its body looks like."""
    try:
        body = response.json()
    except ValueError:
        body = {}
    fields = body if isinstance(body, dict) else {}
    kind = NotFoundError if response.status_code == 404 else ApiError
    return kind(
        status=response.status_code,
        identifier=str(fields.get("id", "unknown")),
        message=str(fields.get("message", response.reason or "no message")).rstrip("."),
        request=request,
        request_id=str(fields.get("request_id") or response.headers.get("x-request-id", "")),
    )


class Answer(dict[str, Any]):
    """The body of an answer; a key that it should have and has not is an error with a remedy."""

    def __missing__(self, key: str) -> Any:
        """Refuse to go on without the key."""
        raise DigitalOceanError(f"an answer lacks {key!r}. {STRANGE_ANSWER_REMEDY}")


def content(response: requests.Response, request: str) -> Json:
    """Return the body of a good answer.

    Raises:
        DigitalOceanError: if it is not the API's, but for example a login page's.
    """
    if not response.content:
        return Answer()
    try:
        body = response.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        kind = response.headers.get("content-type", "of an unknown type")
        raise DigitalOceanError(
            f"the answer to {request} is no JSON object but {kind}. {STRANGE_ANSWER_REMEDY}"
        )
    return Answer(body)
