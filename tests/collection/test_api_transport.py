"""The API is spoken with patience, once, and without giving the token away."""

from collections.abc import Callable

import pytest
from ansible_collections.traductor.digitalocean.plugins.module_utils.api import Api, Transport
from ansible_collections.traductor.digitalocean.plugins.module_utils.errors import (
    ApiError,
    DigitalOceanError,
    GaveUpError,
    NotFoundError,
)
from digitalocean.baseapi import BaseAPI

from tests.collection.scripted import TOKEN, Reply, Scripted

BUSY = {"id": "too_many_requests", "message": "API rate limit exceeded."}
GOOD = Reply(body={"account": {"status": "active"}})
DOWN = Reply(503, {"id": "service_unavailable", "message": "Try later."})
BROKEN = Reply(breaks=True)
GONE = Reply(404, {"id": "not_found", "message": "The resource could not be found."})
MADE = Reply(201, {"tag": {"name": "web"}})
HTML = Reply(200, "<html>Sign in</html>", {"content-type": "text/html"})


def test_the_library_still_has_the_method_that_we_send_with() -> None:
    assert callable(getattr(BaseAPI, "_BaseAPI__perform_request", None))
    assert issubclass(Transport, BaseAPI)


def test_a_request_bears_the_token_and_stays_below_v2(scripted: Scripted) -> None:
    scripted.replies = [GOOD]

    scripted.api().get("account", verbose=1)

    assert scripted.requests[0].token == TOKEN
    assert scripted.requests[0].path == "/v2/account?verbose=1"


def test_a_burst_waits_as_long_as_the_answer_says(scripted: Scripted) -> None:
    scripted.replies = [Reply(429, BUSY, {"Retry-After": "7"}), GOOD]

    scripted.api().get("account")

    assert scripted.clock.pauses == [7.0]


def test_the_hourly_limit_waits_until_it_is_reset(scripted: Scripted) -> None:
    reset = str(int(scripted.clock.now()) + 90)
    headers = {"RateLimit-Remaining": "0", "RateLimit-Reset": reset}
    scripted.replies = [Reply(429, BUSY, headers), GOOD]

    scripted.api().get("account")

    assert scripted.clock.pauses == [90.0]


@pytest.mark.parametrize("failure", [DOWN, BROKEN], ids=["503", "broken connection"])
@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_what_may_be_repeated_is_repeated(scripted: Scripted, method: str, failure: Reply) -> None:
    scripted.replies = [failure, failure, GOOD]
    api = scripted.api()
    calls: dict[str, Callable[[], object]] = {
        "get": lambda: api.get("account"),
        "put": lambda: api.put("account", {"name": "x"}),
        "delete": lambda: api.delete("account"),
    }

    calls[method]()

    assert scripted.methods == [method.upper()] * 3
    assert 0.5 <= scripted.clock.pauses[0] <= 1 <= scripted.clock.pauses[1] <= 2


def test_a_post_that_was_refused_for_the_rate_is_posted_again(scripted: Scripted) -> None:
    scripted.replies = [Reply(429, BUSY, {"retry-after": "2"}), MADE]

    made = scripted.api().create("tags", {"name": "web"}, find=lambda: pytest.fail("looked"))

    assert made["tag"]["name"] == "web"
    assert scripted.methods == ["POST", "POST"]


@pytest.mark.parametrize("failure", [DOWN, BROKEN], ids=["503", "broken connection"])
def test_a_lost_answer_is_looked_up_before_it_is_posted_again(
    scripted: Scripted, failure: Reply
) -> None:
    scripted.replies = [failure, Reply(body={"tag": {"name": "web"}})]
    api = scripted.api()

    made = api.create("tags", {"name": "web"}, find=lambda: api.get("tags/web"))

    assert made["tag"]["name"] == "web"
    assert scripted.methods == ["POST", "GET"]


def test_a_post_without_effect_is_posted_again_after_the_look(scripted: Scripted) -> None:
    scripted.replies = [DOWN, GONE, MADE]
    api = scripted.api()

    def find() -> None:
        with pytest.raises(NotFoundError):
            api.get("tags/web")

    api.create("tags", {"name": "web"}, find=find)

    assert scripted.methods == ["POST", "GET", "POST"]


def test_patience_ends_with_a_remedy(scripted: Scripted) -> None:
    scripted.replies = [DOWN]

    with pytest.raises(GaveUpError, match=r"within 60 s; .*503.*status\.digitalocean") as caught:
        scripted.api(retry_limit_seconds=60).get("account")

    assert sum(scripted.clock.pauses) <= 60
    assert str(caught.value).count("Remedy:") == 1


def test_a_limit_that_is_reset_too_late_is_not_waited_for(scripted: Scripted) -> None:
    scripted.replies = [Reply(429, BUSY, {"retry-after": "3000"})]

    with pytest.raises(GaveUpError, match="429 too_many_requests"):
        scripted.api().get("account")

    assert scripted.clock.pauses == []


def test_a_post_that_is_never_answered_ends_with_a_remedy(scripted: Scripted) -> None:
    scripted.replies = [DOWN]

    with pytest.raises(GaveUpError, match=r"POST tags.*Remedy:"):
        scripted.api().create("tags", {"name": "web"}, find=lambda: None)


