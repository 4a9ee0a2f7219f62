"""The translator is asked once more where the process dies that has a request in hand."""

import contextlib
import http.client
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from urllib.parse import urlencode

import pytest
from benchmark.serving.site import Site

from tests.service.answers import Answer, ask, logged, query, translate, translator_statuses
from tests.service.held_workers import HeldSite, running_held_site

JSON = {"Content-Type": "application/json"}
FORM = "application/x-www-form-urlencoded"


# A port in the network of two containers, and a socket in one.
KINDS = [
    (server, deployment)
    for server in ("uwsgi", "gunicorn")
    for deployment in ("compose", "standalone")
]


@pytest.fixture(scope="module", params=KINDS, ids="-".join)
def held(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[HeldSite]:
    server, deployment = request.param
    folder = tmp_path_factory.mktemp(server)
    with running_held_site(
        folder, wsgi_server=server, deployment=deployment, processes=2, requests_per_minute=0
    ) as running:
        yield running


@contextlib.contextmanager
def asking(held: HeldSite, visit: Callable[[Site], Answer]) -> Iterator["Future[Answer]"]:
    """Let a visitor wait for an answer until the end of the block."""
    with ThreadPoolExecutor(1) as visitors:
        yield visitors.submit(visit, held.site)


def translate_as_a_person(site: Site) -> Answer:
    body = urlencode({"English": "Good morning.", "source": "en"}).encode()
    return ask(site.port, "POST", "/result", body, Content_Type=FORM)


@pytest.mark.parametrize("visit", [translate, translate_as_a_person])
def test_a_visitor_does_not_notice_that_a_process_died(
    held: HeldSite, visit: Callable[[Site], Answer]
) -> None:
    with asking(held, visit) as coming:
        first = held.taken()
        first.kill()
        second = held.taken()
        second.let_go()
    answer = coming.result()
    (log_line,) = logged(held.site, answer.request_id)

    assert first.pid != second.pid
    assert (answer.status, log_line["status"]) == (200, 200)
    assert log_line["translator_status"] == "502 : 200"
    assert "Buenos días." in answer.body.decode()
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert "retry-after" not in answer.headers


@pytest.mark.parametrize(
    ("visit", "form"), [(translate, "application/json"), (translate_as_a_person, "text/html")]
)
def test_a_request_of_which_processes_die_is_given_up_after_the_second(
    held: HeldSite, visit: Callable[[Site], Answer], form: str
) -> None:
    with asking(held, visit) as coming:
        held.taken().kill()
        held.taken().kill()
    answer = coming.result()

    assert answer.status == 503
    assert answer.headers["retry-after"] == "2"
    assert answer.headers["content-type"].startswith(form)
    assert b"not available" in answer.body
    assert translator_statuses(held.site, answer.request_id) == ["502 : 502"]


def test_a_stream_that_has_begun_is_not_asked_for_again(held: HeldSite) -> None:
    with contextlib.closing(
        http.client.HTTPConnection("127.0.0.1", held.site.port, timeout=20)
    ) as connection:
        connection.request("POST", "/translate/stream", query("Good morning."), JSON)
        held.taken().let_go()
        response = connection.getresponse()
        begun = response.read1(100)
        held.taken().kill()
        with contextlib.suppress(http.client.IncompleteRead):
            begun += response.read()
        request_id = response.headers["X-Request-ID"]

    assert response.status == 200
    assert b"event: start" in begun
    assert b"event: done" not in begun
    assert translator_statuses(held.site, request_id) == ["200"]
