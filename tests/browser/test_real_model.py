"""The page with the model of the repository."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect
from translator.directions import Directions
from translator.making import loaded_engine
from translator.settings import Settings
from translator.web.app import create_app

from tests.browser.site import OpenPage, Site, served
from tests.browser.visitor import sentences, translation, write

LETTER = "Good morning,\n\nThank you very much for your letter. I live in a small house.\n"


@pytest.fixture(scope="module")
def real() -> Iterator[Site]:
    app = create_app(Settings(server_name="_"), Directions([loaded_engine()]))
    with served(app) as url:
        yield Site(url, [])


def test_a_letter_becomes_spanish_and_its_sentences_have_alternatives(
    real: Site, open_page: OpenPage, width: str
) -> None:
    page = open_page(real, width=width, locale="en-GB")

    write(page, LETTER)

    expect(translation(page)).to_contain_text("gracias")
    expect(translation(page)).to_contain_text("casa")
    lines = (translation(page).text_content() or "").split("\n")
    assert [bool(line) for line in lines] == [True, False, True, False]
    sentences(page).last.click()
    dialog = page.get_by_role("dialog", name="Other ways to say it")
    expect(dialog).to_contain_text("I live in a small house.")
    expect(dialog.get_by_role("listitem").nth(1)).to_be_visible()


def test_a_letter_becomes_spanish_without_javascript(
    real: Site, open_page: OpenPage, width: str
) -> None:
    page = open_page(real, width=width, locale="es-ES", java_script_enabled=False)
    page.fill("#English", LETTER)
    page.get_by_role("button", name="Traducir", exact=True).click()

    expect(page.locator("#translation")).to_contain_text("gracias")
