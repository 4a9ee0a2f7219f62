"""How the page looks: themes, sizes, large text, little motion, and where the focus is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.site import OpenPage, Site
from tests.browser.visitor import LETTER, scrolls_sideways, sentences, translate, translation, write

LIGHT, DARK = "rgb(247, 245, 239)", "rgb(18, 25, 26)"
SMALL_TARGETS = """() => [...document.querySelectorAll("button, select, summary, input, label")]
  .filter((each) => each.checkVisibility() && getComputedStyle(each).opacity !== "0")
  .filter((each) => !(each.matches("label") && !each.closest(".enhanced")))
  .filter((each) => {
    const { width, height } = each.getBoundingClientRect();
    return width < 24 || height < 24;
  })
  .map((each) => each.outerHTML)"""


def background(page: Page) -> str:
    color: str = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return color


@pytest.mark.parametrize(("scheme", "color"), [("light", LIGHT), ("dark", DARK)])
def test_the_page_has_the_theme_of_the_system(
    site: Site, open_page: OpenPage, scheme: str, color: str
) -> None:
    assert background(open_page(site, color_scheme=scheme)) == color


def test_a_chosen_theme_needs_no_new_page_and_stays(
    site: Site, open_page: OpenPage, width: str
) -> None:
    page = open_page(site, width=width, color_scheme="dark")
    translate(page, "Good morning.")

    page.get_by_role("button", name="Apariencia: la del sistema").click()

    expect(page.get_by_role("button", name="Apariencia: clara")).to_be_visible()
    assert background(page) == LIGHT
    expect(page.locator("#English")).to_have_value("Good morning.")
    page.reload()
    assert background(page) == LIGHT
    page.get_by_role("button", name="Apariencia: clara").click()
    assert background(page) == DARK


@pytest.mark.parametrize("pixels", [320, 360, 480, 767, 768, 1024, 1920])
def test_no_width_scrolls_sideways(both: Site, open_page: OpenPage, pixels: int) -> None:
    page = open_page(both)
    page.set_viewport_size(ViewportSize(width=pixels, height=700))
    write(page, LETTER + "Donaudampfschifffahrtsgesellschaftskapitän" * 4)

    expect(translation(page)).to_contain_text("Donau")
    assert not scrolls_sideways(page)


@pytest.mark.parametrize("pixels", [320, 1280])
def test_text_of_twice_the_size_fits(both: Site, open_page: OpenPage, pixels: int) -> None:
    page = open_page(both)
    page.set_viewport_size(ViewportSize(width=pixels, height=900))
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    translate(page, LETTER)
    sentences(page).nth(0).click()

    assert not scrolls_sideways(page)
    expect(page.get_by_role("dialog")).to_be_visible()


def test_every_target_is_large_enough(both: Site, open_page: OpenPage, width: str) -> None:
    page = open_page(both, width=width)
    translate(page, LETTER)
    sentences(page).nth(0).click()
    expect(page.get_by_role("dialog").get_by_role("listitem")).to_have_count(4)

    assert page.evaluate(SMALL_TARGETS) == []


def test_the_tab_key_follows_the_page_and_every_stop_shows(
    site: Site, open_page: OpenPage, width: str
) -> None:
    page = open_page(site, width=width)
    translate(page, "Good morning.")
    page.get_by_role("link", name="Ir al texto").focus()
    stops: list[str] = []
    hidden: list[str] = []
    for _ in range(30):
        stop = page.evaluate(
            "() => { const { id, textContent, tagName } = document.activeElement;"
            " return id ? '#' + id : tagName === 'BODY' ? '' : textContent.trim(); }"
        )
        if not stop or stop in stops:
            break
        stops.append(stop)
        style = "(getComputedStyle(document.activeElement).outlineStyle)"
        if page.evaluate(style) == "none":
            hidden.append(stop)
        page.keyboard.press("Tab")

    assert stops[:4] == ["Ir al texto", "Traductor", "#theme", "#language"]
    assert stops[4:8] == ["#English", "#clear", "#translate", "GOOD MORNING."]
    assert stops[8:13] == ["#share", "#download", "#copy", "#file", "#history-keep"]
    assert stops[-1] == "Para programas"
    assert hidden == []


def test_the_skip_link_leads_to_the_text(site: Site, open_page: OpenPage) -> None:
    page = open_page(site)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Ir al texto")).to_be_in_viewport()

    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    expect(page.locator("#English")).to_be_focused()


def test_little_motion_is_respected(site: Site, open_page: OpenPage) -> None:
    page = open_page(site, reduced_motion="reduce")

    expect(page.locator("#translate")).to_have_css("transition-duration", "0s")


def test_forced_colours_keep_the_buttons_visible(site: Site, open_page: OpenPage) -> None:
    page = open_page(site, forced_colors="active")
    translate(page, "Good morning.")

    expect(page.locator("#translate")).to_have_css("border-style", "solid")