def test_waiting_for_a_state_ends_with_a_remedy(scripted: Scripted) -> None:
    with pytest.raises(GaveUpError, match=r"the start took longer than 20 s\. Remedy:"):
        scripted.api().wait_for(lambda: None, what="the start", limit_seconds=20)

    assert scripted.clock.pauses[0] == 1.0
    assert max(scripted.clock.pauses) == 5.0


def test_all_pages_are_read(scripted: Scripted) -> None:
    following = f"http://{scripted.host}/v2/tags?page=2"
    scripted.replies = [
        Reply(
            body={"tags": [{"name": "a"}, {"name": "b"}], "links": {"pages": {"next": following}}}
        ),
        Reply(body={"tags": [{"name": "c"}], "links": {}}),
    ]

    tags = scripted.api().list("tags", "tags", kind="x")

    assert [tag["name"] for tag in tags] == ["a", "b", "c"]
    assert [request.path for request in scripted.requests] == [
        "/v2/tags?kind=x&page=1&per_page=200",
        "/v2/tags?kind=x&page=2&per_page=200",
    ]


def test_a_page_on_another_host_is_refused_and_sees_no_token(
    scripted: Scripted, elsewhere: Scripted
) -> None:
    elsewhere.replies = [Reply(body={"tags": []})]
    following = {"pages": {"next": f"http://{elsewhere.host}/v2/tags?page=2"}}
    scripted.replies = [Reply(body={"tags": [], "links": following}), Reply(body={"tags": []})]

    with pytest.raises(DigitalOceanError, match=elsewhere.host):
        scripted.api().list("tags", "tags")
    assert elsewhere.requests == []


def test_a_redirection_to_another_host_does_not_take_the_token_along(
    scripted: Scripted, elsewhere: Scripted
) -> None:
    elsewhere.replies = [GOOD]
    address = f"http://localhost:{elsewhere.server.server_port}/v2/account"
    scripted.replies = [Reply(302, None, {"location": address})]

    scripted.api().get("account")

    assert [request.token for request in elsewhere.requests] == [""]


def test_deleting_what_is_gone_is_fine(scripted: Scripted) -> None:
    scripted.replies = [DOWN, GONE]

    scripted.api().delete("tags/web", tag_name="x")

    assert scripted.requests[-1].path == "/v2/tags/web?tag_name=x"


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(401, {"id": "Unauthorized", "message": "Unable to authenticate you"}), "Unable to"),
        (Reply(422, {"id": "unprocessable_entity", "message": "Name is bad."}), "Name is bad. R"),
        (Reply(403, {"message": "no", "request_id": "4d9d8375"}), "request id 4d9d8375"),
        (Reply(404, None), "404 unknown: Not Found"),
        (Reply(400, "<html>nonsense"), "400 unknown: Bad Request"),
        (Reply(409, ["a", "list"]), "409 unknown: Conflict"),
        (HTML, "text/html"),
        (Reply(200, ["a", "list"]), "no JSON object"),
        (Reply(200, "{broken"), "no JSON object"),
        (Reply(200, {"other": 1}), "lacks 'account'"),
        (Reply(200, None), "lacks 'account'"),
    ],
)
def test_every_odd_answer_is_one_kind_of_error(
    scripted: Scripted, reply: Reply, words: str
) -> None:
    scripted.replies = [reply]

    with pytest.raises(DigitalOceanError) as caught:
        scripted.api().get("account")["account"]

    assert words in str(caught.value)
    assert "Remedy: " in str(caught.value)
    assert len(scripted.requests) == 1


def test_an_answer_that_is_cut_off_is_asked_for_again(scripted: Scripted) -> None:
    scripted.replies = [Reply(200, "{", {"content-length": "400"}), GOOD]

    assert scripted.api().get("account")["account"]["status"] == "active"


def test_a_refusal_keeps_its_parts(scripted: Scripted) -> None:
    scripted.replies = [Reply(422, {"id": "unprocessable_entity", "message": "no"})]

    with pytest.raises(ApiError) as caught:
        scripted.api().put("tags/web", {})

    assert (caught.value.status, caught.value.identifier) == (422, "unprocessable_entity")
    assert "PUT tags/web" in str(caught.value)


@pytest.mark.parametrize("url", ["", "localhost:8180", "ftp://example.com", "https://"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(DigitalOceanError, match="DIGITALOCEAN_API_URL"):
        Api(token=TOKEN, url=url)


@pytest.mark.parametrize("odd", [f"{TOKEN}\n", f" {TOKEN}", f"{TOKEN}…"])
def test_a_token_with_strange_characters_is_refused_without_showing_it(odd: str) -> None:
    with pytest.raises(DigitalOceanError, match="copy it again") as caught:
        Api(token=odd, url="https://api.example.com")

    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize("reply", [DOWN, BROKEN, GONE, HTML, Reply(401), Reply(429, BUSY)])
def test_the_token_is_in_no_message(scripted: Scripted, reply: Reply) -> None:
    scripted.replies = [reply]

    with pytest.raises(DigitalOceanError) as caught:
        scripted.api().get("account")["account"]

    chain = [caught.value, caught.value.__cause__, caught.value.__context__]
    assert not [error for error in chain if TOKEN in str(error)]
