"""Who may ask, how often, how lists are cut, and what is written down."""

from collections.abc import Iterator

import pytest

from simulator.api.limits import RateLimits
from simulator.errors import ApiError
from tests.simulator.api_under_test import DROPLET, Api, MakeApi


class Clock:
    """Stand still until moved."""

    def __init__(self) -> None:
        self.seconds = 1_000_000.0

    def __call__(self) -> float:
        return self.seconds


def limits_after(requests: int, clock: Clock, **limits: int) -> RateLimits:
    rate_limits = RateLimits(clock, **limits)
    for _ in range(requests):
        rate_limits.count(lists_keys=False)
    return rate_limits


@pytest.mark.parametrize("header", ["", "Bearer wrong", "Basic abc"])
def test_a_wrong_token_is_turned_away(api: Api, header: str) -> None:
    api.headers = {"Authorization": header}
    response = api.call("POST", "tags", {"name": "web"})

    assert response.status_code == 401
    assert "Unauthorized" in response.text
    assert api.account.all("tags") == []


def test_every_answer_tells_the_limits_and_its_number(api: Api) -> None:
    first, second = api.call("GET", "account"), api.call("GET", "no/such/path")

    assert first.headers["ratelimit-limit"] == "5000"
    assert second.headers["ratelimit-remaining"] == "4998"
    assert second.headers["x-request-id"] in second.text


def test_a_burst_is_slowed_down_and_let_on_a_minute_later() -> None:
    clock = Clock()
    limits = limits_after(250, clock)
    with pytest.raises(ApiError) as refusal:
        limits.count(lists_keys=False)
    clock.seconds += 61
    limits.count(lists_keys=False)

    assert (refusal.value.status, refusal.value.headers) == (429, {"retry-after": "61"})


def test_an_hours_requests_are_counted_down() -> None:
    clock = Clock()
    limits = limits_after(3, clock, hourly=3)
    with pytest.raises(ApiError):
        limits.count(lists_keys=False)

    assert limits.headers() == {
        "ratelimit-limit": "3",
        "ratelimit-remaining": "0",
        "ratelimit-reset": "1003600",
    }


def test_the_list_of_keys_may_be_asked_for_ten_times_a_minute(api: Api) -> None:
    statuses = [api.call("GET", "account/keys").status_code for _ in range(11)]

    assert statuses == [200] * 10 + [429]
    assert api.call("GET", "account/keys/1").status_code == 404


def pages(api: Api, path: str) -> Iterator[list[str]]:
    while path:
        answer = api.get(path)
        yield [one["name"] for one in answer["tags"]]
        path = answer["links"].get("pages", {}).get("next", "").partition("/v2/")[2]


def test_pages_lead_from_one_to_the_next(api: Api) -> None:
    names = [f"tag-{number}" for number in range(45)]
    api.account.add_tags(names)
    found = list(pages(api, "tags"))

    assert [len(page) for page in found] == [20, 20, 5]
    assert [name for page in found for name in page] == names
    assert api.get("tags")["meta"] == {"total": 45}


def test_a_page_holds_200_at_most(api: Api) -> None:
    api.account.add_tags(f"tag-{number}" for number in range(250))

    assert len(api.get("tags?per_page=1000")["tags"]) == 200


def test_a_slash_at_the_end_makes_no_difference(api: Api) -> None:
    assert api.get("sizes/") == api.get("sizes")


def test_a_body_that_is_no_object_is_refused(api: Api) -> None:
    response = api.client.post("/v2/tags", data="[1", headers=api.headers)

    assert response.status_code == 400


def test_what_is_recorded_holds_the_exchange_but_no_token(api: Api) -> None:
    api.post("tags", {"name": "web"})
    recorded = api.exchanges()[0]

    assert (recorded["method"], recorded["path"]) == ("POST", "/v2/tags")
    assert (recorded["request"], recorded["status"]) == ({"name": "web"}, 201)
    assert recorded["response"]["tag"]["name"] == "web"
    assert api.account.state["token"] not in api.settings.requests_file.read_text()


def test_every_nth_request_fails_without_effect(make_api: MakeApi) -> None:
    api = make_api(fail_every=2)
    answers = [api.call("POST", "tags", {"name": f"tag-{number}"}) for number in range(4)]

    assert [answer.status_code for answer in answers] == [201, 429, 201, 503]
    assert answers[1].headers["retry-after"] == "1"
    assert [tag["name"] for tag in api.account.all("tags")] == ["tag-0", "tag-2"]


def test_a_droplet_may_exist_although_its_creation_was_answered_503(make_api: MakeApi) -> None:
    api = make_api(fail_every=1)
    statuses = [api.call("POST", "droplets", DROPLET).status_code for _ in range(4)]

    assert statuses == [429, 503, 429, 503]
    assert len(api.account.all("droplets")) == 1
