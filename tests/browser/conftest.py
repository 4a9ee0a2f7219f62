"""Chromium in front of the service, wide and narrow; whatever the console complains of fails."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, ViewportSize, sync_playwright

from tests.browser.site import PATIENCE_MS, WIDTHS, OpenPage, Site, run_site
from tests.service.conftest import log_beside_the_terminal

__all__ = ["log_beside_the_terminal"]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    program = shutil.which("chromium")
    assert program, "there is no chromium; install it with `apt-get install chromium`"
    browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def _one_direction() -> Iterator[Site]:
    yield from run_site(("en", "es"))


@pytest.fixture(scope="session")
def _both_directions() -> Iterator[Site]:
    yield from run_site(("en", "es"), ("es", "en"))


@pytest.fixture
def site(_one_direction: Site) -> Site:
    """Give a service that translates from English, as it was at its start."""
    return _one_direction.as_new()


@pytest.fixture
def both(_both_directions: Site) -> Site:
    """Give a service of both directions, as it was at its start."""
    return _both_directions.as_new()


@pytest.fixture(params=list(WIDTHS))
def width(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Open pages of a site; at the end none may have complained or asked another host."""
    opened: list[tuple[Page, Site, list[str]]] = []

    def open_page(
        site: Site,
        path: str | None = "/",
        *,
        width: str = "wide",
        locale: str = "es-ES",
        **options: Any,
    ) -> Page:
        across, down = WIDTHS[width]
        size = ViewportSize(width=across, height=down)
        context = browser.new_context(locale=locale, viewport=size, **options)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        complaints: list[str] = []
        page.on(
            "console",
            lambda message: complaints.append(message.text) if message.type == "error" else None,
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((site.url, "blob:", "data:"))
                else complaints.append(f"asked {request.url}")
            ),
        )
        opened.append((page, site, complaints))
        if path is not None:
            page.goto(site.url + path)
        return page

    yield open_page
    for page, site, complaints in opened:
        page.context.close()
        unexpected = [
            each
            for each in complaints
            if not any(expected in each for expected in site.expected_complaints)
        ]
        assert unexpected == []
