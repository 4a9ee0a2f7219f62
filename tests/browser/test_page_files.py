"""Files with JavaScript: chosen or dropped, a plain text into the field, others back as files."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.site import OpenPage, Site
from tests.browser.visitor import expect_translation, field

SUBTITLES = "1\n00:00:01,000 --> 00:00:02,000\nGood morning.\n"
DROP = """([name, content]) => {
  const data = new DataTransfer();
  data.items.add(new File([content], name));
  for (const type of ["dragenter", "dragover", "drop"]) {
    document.body.dispatchEvent(
      new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
  }
}"""


@pytest.fixture
def page(site: Site, open_page: OpenPage, width: str) -> Page:
    return open_page(site, width=width)


def choose(page: Page, name: str, content: bytes) -> None:
    page.locator("#file").set_input_files({"name": name, "mimeType": "", "buffer": content})


def state(page: Page) -> Locator:
    return page.locator("#file-state")


def test_a_plain_text_goes_into_the_field(page: Page) -> None:
    choose(page, "letter.txt", b"\xef\xbb\xbfGood morning.\r\n\r\nGoodbye.")

    expect(field(page)).to_have_value("Good morning.\n\nGoodbye.")
    expect_translation(page, "GOOD MORNING.\n\nGOODBYE.")
    expect(field(page)).to_be_focused()


def test_subtitles_come_back_as_a_file_with_their_times(page: Page) -> None:
    with page.expect_download() as download:
        choose(page, "film.srt", SUBTITLES.encode())

    name = download.value.suggested_filename
    content = Path(download.value.path()).read_text(encoding="utf-8")
    assert name.endswith(".srt")
    assert content == SUBTITLES.replace("Good morning.", "GOOD MORNING.")
    expect(state(page)).to_contain_text(f"{name} está listo.")
    with page.expect_download() as again:
        page.get_by_role("button", name="Descargar otra vez").click()
    assert again.value.suggested_filename == name


def test_a_file_that_looks_like_another_language_is_translated_if_that_is_insisted_on(
    page: Page, site: Site
) -> None:
    site.expected_complaints.append("400")
    text = "Bonjour. Le train pour la ville part dans dix minutes."
    choose(page, "film.srt", SUBTITLES.replace("Good morning.", text).encode())
    expect(state(page)).to_contain_text("no parece estar en el idioma indicado")

    with page.expect_download() as download:
        page.get_by_role("button", name="Traducir del inglés de todos modos").click()

    content = Path(download.value.path()).read_text(encoding="utf-8")
    assert text.upper() in " ".join(content.split())
    expect(state(page)).not_to_contain_text("no parece")


def test_a_file_can_be_dropped_anywhere(page: Page) -> None:
    page.evaluate(DROP, ["letter.txt", "Good morning."])

    expect_translation(page, "GOOD MORNING.")
    expect(page.locator("body")).not_to_have_class("dropping")


def test_a_file_over_the_page_shows_that_it_may_be_dropped(page: Page) -> None:
    page.evaluate(DROP.replace(', "drop"', ""), ["letter.txt", ""])

    expect(page.locator("body")).to_have_class("dropping")


def test_the_same_file_can_be_chosen_twice(page: Page) -> None:
    choose(page, "letter.txt", b"Good morning.")
    expect_translation(page, "GOOD MORNING.")
    page.get_by_role("button", name="Borrar el texto").click()

    choose(page, "letter.txt", b"Good morning.")

    expect_translation(page, "GOOD MORNING.")


def test_a_file_that_cannot_be_read_is_told_in_the_server_s_words(page: Page, site: Site) -> None:
    site.expected_complaints.append("Failed to load resource")

    choose(page, "letter.docx", b"no archive")

    expect(state(page)).to_contain_text("El archivo no se puede leer")
    expect(state(page)).to_have_class("notice error")


def test_a_file_of_another_kind_is_told_with_the_kinds_that_are_taken(
    page: Page, site: Site
) -> None:
    site.expected_complaints.append("Failed to load resource")

    choose(page, "picture.png", b"\x89PNG")

    expect(state(page)).to_contain_text(".docx")


def test_the_button_is_reached_with_the_keyboard_and_shows_the_focus(page: Page) -> None:
    page.locator("#copy").focus()
    page.locator("#file").focus()

    expect(page.locator("label[for=file]")).to_have_css("outline-style", "solid")


def test_a_file_in_the_other_language_is_translated_from_it(
    both: Site, open_page: OpenPage
) -> None:
    page = open_page(both)
    page.get_by_label("Idioma del texto").select_option("Español")

    with page.expect_download() as download:
        choose(page, "film.srt", SUBTITLES.replace("Good morning.", "Buenos días.").encode())

    assert "BUENOS DÍAS." in Path(download.value.path()).read_text(encoding="utf-8")
