"""Translating while one types: the latest text, its breaks kept, a long one as a stream."""

from __future__ import annotations

import json

from playwright.sync_api import Page, Request, expect

from tests.browser.site import MAX_CHARACTERS, OpenPage, Site
from tests.browser.visitor import (
    LETTER,
    expect_announced,
    expect_translation,
    field,
    translate,
    translation,
    write,
)


def asked_texts(page: Page) -> list[str]:
    """Collect the texts that the page will ask to have translated."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if request.url.endswith("/translate/stream"):
            asked.append(json.loads(request.post_data or "{}")["q"])

    page.on("request", note)
    return asked


def long_text(paragraphs: int) -> str:
    return "\n\n".join(
        f"Paragraph {number} tells of the sea and of the old house." for number in range(paragraphs)
    )


def expect_progress(page: Page) -> None:
    page.wait_for_function("() => document.getElementById('progress').value > 0")


def test_the_translation_appears_while_one_types(
    site: Site, open_page: OpenPage, width: str
) -> None:
    page = open_page(site, width=width)

    field(page).press_sequentially("Good morning.")

    expect_translation(page, "GOOD MORNING.")
    assert page.url == f"{site.url}/"


def test_paragraphs_lists_and_leading_spaces_are_kept(site: Site, open_page: OpenPage) -> None:
    page = open_page(site)

    write(page, LETTER)

    expect_translation(page, LETTER.upper())


def test_what_looks_like_markup_stays_text(site: Site, open_page: OpenPage) -> None:
    page = open_page(site)

    write(page, "Is <b>this</b> bold?")

    expect(translation(page)).to_contain_text("<")
    expect(translation(page).locator("b")).to_have_count(0)


def test_ctrl_enter_translates_at_once_and_reads_the_translation_out(
    site: Site, open_page: OpenPage
) -> None:
    page = open_page(site)
    field(page).press_sequentially("Good morning.")

    field(page).press("Control+Enter")

    expect_announced(page, "GOOD MORNING.")
    expect_translation(page, "GOOD MORNING.")


def test_the_button_translates_without_leaving_the_page_and_shows_the_translation(
    site: Site, open_page: OpenPage, width: str
) -> None:
    page = open_page(site, width=width)
    write(page, "Good morning.")

    page.get_by_role("button", name="Traducir", exact=True).click()

    expect_translation(page, "GOOD MORNING.")
    expect(translation(page)).to_be_in_viewport()
    assert page.url == f"{site.url}/"


def test_the_latest_text_wins(site: Site, open_page: OpenPage) -> None:
    site.set_seconds(0.6)
    page = open_page(site)
    with page.expect_request("**/translate/stream"):
        field(page).press_sequentially("One.")

    with page.expect_event("requestfailed"):
        field(page).press_sequentially(" Two.")

    expect_translation(page, "ONE. TWO.")


def test_a_long_text_arrives_paragraph_by_paragraph_with_progress(
    site: Site, open_page: OpenPage, width: str
) -> None:
    site.set_seconds(0.02)
    page = open_page(site, width=width)
    text = long_text(80)

    write(page, text)

    expect(page.get_by_role("progressbar")).to_be_visible()
    expect_progress(page)
    so_far = translation(page).text_content() or ""
    assert 0 < len(so_far) < len(text)
    assert text.upper().startswith(so_far)
    expect_translation(page, text.upper())
    expect(page.get_by_role("progressbar")).to_be_hidden()
    expect_announced(page, "Traducción lista.")


def test_a_long_translation_can_be_stopped(site: Site, open_page: OpenPage) -> None:
    site.set_seconds(0.05)
    page = open_page(site)
    write(page, long_text(80))
    expect_progress(page)

    with page.expect_event("requestfailed"):
        page.get_by_role("button", name="Detener").click()

    expect(page.get_by_role("progressbar")).to_be_hidden()
    expect_announced(page, "Traducción detenida.")
    expect(field(page)).to_be_focused()


def test_only_the_paragraph_that_changed_is_asked_for_again(
    site: Site, open_page: OpenPage
) -> None:
    page = open_page(site)
    text = long_text(20)
    translate(page, text)
    asked = asked_texts(page)

    changed = text.replace("Paragraph 7 tells", "Paragraph 7 sings")
    translate(page, changed)

    assert asked == ["Paragraph 7 sings of the sea and of the old house.\n"]


def test_a_paragraph_that_is_taken_out_is_not_asked_for(site: Site, open_page: OpenPage) -> None:
    page = open_page(site)
    text = long_text(20)
    translate(page, text)
    asked = asked_texts(page)

    paragraphs = text.split("\n\n")
    translate(page, "\n\n".join(paragraphs[:5] + paragraphs[6:]))

    assert asked == []


def test_the_characters_are_counted_and_too_many_are_told_with_the_numbers(
    site: Site, open_page: OpenPage, width: str
) -> None:
    page = open_page(site, width=width)
    asked = asked_texts(page)
    write(page, "ñandú 😀")
    expect(page.locator("#counter")).to_have_text("7 / 20.000")
    expect_translation(page, "ÑANDÚ 😀")
    asked.clear()

    write(page, "x" * (MAX_CHARACTERS + 1_500))

    message = "El texto tiene 21.500 caracteres y el máximo es 20.000: sobran 1500."
    expect(page.locator("#failure")).to_contain_text(message)
    expect(page.locator("#counter")).to_have_text("21.500 / 20.000")
    expect(field(page)).to_have_attribute("aria-invalid", "true")
    page.wait_for_timeout(1_000)
    assert asked == []
    translate(page, "Short again.")
    expect(page.locator("#failure")).to_be_hidden()
    expect(field(page)).not_to_have_attribute("aria-invalid", "true")


def test_clearing_empties_both_sides_and_leads_back_to_the_field(
    site: Site, open_page: OpenPage, width: str
) -> None:
    page = open_page(site, width=width)
    translate(page, "Good morning.")

    page.get_by_role("button", name="Borrar el texto").click()

    expect(field(page)).to_have_value("")
    expect(field(page)).to_be_focused()
    expect_translation(page, "")
    expect(page.get_by_role("button", name="Borrar el texto")).to_be_hidden()


def test_a_text_survives_a_change_of_the_language(site: Site, open_page: OpenPage) -> None:
    page = open_page(site)
    translate(page, "Good morning.")

    page.get_by_role("button", name="English").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("English to Spanish")
    expect(field(page)).to_have_value("Good morning.")
    expect_translation(page, "GOOD MORNING.")


def test_the_page_may_translate_where_programs_need_a_key(site: Site, open_page: OpenPage) -> None:
    page = open_page(site)
    translate(page, "Good morning.")

    status = page.request.post(
        f"{site.url}/translate", data={"q": "Hi.", "source": "en", "target": "es"}
    ).status

    assert status == 400
