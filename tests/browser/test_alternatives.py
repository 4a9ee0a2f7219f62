"""A sentence's alternatives, with the mouse and with the keyboard; what the model is unsure of."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect
from translator.errors import EngineError

from tests.browser.site import OpenPage, Site
from tests.browser.visitor import expect_announced, expect_translation, sentences, translate, write

UNSURE = (
    "The sea and the wind were older than the house on the hill, and nobody who lived in it could "
    "have said how much older they were."
)


@pytest.fixture
def page(site: Site, open_page: OpenPage, width: str) -> Page:
    page = open_page(site, width=width)
    translate(page, "One day.\n\nTwo days. Three days.")
    return page


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Otras formas de decirlo")


def items(page: Page) -> Locator:
    return dialog(page).get_by_role("listitem").get_by_role("button")


def test_a_sentence_is_replaced_by_the_alternative_that_is_chosen(page: Page) -> None:
    sentences(page).nth(1).click()
    expect(dialog(page)).to_contain_text("Two days.")
    ways = ["TWO DAYS.", "WELL TWO DAYS.", "YES TWO DAYS.", "OH TWO DAYS."]
    expect(items(page)).to_have_text(ways)
    expect(dialog(page)).to_be_in_viewport()

    items(page).nth(2).click()

    expect_translation(page, "ONE DAY.\n\nYES TWO DAYS. THREE DAYS.")
    expect(dialog(page)).to_be_hidden()
    expect(sentences(page).nth(1)).to_be_focused()
    expect_announced(page, "Frase cambiada.")


def test_a_choice_stays_while_the_text_grows(page: Page) -> None:
    sentences(page).nth(0).click()
    items(page).nth(1).click()

    write(page, "One day.\n\nTwo days. Three days. Four days.")

    expect_translation(page, "WELL ONE DAY.\n\nTWO DAYS. THREE DAYS. FOUR DAYS.")


def test_all_of_it_works_with_the_keyboard(page: Page) -> None:
    page.locator("#translate").focus()
    page.keyboard.press("Tab")
    expect(sentences(page).nth(0)).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(sentences(page).nth(2)).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("End")
    page.keyboard.press("ArrowUp")
    expect(sentences(page).nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(items(page)).to_have_count(4)
    expect(items(page).nth(0)).to_be_focused()

    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect_translation(page, "ONE DAY.\n\nWELL TWO DAYS. THREE DAYS.")
    expect(sentences(page).nth(1)).to_be_focused()


def test_escape_closes_and_leads_back_to_the_sentence(page: Page) -> None:
    sentences(page).nth(2).focus()
    page.keyboard.press(" ")
    expect(sentences(page).nth(2)).to_have_attribute("aria-expanded", "true")

    page.keyboard.press("Escape")

    expect(dialog(page)).to_be_hidden()
    expect(sentences(page).nth(2)).to_be_focused()
    expect(sentences(page).nth(2)).to_have_attribute("aria-expanded", "false")


def test_a_click_elsewhere_closes(page: Page) -> None:
    sentences(page).nth(0).click()
    page.get_by_role("heading", level=1).click()

    expect(dialog(page)).to_be_hidden()


def test_the_button_closes(page: Page) -> None:
    sentences(page).nth(0).click()
    dialog(page).get_by_role("button", name="Cerrar").click()

    expect(dialog(page)).to_be_hidden()


def test_a_text_that_changes_closes(page: Page) -> None:
    sentences(page).nth(0).click()
    expect(items(page)).to_have_count(4)

    translate(page, "Another text.")

    expect(dialog(page)).to_be_hidden()


def test_the_translation_is_one_stop_of_the_tab_key(page: Page) -> None:
    expect(page.locator("#translation [tabindex='0']")).to_have_count(1)
    expect(page.locator("#translation [tabindex='-1']")).to_have_count(2)


def test_sentences_that_the_model_is_unsure_of_are_underlined_and_explained(page: Page) -> None:
    expect(page.locator("#legend")).to_be_hidden()

    write(page, f"One day. {UNSURE}")

    unsure = page.locator("#translation .unsure")
    expect(unsure.first).to_be_visible()
    expect(unsure.first).to_have_css("text-decoration-line", "underline")
    expect(sentences(page).nth(0)).not_to_have_class("unsure")
    expect(page.locator("#legend")).to_contain_text("menos seguro de las frases subrayadas")
    unsure.first.click()
    expect(dialog(page)).to_contain_text("El modelo no está seguro de esta frase (confianza: ")


def test_alternatives_that_do_not_come_are_explained(page: Page, site: Site) -> None:
    site.expected_complaints.append("503")
    site.set_failure(EngineError("away"))

    sentences(page).nth(0).click()

    expect(dialog(page)).to_contain_text("El traductor no está disponible en este momento.")
