"""Take the pictures in docs/screenshots: `python -m tests.browser.take_screenshots`.

They show the real model. The letters are those that the machine has for its user interface.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright
from translator.decoders.decoder import Decoder, Hypothesis
from translator.decoders.with_ctranslate2 import CTranslate2Decoder
from translator.directions import Directions
from translator.engine import Engine
from translator.making import DIRECTIONS
from translator.model import MODELS_DIRECTORY, Model
from translator.settings import Settings
from translator.web.app import create_app

from tests.browser.site import served

FOLDER = Path("docs/screenshots")
SECONDS_PER_SENTENCE = 0.05
LETTER = """Dear neighbours,

Thank you very much for your letter of last week. We have read it with great interest.

- The garden will be open every day until sunset.
- Children are welcome, but they must not play near the water.
- Dogs have to stay outside.

The train leaves at half past eight. Please mind the gap and water the hedge by the shed. \
If you need more information, please write to garden@example.com.

Kind regards,
    Your friends from the old house
"""

SPANISH_LETTER = """Queridos amigos:

El sábado iremos a la playa con los niños. ¿Queréis venir con nosotros?

Un abrazo,
    Elena
"""


@dataclass(frozen=True)
class Picture:
    """A picture: how wide, in which language and theme, and what the visitor does first."""

    name: str
    size: tuple[int, int]
    locale: str
    scheme: str
    act: Callable[[Page], None]
    has_javascript: bool = True


class Unhurried:
    """A decoder that takes its time, so that progress can be seen."""

    def __init__(self, decoder: Decoder) -> None:
        self._decoder = decoder

    def __getattr__(self, name: str) -> Any:
        return getattr(self._decoder, name)

    def hypotheses(
        self, sentences: Sequence[str], *, count: int, guarded: bool = False
    ) -> list[list[Hypothesis]]:
        time.sleep(SECONDS_PER_SENTENCE * len(sentences))
        return self._decoder.hypotheses(sentences, count=count, guarded=guarded)


def unhurried_engine(direction: str) -> Engine:
    model = Model.in_directory(MODELS_DIRECTORY / direction)
    return Engine(Unhurried(CTranslate2Decoder(model, beam_size=2)))


def letter(page: Page) -> None:
    page.fill("#English", LETTER)
    page.locator("#history-list li").wait_for()
    page.evaluate("document.getElementById('English').scrollTop = 0")


def alternatives(page: Page) -> None:
    letter(page)
    page.locator("#translation .unsure").first.click()
    page.locator("#alternatives li").nth(1).wait_for()
    page.wait_for_timeout(600)  # it scrolls into sight


def into_english(page: Page) -> None:
    page.fill("#English", SPANISH_LETTER)
    page.locator("#history-list li").wait_for()


def long_text(page: Page) -> None:
    page.fill("#English", "\n\n".join(f"{LETTER.strip()} {number}." for number in range(80)))
    page.wait_for_function("() => document.getElementById('progress').value > 30")


def too_many(page: Page) -> None:
    page.route(
        "**/translate/stream",
        lambda route: route.fulfill(status=429, headers={"Retry-After": "12"}, body="{}"),
    )
    page.fill("#English", "Thank you very much for your letter.")
    page.locator("#failure").wait_for()


def without_javascript(page: Page) -> None:
    page.fill("#English", LETTER)
    page.click("#translate")


PICTURES = [
    Picture("alternatives", (1024, 740), "es-ES", "light", alternatives),
    Picture("into-english", (1024, 740), "en-GB", "light", into_english),
    Picture("long-text", (1120, 760), "en-GB", "dark", long_text),
    Picture("narrow", (360, 740), "es-ES", "light", letter),
    Picture("narrow-alternatives", (360, 740), "en-GB", "dark", alternatives),
    Picture("too-many-requests", (768, 700), "en-GB", "light", too_many),
    Picture("without-javascript", (768, 820), "es-ES", "dark", without_javascript, False),
]


def take(browser: Browser, url: str, picture: Picture) -> None:
    across, down = picture.size
    context = browser.new_context(
        locale=picture.locale,
        color_scheme="dark" if picture.scheme == "dark" else "light",
        viewport=ViewportSize(width=across, height=down),
        java_script_enabled=picture.has_javascript,
    )
    page = context.new_page()
    page.goto(url)
    picture.act(page)
    page.screenshot(path=FOLDER / f"{picture.name}.png")
    context.close()


def main() -> None:
    """Take all pictures."""
    FOLDER.mkdir(exist_ok=True)
    directions = Directions([unhurried_engine(name) for name in DIRECTIONS])
    directions.load()
    app = create_app(Settings(server_name="_"), directions)
    with served(app) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for picture in PICTURES:
            take(browser, url, picture)
        browser.close()


if __name__ == "__main__":
    main()
