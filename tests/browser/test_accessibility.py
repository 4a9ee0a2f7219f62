"""axe-core on every page and in every state, wide and narrow, light and dark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it has none
from playwright.sync_api import Page, expect
from translator.errors import EngineError

from tests.browser.site import MAX_CHARACTERS, OpenPage, Site
from tests.browser.test_alternatives import UNSURE
from tests.browser.test_directions import SPANISH
from tests.browser.visitor import LETTER, field, sentences, translate, translation, write

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ERROR_PAGES = sorted(Path("service/nginx/errors").glob("*.html"))


def violations(page: Page) -> list[str]:
    """Run axe-core, in the dark too for what is other there; name what it finds and where."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    found = run_axe(page, RULES)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    return found + run_axe(page, ["color-contrast"])


def run_axe(page: Page, rules: list[str]) -> list[str]:
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{each['id']}: {node['html']}" for each in found for node in each["nodes"]]


def nothing(page: Page) -> None:
    """Leave the page as it opens."""


def letter(page: Page) -> None:
    translate(page, LETTER)
    expect(page.locator("#history-list li")).to_have_count(1)
    page.get_by_text("Qué pasa con lo que escribe").click()


def unsure_and_alternatives(page: Page) -> None:
    write(page, UNSURE)
    sentences(page).nth(0).click()
    expect(page.get_by_role("dialog").get_by_role("listitem")).to_have_count(4)


def too_long(page: Page) -> None:
    write(page, "x" * (MAX_CHARACTERS + 1))
    expect(page.locator("#failure")).to_be_visible()


def other_language(page: Page) -> None:
    page.get_by_label("Idioma del texto").select_option("Inglés")
    write(page, SPANISH)
    expect(page.locator("#warning-switch")).to_be_visible()


def swapped(page: Page) -> None:
    translate(page, SPANISH)
    page.get_by_role("button", name="Intercambiar los idiomas").click()
    expect(translation(page)).to_have_attribute("lang", "es")


def dropped(page: Page) -> None:
    page.locator("#file").set_input_files(
        {"name": "film.srt", "mimeType": "", "buffer": b"1\n00:00:01,000 --> 00:00:02,000\nHi.\n"}
    )
    expect(page.get_by_role("button", name="Descargar otra vez")).to_be_visible()


STATES = [nothing, letter, unsure_and_alternatives, too_long, other_language, swapped, dropped]


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_with_javascript(
    both: Site, open_page: OpenPage, width: str, state: Callable[[Page], None]
) -> None:
    page = open_page(both, width=width)
    state(page)

    assert violations(page) == []


def test_axe_finds_nothing_while_it_works_and_while_it_waits(
    site: Site, open_page: OpenPage, width: str
) -> None:
    site.expected_complaints.append("503")
    site.set_seconds(0.2)
    page = open_page(site, width=width)
    write(page, LETTER * 10)
    expect(page.get_by_role("progressbar")).to_be_visible()
    assert violations(page) == []

    site.set_seconds(0)
    site.set_failure(EngineError("away"))
    write(page, "Good morning.")
    expect(page.get_by_role("button", name="Intentar ahora")).to_be_visible()

    assert violations(page) == []


@pytest.mark.parametrize("text", ["", "Good morning.", UNSURE, SPANISH])
def test_axe_finds_nothing_without_javascript(
    both: Site, open_page: OpenPage, width: str, text: str
) -> None:
    both.expected_complaints.append("400")
    # axe-core is a script itself, so the pages are taken over into a browser that runs some.
    page = open_page(both, width=width)
    page.route("**/main.js", lambda route: route.abort())
    both.expected_complaints.append("ERR_FAILED")
    page.reload()
    assert violations(page) == []
    page.get_by_label("Idioma del texto").select_option("Inglés")
    field(page).evaluate("field => field.removeAttribute('required')")
    field(page).fill(text)
    page.get_by_role("button", name="Traducir", exact=True).click()

    expect(page.locator("#error" if not text else "#sentence")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("path", ["/docs", "/nothing"])
def test_axe_finds_nothing_on_the_other_pages(
    site: Site, open_page: OpenPage, width: str, path: str
) -> None:
    site.expected_complaints.append("404")

    assert violations(open_page(site, path, width=width)) == []


@pytest.mark.parametrize("file", ERROR_PAGES, ids=lambda file: file.stem)
def test_axe_finds_nothing_on_the_pages_of_nginx(
    site: Site, open_page: OpenPage, width: str, file: Path
) -> None:
    page = open_page(site, width=width)
    page.route("**/error", lambda route: route.fulfill(path=file))
    page.goto(f"{site.url}/error")

    assert "Traductor" in page.inner_text("header")
    assert violations(page) == []


def test_there_are_pages_of_nginx() -> None:
    assert len(ERROR_PAGES) >= 3
