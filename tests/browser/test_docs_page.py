"""The page on which programs' authors try the interface, under the headers that Nginx sends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page
from translator.directions import Directions
from translator.engine import Engine
from translator.settings import Settings
from translator.web.app import create_app

from tests.browser.site import served
from tests.service.conftest import ShoutingDecoder


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    app = create_app(Settings(server_name="_"), Directions([Engine(ShoutingDecoder())]))
    with served(app) as address:
        yield address


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """Open the page; anything that the browser complains of fails the test."""
    page = browser.new_page()
    complaints: list[str] = []
    foreign: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request", lambda asked: foreign.append(asked.url) if address not in asked.url else None
    )
    page.goto(f"{address}/docs")
    yield page
    page.close()
    assert (complaints, foreign) == ([], [])


def try_out(page: Page, name: str) -> str:
    """Send an operation's example; give the answer that the page shows."""
    page.locator(f"#{name} summary").click()
    page.locator(f"#{name} button").click()
    output = page.locator(f"#{name} output")
    output.filter(has_not_text="…").wait_for()
    return output.inner_text()


def test_the_example_of_a_translation_works_as_it_stands(page: Page) -> None:
    answer = try_out(page, "translate")

    assert answer.startswith("200")
    assert "ARRIVED THIS MORNING." in answer
    assert "x-request-id" in answer


def test_a_stream_is_shown_to_its_end(page: Page) -> None:
    page.locator("#translateStream summary").click()
    page.locator("#translateStream button").click()

    page.get_by_text("event: done").wait_for()


@pytest.mark.parametrize("name", ["languages", "frontendSettings", "health", "version", "detect"])
def test_what_is_only_looked_at_is_shown(page: Page, name: str) -> None:
    assert try_out(page, name).startswith("200")


def test_a_failure_is_shown_with_its_code(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/docs")
    page.locator("#translate summary").click()
    page.locator("#translate-body").fill('{"q": "Hi."}')
    page.locator("#translate button").click()

    page.get_by_text("x-error-code: missing-field").wait_for()
    page.close()


def test_a_file_is_sent_and_fetched(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Good morning.\n")
    page.locator("#translateFile summary").click()
    page.locator("#translateFile-file").set_input_files(file)
    page.locator("#translateFile-source").fill("en")
    page.locator("#translateFile-target").fill("es")
    page.locator("#translateFile button").click()
    page.get_by_text("translatedFileUrl").last.wait_for()
    shown = page.locator("#translateFile output").inner_text()
    name = shown.split("/download_file/")[1].split('"')[0]

    page.locator("#downloadFile summary").click()
    page.locator("#downloadFile-name").fill(name)
    page.locator("#downloadFile button").click()

    page.get_by_text("GOOD MORNING.").wait_for()


def test_the_address_of_an_operation_opens_it(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/docs#detect")

    assert page.locator("#detect").get_attribute("open") is not None
    page.close()


def test_without_javascript_the_page_still_explains(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/docs")
    page.locator("#translate summary").click()

    assert page.locator("#translate table").is_visible()
    assert page.locator("#translate button").is_hidden()
    context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_wider_than_the_window(browser: Browser, address: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(f"{address}/docs")
    for summary in page.locator("details summary").all():
        summary.click()

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    browser: Browser, address: str, scheme: Literal["light", "dark"]
) -> None:
    page = browser.new_page(color_scheme=scheme)
    page.goto(f"{address}/docs")
    for summary in page.locator("details summary").all():
        summary.click()
    page.locator("#translate button").click()
    page.get_by_text("200 OK").wait_for()

    results = Axe().run(page)

    assert results.violations_count == 0, results.generate_report()
    page.close()
