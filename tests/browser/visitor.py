"""What a visitor does and sees, in words that the tests share."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

LETTER = """Dear neighbours,

Thank you for your letter. We have read it twice.

- The garden is open.
  - Children are welcome.
1. Dogs stay outside.

    Kind regards
"""


def field(page: Page) -> Locator:
    return page.locator("#English")


def translation(page: Page) -> Locator:
    return page.locator("#translation")


def sentences(page: Page) -> Locator:
    return translation(page).get_by_role("button")


def write(page: Page, text: str) -> None:
    """Put a text into the field as one paste does."""
    field(page).fill(text)


def expect_translation(page: Page, text: str) -> None:
    """Wait until the translation is this one, to the last space."""
    page.wait_for_function(
        "text => document.getElementById('translation').textContent === text", arg=text
    )


def translate(page: Page, text: str) -> None:
    """Write a text and wait for the toy's translation of it."""
    write(page, text)
    expect_translation(page, text.upper())


def expect_announced(page: Page, text: str) -> None:
    """Wait until a screen reader has been told."""
    expect(page.locator("#announcement")).to_have_text(text)


def scrolls_sideways(page: Page) -> bool:
    answer: Any = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    return bool(answer)
