"""The page without JavaScript: all that it is for works, with forms alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from translator.errors import EngineError

from tests.browser.site import MAX_CHARACTERS, OpenPage, Site
from tests.browser.visitor import LETTER, field

FRENCH = "Bonjour. Le train pour la ville part dans dix minutes."


@pytest.fixture
def page(site: Site, open_page: OpenPage, width: str) -> Page:
    return open_page(site, width=width, java_script_enabled=False)


def submit(page: Page) -> None:
    page.get_by_role("button", name="Traducir", exact=True).click()


def test_a_text_is_translated_and_volver_leads_back_to_an_empty_form(page: Page) -> None:
    field(page).fill(LETTER)
    submit(page)

    assert page.locator("#sentence").text_content() == LETTER
    assert page.locator("#translation").text_content() == LETTER.upper()
    page.get_by_role("button", name="Volver").click()
    expect(field(page)).to_have_value("")


def test_nothing_is_shown_that_does_nothing(page: Page) -> None:
    assert page.locator("button:visible").all_text_contents() == [
        "Apariencia: la del sistema",
        "English",
        "Traducir",
        "Traducir el archivo",
    ]
    expect(page.get_by_role("heading", name="Historial")).to_be_hidden()


def test_a_text_survives_a_change_of_the_language_and_the_choice_stays(
    page: Page, site: Site
) -> None:
    field(page).fill("Good morning.")
    page.get_by_role("button", name="English").click()

    expect(field(page)).to_have_value("Good morning.")
    expect(page.get_by_role("heading", level=1)).to_have_text("English to Spanish")
    page.goto(site.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("English to Spanish")


def test_the_theme_can_be_chosen_and_stays(page: Page, site: Site) -> None:
    page.get_by_role("button", name="Apariencia: la del sistema").click()
    page.get_by_role("button", name="Apariencia: clara").click()

    expect(page.get_by_role("button", name="Apariencia: oscura")).to_be_visible()
    page.goto(site.url)
    expect(page.locator("body")).to_have_css("background-color", "rgb(18, 25, 26)")


def test_a_text_that_is_too_long_is_told_and_not_lost(page: Page, site: Site) -> None:
    site.expected_complaints.append("413")
    text = "x" * (MAX_CHARACTERS + 1)
    field(page).fill(text)
    submit(page)

    expect(page.get_by_role("alert")).to_contain_text("20.001 caracteres y el máximo es 20.000")
    expect(field(page)).to_have_value(text)


def test_an_engine_that_is_away_is_told_and_the_text_is_not_lost(page: Page, site: Site) -> None:
    site.expected_complaints.append("503")
    site.set_failure(EngineError("away"))
    field(page).fill("Good morning.")
    submit(page)

    expect(page.get_by_role("alert")).to_contain_text("no está disponible")
    expect(field(page)).to_have_value("Good morning.")


def test_a_file_comes_back_translated(page: Page, tmp_path: Path) -> None:
    letter = tmp_path / "letter.html"
    letter.write_text("<p>Good <b>morning</b>.</p>", encoding="utf-8")
    page.get_by_label("Elegir un archivo").set_input_files(letter)

    with page.expect_download() as download:
        page.get_by_role("button", name="Traducir el archivo").click()

    assert download.value.suggested_filename.endswith(".html")
    content = Path(download.value.path()).read_text(encoding="utf-8")
    assert "MORNING" in content
    assert content.startswith("<p>")


def test_a_file_of_another_kind_is_refused_with_the_kinds_that_are_taken(
    page: Page, site: Site, tmp_path: Path
) -> None:
    site.expected_complaints.append("415")
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG")
    page.get_by_label("Elegir un archivo").set_input_files(picture)
    page.get_by_role("button", name="Traducir el archivo").click()

    expect(page.get_by_role("alert")).to_contain_text(".docx")


def test_the_language_is_chosen_from_a_list_where_there_are_two(
    both: Site, open_page: OpenPage, width: str
) -> None:
    page = open_page(both, width=width, java_script_enabled=False)
    page.get_by_label("Idioma del texto").select_option("Español")
    field(page).fill("Hola.")
    submit(page)

    expect(page.locator("#translation")).to_have_attribute("lang", "en")
    expect(page.locator("#translation")).to_have_text("HOLA.")


def test_a_visitor_who_knows_better_has_a_text_translated(page: Page) -> None:
    field(page).fill(FRENCH)
    submit(page)
    expect(page.get_by_role("alert")).to_contain_text("no parece estar en inglés")

    page.get_by_role("button", name="Traducir del inglés de todos modos").click()

    expect(page.locator("#translation")).to_have_text(FRENCH.upper())
    # A change of the page's own language keeps it.
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Translation")
    expect(page.locator("#translation")).to_have_text(FRENCH.upper())


def test_a_visitor_who_knows_better_has_a_file_translated(
    page: Page, site: Site, tmp_path: Path
) -> None:
    site.expected_complaints.append("400")
    letter = tmp_path / "letter.txt"
    letter.write_text(FRENCH, encoding="utf-8")
    choose = page.get_by_label("Elegir un archivo")
    choose.set_input_files(letter)
    page.get_by_role("button", name="Traducir el archivo").click()
    expect(page.get_by_role("alert")).to_contain_text("no parece estar en el idioma indicado")

    choose.set_input_files(letter)
    with page.expect_download() as download:
        page.get_by_role("button", name="Traducir del inglés de todos modos").click()

    assert Path(download.value.path()).read_text(encoding="utf-8") == FRENCH.upper()
