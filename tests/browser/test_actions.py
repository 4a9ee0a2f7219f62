"""What can be done with a translation: copy, listen, share, download."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.site import OpenPage, Site
from tests.browser.visitor import (
    LETTER,
    expect_announced,
    expect_translation,
    field,
    translate,
    write,
)

CLIPBOARD = ["clipboard-read", "clipboard-write"]
VOICES = """
const spoken = window.spoken = [];
const speech = {
  speaking: false,
  getVoices: () => LANGUAGES.map((lang) => ({ lang })),
  addEventListener() {},
  cancel() { spoken.push("cancelled"); this.speaking = false; },
  speak({ text, lang, onend }) {
    this.speaking = true;
    spoken.push(`${lang}: ${text}`);
    window.finish = onend;
  },
};
Object.defineProperty(window, "speechSynthesis", { value: speech });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


def button(page: Page, name: str) -> Any:
    return page.get_by_role("button", name=name)


def open_with_voices(open_page: OpenPage, site: Site, voices: list[str], width: str) -> Page:
    page = open_page(site, width=width)
    page.add_init_script(VOICES.replace("LANGUAGES", str(voices)))
    page.reload()
    return page


def test_a_translation_is_copied_and_that_is_confirmed(
    site: Site, open_page: OpenPage, width: str
) -> None:
    page = open_page(site, width=width, permissions=CLIPBOARD)
    translate(page, LETTER)

    button(page, "Copiar").click()

    expect(button(page, "Copiado")).to_be_visible()
    expect_announced(page, "Copiado")
    assert page.evaluate("navigator.clipboard.readText()") == LETTER.upper()
    expect(button(page, "Copiar")).to_be_visible()


def test_copying_works_without_tls_too(site: Site, open_page: OpenPage) -> None:
    page = open_page(site, permissions=CLIPBOARD)
    page.add_init_script("delete Navigator.prototype.clipboard")
    page.reload()
    translate(page, "Good morning.")

    button(page, "Copiar").click()
    expect(button(page, "Copiado")).to_be_visible()

    field(page).focus()
    page.keyboard.press("Control+End")
    page.keyboard.press("Control+v")
    expect(field(page)).to_have_value("Good morning.GOOD MORNING.")


def test_a_copy_that_fails_says_so(site: Site, open_page: OpenPage) -> None:
    page = open_page(site)
    page.add_init_script("delete Navigator.prototype.clipboard; document.execCommand = () => false")
    page.reload()
    translate(page, "Good morning.")

    button(page, "Copiar").click()

    expect_announced(page, "El navegador no ha dejado copiar. Selecciónelo y cópielo a mano.")
    assert page.evaluate("getSelection().toString()") == "GOOD MORNING."


def test_nothing_can_be_done_with_no_translation(site: Site, open_page: OpenPage) -> None:
    page = open_page(site)

    for name in ["Copiar", "Compartir enlace", "Descargar como .txt"]:
        expect(button(page, name)).to_be_disabled()


def test_a_translation_is_downloaded_as_text(site: Site, open_page: OpenPage, width: str) -> None:
    page = open_page(site, width=width)
    translate(page, LETTER)

    with page.expect_download() as download:
        button(page, "Descargar como .txt").click()

    assert download.value.suggested_filename == "traduccion.txt"
    assert Path(download.value.path()).read_text(encoding="utf-8") == LETTER.upper()


def test_a_shared_link_brings_the_text_and_never_sends_it_in_an_address(
    site: Site, open_page: OpenPage, width: str
) -> None:
    page = open_page(site, width=width, permissions=CLIPBOARD)
    translate(page, "Good & long + morning.\nÑandú 😀")
    button(page, "Compartir enlace").click()
    expect_announced(page, "Enlace copiado")
    link = page.evaluate("navigator.clipboard.readText()")
    asked: list[str] = []

    other = open_page(site, width=width)
    other.on("request", lambda request: asked.append(request.url))
    other.goto("about:blank")
    other.goto(link)

    expect(field(other)).to_have_value("Good & long + morning.\nÑandú 😀")
    expect_translation(other, "GOOD & LONG + MORNING.\nÑANDÚ 😀")
    assert link.startswith(f"{site.url}/#")
    assert "morning" not in "".join(asked)
    assert other.url == f"{site.url}/"


def test_a_text_too_long_for_a_link_is_told(site: Site, open_page: OpenPage) -> None:
    page = open_page(site)
    translate(page, "Good morning to you all. " * 300)

    button(page, "Compartir enlace").click()

    expect(page.locator("#failure")).to_contain_text("demasiado largo para un enlace")


def test_both_texts_are_read_aloud_in_their_languages(
    site: Site, open_page: OpenPage, width: str
) -> None:
    page = open_with_voices(open_page, site, ["de-DE", "en-GB", "es-ES"], width)
    translate(page, "One. Two.")
    own, translated = button(page, "Escuchar").all()

    translated.click()
    expect(button(page, "Dejar de escuchar")).to_have_attribute("aria-pressed", "true")
    page.evaluate("finish()")
    expect(button(page, "Dejar de escuchar")).to_have_count(0)
    own.click()

    assert page.evaluate("spoken") == [
        "cancelled",
        "es-ES: ONE.",
        "es-ES: TWO.",
        "cancelled",
        "en-GB: One. ",
        "en-GB: Two.",
    ]


def test_reading_aloud_can_be_stopped(site: Site, open_page: OpenPage) -> None:
    page = open_with_voices(open_page, site, ["es-MX"], "wide")
    translate(page, "One.")
    button(page, "Escuchar").click()

    button(page, "Dejar de escuchar").click()

    expect(button(page, "Escuchar")).to_be_visible()
    assert page.evaluate("spoken.at(-1)") == "cancelled"


def test_without_a_voice_there_is_no_button_for_it(site: Site, open_page: OpenPage) -> None:
    page = open_with_voices(open_page, site, ["de-DE"], "wide")
    write(page, "One.")
    expect_translation(page, "ONE.")

    expect(button(page, "Escuchar")).to_have_count(0)
