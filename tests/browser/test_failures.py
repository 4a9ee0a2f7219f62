"""Whatever fails is told in clear words, and what may pass is tried again by itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from translator.errors import EngineError

from tests.browser.site import OpenPage, Site
from tests.browser.visitor import expect_announced, expect_translation, field, translate, write

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
STREAM = "**/translate/stream"


@pytest.fixture
def page(site: Site, open_page: OpenPage, width: str) -> Page:
    """Open a page whose time stands still but for `pass_time`, however slow the machine is."""
    site.expected_complaints.append("Failed to load resource")
    page = open_page(site, width=width)
    page.clock.install(time=NOON)
    page.clock.pause_at(NOON + timedelta(hours=1))
    return page


def failure(page: Page) -> Locator:
    return page.locator("#failure")


def fail_first(page: Page, times: int, fail: Callable[[Route], None]) -> list[Route]:
    """Let the first requests fail; collect the requests that come."""
    came: list[Route] = []

    def answer(route: Route) -> None:
        came.append(route)
        fail(route) if len(came) <= times else route.continue_()

    page.route(STREAM, answer)
    return came


def status(code: int, **headers: str) -> Callable[[Route], None]:
    return lambda route: route.fulfill(status=code, headers=headers, body='{"error": "no"}')


def keep_silent(route: Route) -> None:
    """Never answer."""
    assert route.request.method == "POST"


def pass_time(page: Page, seconds: float) -> None:
    """Let the page's clock run on."""
    page.clock.run_for(round(seconds * 1_000))


def test_too_many_requests_are_told_with_the_wait_and_asked_again_after_it(page: Page) -> None:
    fail_first(page, 1, status(429, **{"Retry-After": "12", "X-Error-Code": "too-many-requests"}))
    write(page, "Good morning.")
    pass_time(page, 1)

    expect(failure(page)).to_contain_text("Demasiadas peticiones en poco tiempo.")
    pass_time(page, 4)
    expect(failure(page)).to_contain_text("Se intenta de nuevo en 8 s.")
    pass_time(page, 9)

    expect_translation(page, "GOOD MORNING.")
    expect(failure(page)).to_be_hidden()


def test_an_engine_that_is_away_is_asked_again_more_and_more_patiently(page: Page) -> None:
    came = fail_first(page, 3, status(503))
    write(page, "Good morning.")
    pass_time(page, 1)
    for tries, seconds in enumerate([2, 4, 8], start=1):
        expect(failure(page)).to_contain_text(f"Se intenta de nuevo en {seconds} s.")
        pass_time(page, seconds - 1)
        assert len(came) == tries
        pass_time(page, 1)

    expect_translation(page, "GOOD MORNING.")
    assert len(came) == 4


def test_one_may_try_at_once(page: Page) -> None:
    fail_first(page, 1, status(502))
    write(page, "Good morning.")
    pass_time(page, 1)
    expect(failure(page)).to_contain_text("El traductor no está disponible en este momento.")

    page.get_by_role("button", name="Intentar ahora").click()

    expect_translation(page, "GOOD MORNING.")


def test_a_stream_that_breaks_off_goes_on_where_it_was(page: Page) -> None:
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(json.loads(route.request.post_data or "{}")["q"])
        if len(asked) > 1:
            route.continue_()
            return
        events = (
            'event: start\ndata: {"detectedLanguage": null, "warning": null}\n\n'
            'event: piece\ndata: {"text": "One.", "translatedText": "UNO.", "confidence": 0.9}\n\n'
            'event: piece\ndata: {"text": "\\n", "translatedText": "\\n", "confidence": null}\n\n'
            'event: error\ndata: {"error": "x", "code": "busy", "retryAfter": 2}\n\n'
        )
        route.fulfill(status=200, content_type="text/event-stream", body=events)

    page.route(STREAM, answer)
    write(page, "One.\nTwo.")
    pass_time(page, 1)
    expect(failure(page)).to_contain_text("El traductor está atendiendo a muchas personas.")
    pass_time(page, 3)

    expect_translation(page, "UNO.\nTWO.")
    assert asked == ["One.\nTwo.", "Two."]


def test_a_server_that_is_silent_is_given_up_and_asked_again(page: Page) -> None:
    fail_first(page, 1, keep_silent)
    write(page, "Good morning.")
    pass_time(page, 1)
    pass_time(page, 31)

    expect(failure(page)).to_contain_text("El traductor tarda demasiado en responder.")
    pass_time(page, 3)
    expect_translation(page, "GOOD MORNING.")


def test_without_a_connection_it_waits_for_one(page: Page) -> None:
    translate_with_clock(page, "One.")
    page.context.set_offline(True)
    expect(failure(page)).to_contain_text("No hay conexión a internet.")
    write(page, "Two.")
    pass_time(page, 1)
    expect(failure(page)).to_contain_text("Se traducirá en cuanto vuelva.")
    expect(page.get_by_role("button", name="Intentar ahora")).to_be_hidden()

    page.context.set_offline(False)

    expect_translation(page, "TWO.")
    expect(failure(page)).to_be_hidden()


def translate_with_clock(page: Page, text: str) -> None:
    write(page, text)
    pass_time(page, 1)
    expect_translation(page, text.upper())


def test_a_refusal_is_told_in_the_page_s_words_and_not_repeated(page: Page) -> None:
    came = fail_first(page, 9, status(400, **{"X-Error-Code": "malformed"}))
    write(page, "Good morning.")
    pass_time(page, 1)

    expect(failure(page)).to_contain_text("El texto no se puede leer como UTF-8.")
    pass_time(page, 60)
    assert len(came) == 1


def test_a_failure_is_announced_once_and_leaves_the_text(page: Page) -> None:
    fail_first(page, 1, status(503))
    write(page, "Good morning.")
    pass_time(page, 1)
    expect(failure(page)).to_be_visible()
    pass_time(page, 0.1)

    expect_announced(
        page, "El traductor no está disponible en este momento. Se intenta de nuevo en 2 s."
    )
    expect(page.locator("#failure-wait")).to_have_attribute("aria-hidden", "true")
    expect(field(page)).to_have_value("Good morning.")


def test_the_next_text_ends_the_waiting_for_the_last(page: Page) -> None:
    came = fail_first(page, 1, status(429, **{"Retry-After": "30"}))
    write(page, "One.")
    pass_time(page, 1)
    expect(failure(page)).to_be_visible()

    translate_with_clock(page, "Two.")

    expect(failure(page)).to_be_hidden()
    pass_time(page, 60)
    assert len(came) == 2


def test_a_real_failure_of_the_engine_is_told_and_ends_by_itself(
    site: Site, open_page: OpenPage
) -> None:
    site.expected_complaints.append("503")
    page = open_page(site)
    translate(page, "One.")
    site.set_failure(EngineError("away"))
    write(page, "Two.")
    expect(failure(page)).to_contain_text("no está disponible")

    site.set_failure(None)

    page.get_by_role("button", name="Intentar ahora").click()
    expect_translation(page, "TWO.")
