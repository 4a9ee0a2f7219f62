"""The history: on the visitor's device only, with an off switch, entry by entry or as a whole."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.site import OpenPage, Site
from tests.browser.visitor import expect_announced, expect_translation, field, translate


@pytest.fixture
def page(site: Site, open_page: OpenPage, width: str) -> Page:
    return open_page(site, width=width)


def entries(page: Page) -> Locator:
    return page.locator("#history-list .history-entry")


def clear(page: Page) -> None:
    page.get_by_role("button", name="Borrar el texto").click()


def test_what_was_translated_is_there_after_a_reload_and_can_be_opened(page: Page) -> None:
    translate(page, "One day.")
    expect(entries(page)).to_have_count(1)
    clear(page)
    translate(page, "Two days.")
    expect(entries(page)).to_have_count(2)

    page.reload()

    expect(entries(page)).to_have_text(["Two days.TWO DAYS.", "One day.ONE DAY."])
    entries(page).nth(1).click()
    expect(field(page)).to_have_value("One day.")
    expect_translation(page, "ONE DAY.")


def test_a_text_that_grows_is_one_entry(page: Page) -> None:
    translate(page, "One day.")
    expect(entries(page)).to_have_count(1)
    translate(page, "One day. And another.")

    expect(entries(page)).to_have_text(["One day. And another.ONE DAY. AND ANOTHER."])


def test_an_entry_can_be_deleted(page: Page) -> None:
    translate(page, "One day.")
    expect(entries(page)).to_have_count(1)

    page.get_by_role("button", name="Borrar del historial: One day.").click()

    expect(entries(page)).to_have_count(0)
    expect(page.locator("#history-empty")).to_be_visible()
    assert page.evaluate("localStorage.getItem('traductor.history')") == "[]"


def test_all_can_be_deleted(page: Page) -> None:
    translate(page, "One day.")
    page.get_by_role("button", name="Borrar todo").click()

    expect_announced(page, "Historial borrado.")
    expect(entries(page)).to_have_count(0)
    assert page.evaluate("localStorage.getItem('traductor.history')") is None


def test_switched_off_it_keeps_nothing_and_stays_off(page: Page) -> None:
    translate(page, "One day.")
    expect(entries(page)).to_have_count(1)

    page.get_by_label("Guardar en este dispositivo").uncheck()
    expect(entries(page)).to_have_count(0)
    translate(page, "Two days.")
    page.wait_for_timeout(2_000)

    assert page.evaluate("JSON.stringify(localStorage)").count("days") == 0
    page.reload()
    expect(page.get_by_label("Guardar en este dispositivo")).not_to_be_checked()
    expect(entries(page)).to_have_count(0)


def test_the_page_works_where_a_browser_forbids_its_storage(page: Page) -> None:
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })"
    )
    page.reload()

    translate(page, "One day.")

    expect(page.get_by_label("Guardar en este dispositivo")).not_to_be_checked()


def test_the_page_says_where_the_texts_stay(page: Page) -> None:
    footer = page.get_by_role("contentinfo")
    expect(footer).to_contain_text("no se guarda en disco ni en ningún registro")

    page.get_by_text("Qué pasa con lo que escribe").click()

    expect(footer).to_contain_text("El historial queda solo en este dispositivo")
    expect(footer).to_contain_text("puede conservar un rato en memoria frases sueltas")


def test_the_history_follows_the_direction_of_its_entries(both: Site, open_page: OpenPage) -> None:
    page = open_page(both)
    page.get_by_label("Idioma del texto").select_option("Español")
    translate(page, "Hola.")
    expect(entries(page)).to_have_count(1)
    page.get_by_label("Idioma del texto").select_option("Inglés")

    entries(page).click()

    expect(page.get_by_label("Idioma del texto")).to_have_value("es")
    expect(page.locator("#translation")).to_have_attribute("lang", "en")
