"""Both directions: detection, the swap button, and a text in a language that was not chosen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.site import OpenPage, Site
from tests.browser.visitor import expect_announced, expect_translation, field, translate, write

ENGLISH = "Good morning, thank you very much for your letter of last week."
SPANISH = "Buenos días, muchas gracias por su carta de la semana pasada."
FRENCH = "Bonjour, je voudrais acheter une maison avec un grand jardin."


@pytest.fixture
def page(both: Site, open_page: OpenPage, width: str) -> Page:
    return open_page(both, width=width)


def source(page: Page) -> Locator:
    return page.get_by_label("Idioma del texto")


def target(page: Page) -> Locator:
    return page.locator("#target")


def test_the_language_is_detected_and_named(page: Page) -> None:
    translate(page, SPANISH)

    expect(source(page)).to_have_value("auto")
    expect(source(page).locator("option:checked")).to_have_text("Detectado: español")
    expect(target(page)).to_have_text("Inglés")
    expect(page.locator("#translation")).to_have_attribute("lang", "en")
    expect(field(page)).to_have_attribute("lang", "es")
    expect(page.locator("#warning")).to_be_hidden()


def test_the_direction_follows_the_text(page: Page) -> None:
    translate(page, ENGLISH)
    expect(target(page)).to_have_text("Español")

    translate(page, SPANISH)
    expect(target(page)).to_have_text("Inglés")

    write(page, "")
    expect(source(page).locator("option:checked")).to_have_text("Detectar idioma")


def test_swapping_turns_the_direction_and_the_texts(page: Page) -> None:
    translate(page, ENGLISH)

    page.get_by_role("button", name="Intercambiar los idiomas").click()

    expect(source(page)).to_have_value("es")
    expect(target(page)).to_have_text("Inglés")
    expect(field(page)).to_have_value(ENGLISH.upper())


def test_swapping_works_with_nothing_to_swap(page: Page) -> None:
    page.get_by_role("button", name="Intercambiar los idiomas").click()

    expect(source(page)).to_have_value("es")
    expect(field(page)).to_have_value("")


def test_a_text_in_the_other_language_is_told_with_a_button_that_switches(page: Page) -> None:
    source(page).select_option("Inglés")
    write(page, SPANISH)

    message = "El texto parece estar en español, no en inglés; se deja como está."
    expect(page.locator("#warning")).to_contain_text(message)
    expect_announced(page, message)
    expect_translation(page, SPANISH)

    page.get_by_role("button", name="Traducir del español").click()

    expect_translation(page, SPANISH.upper())
    expect(source(page)).to_have_value("es")
    expect(page.locator("#warning")).to_be_hidden()


def test_a_language_that_is_not_translated_is_named(page: Page) -> None:
    write(page, FRENCH)

    expect(page.locator("#warning")).to_contain_text("El texto parece estar en francés")
    expect(page.get_by_role("button", name="Traducir del francés")).to_have_count(0)


@pytest.mark.parametrize("chosen", ["Inglés", None])
def test_a_visitor_who_knows_better_has_the_text_translated(page: Page, chosen: str | None) -> None:
    if chosen:
        source(page).select_option(chosen)
    write(page, FRENCH)
    expect(page.locator("#warning")).to_be_visible()

    page.get_by_role("button", name="Traducir del inglés de todos modos").click()

    expect_translation(page, FRENCH.upper())
    expect(source(page)).to_have_value("en")
    expect(page.locator("#warning")).to_be_hidden()
    # That holds for what is typed further, and not for the next text.
    write(page, f"{FRENCH} Merci.")
    expect_translation(page, f"{FRENCH} Merci.".upper())
    write(page, "")
    expect_translation(page, "")
    write(page, FRENCH)
    expect(page.locator("#warning")).to_be_visible()


def test_a_chosen_direction_translates_anew(page: Page) -> None:
    translate(page, "Hotel.")

    source(page).select_option("Español")

    expect(page.locator("#translation")).to_have_attribute("lang", "en")
    expect_translation(page, "HOTEL.")


def test_the_warning_comes_without_the_other_direction_too(
    site: Site, open_page: OpenPage, width: str
) -> None:
    page = open_page(site, width=width)
    write(page, SPANISH)

    expect(page.locator("#warning")).to_contain_text("El texto parece estar en español")
    expect(page.get_by_role("button", name="Traducir del español")).to_have_count(0)
    page.get_by_role("button", name="Traducir del inglés de todos modos").click()
    expect_translation(page, SPANISH.upper())
