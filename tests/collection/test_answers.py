"""What an answer means is worked out without asking anybody."""

import pytest
from ansible_collections.traductor.digitalocean.plugins.module_utils.answers import (
    LONGEST_PAUSE_SECONDS,
    pause_seconds,
    refusal,
)
from ansible_collections.traductor.digitalocean.plugins.module_utils.api import endpoint
from ansible_collections.traductor.digitalocean.plugins.module_utils.errors import NotFoundError
from requests import Response

NOW = 1_800_000_000.0


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://api.digitalocean.com", "https://api.digitalocean.com/v2/"),
        ("https://api.digitalocean.com/", "https://api.digitalocean.com/v2/"),
        ("http://127.0.0.1:8180/v2", "http://127.0.0.1:8180/v2/"),
        ("http://127.0.0.1:8180/v2/", "http://127.0.0.1:8180/v2/"),
    ],
)
def test_requests_are_joined_to_an_address_that_ends_in_v2(url: str, expected: str) -> None:
    assert endpoint(url) == expected


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"retry-after": "12"}, 12.0),
        ({"retry-after": "0"}, 1.0),
        ({"ratelimit-remaining": "0", "ratelimit-reset": str(int(NOW) + 40)}, 40.0),
        ({"ratelimit-remaining": "0", "ratelimit-reset": str(int(NOW) - 5)}, 1.0),
    ],
)
def test_the_pause_is_what_the_headers_say(headers: dict[str, str], expected: float) -> None:
    assert pause_seconds(headers, 0, NOW) == expected


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"},
        {"ratelimit-remaining": "9", "ratelimit-reset": "1800000040"},
        {"ratelimit-remaining": "0"},
    ],
)
@pytest.mark.parametrize(("attempt", "longest"), [(0, 1), (1, 2), (3, 8), (9, 30)])
def test_without_headers_the_pause_doubles_up_to_a_limit(
    headers: dict[str, str], attempt: int, longest: int
) -> None:
    pauses = [pause_seconds(headers, attempt, NOW) for _ in range(20)]

    assert longest / 2 <= min(pauses)
    assert max(pauses) <= longest <= LONGEST_PAUSE_SECONDS
    assert len(set(pauses)) > 1, "without jitter all clients come back at once"


def test_a_refusal_without_body_is_read_as_well() -> None:
    response = Response()
    response.status_code = 404
    response.headers["x-request-id"] = "4d9d8375"

    error = refusal(response, "GET tags/web")

    assert isinstance(error, NotFoundError)
    assert str(error).startswith(
        "DigitalOcean refused GET tags/web with 404 unknown: no message (request id 4d9d8375). "
    )
