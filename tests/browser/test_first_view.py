"""The first view: small, from this host alone, under the production headers, and installable."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, Response

from tests.browser.site import OpenPage, Site, production_headers
from tests.browser.visitor import LETTER, expect_announced, translate

LIMIT_BYTES = 50_000
# What Nginx compresses, and how much (its default level); see service/nginx/traductor.conf.
COMPRESSED = ("text/", "application/json", "application/manifest+json", "image/svg+xml")
LEVEL = 1


def sent_bytes(response: Response) -> int:
    """Count the bytes that Nginx sends for an answer: its body as compressed, and its headers."""
    body = response.body()
    if response.headers["content-type"].startswith(COMPRESSED):
        body = gzip.compress(body, LEVEL)
    return len(body) + sum(len(name) + len(value) + 4 for name, value in response.headers.items())


def load(page: Page, site: Site) -> list[Response]:
    """Load the page into an empty cache; collect all that comes."""
    came: list[Response] = []
    page.on("response", lambda response: came.append(response))
    page.goto(site.url, wait_until="networkidle")
    return came


@pytest.mark.parametrize("locale", ["es-ES", "en-GB"])
def test_the_first_view_weighs_less_than_50_kilobytes(
    both: Site, open_page: OpenPage, locale: str
) -> None:
    page = open_page(both, None, locale=locale)
    came = load(page, both)

    weights = {response.url: sent_bytes(response) for response in came}
    assert any(url.endswith("/main.js") for url in weights)
    assert any("style.css" in url for url in weights)
    assert sum(weights.values()) < LIMIT_BYTES, weights


def test_every_module_is_announced_so_that_none_waits_for_another(
    site: Site, open_page: OpenPage
) -> None:
    page = open_page(site)
    announced = page.locator("link[rel=modulepreload]").evaluate_all(
        "links => links.map(({ href }) => href)"
    )
    loaded = page.evaluate(
        "performance.getEntriesByType('resource').map(({ name }) => name)"
        ".filter((name) => name.endsWith('.js'))"
    )

    assert set(loaded) == set(announced)


def test_the_page_asks_no_other_host(site: Site, open_page: OpenPage) -> None:
    page = open_page(site)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    translate(page, LETTER)

    assert asked
    assert [url for url in asked if not url.startswith(f"{site.url}/")] == []


def test_the_production_policy_forbids_what_is_inline(site: Site, open_page: OpenPage) -> None:
    policy = production_headers()["Content-Security-Policy"]
    page = open_page(site)
    site.expected_complaints.append("violates the following Content Security Policy directive")

    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<b style=\"color: red\">x</b>');"
        "const script = document.createElement('script');"
        "script.textContent = 'window.ran = true';"
        "document.body.append(script)"
    )

    assert "unsafe" not in policy
    assert page.evaluate("window.ran") is None
    assert page.evaluate("getComputedStyle(document.querySelector('body > b')).color") != (
        "rgb(255, 0, 0)"
    )


def test_the_page_can_be_installed(site: Site, playwright: Playwright, tmp_path: Path) -> None:
    # A private window, as every other context here is, installs nothing.
    context = playwright.chromium.launch_persistent_context(
        tmp_path, executable_path=shutil.which("chromium"), args=["--no-sandbox"]
    )
    page = context.new_page()
    page.goto(site.url)
    session = context.new_cdp_session(page)

    manifest: dict[str, Any] = session.send("Page.getAppManifest")
    found: dict[str, Any] = session.send("Page.getInstallabilityErrors")
    context.close()

    assert '"short_name":"Traductor"' in manifest["data"].replace(": ", ":")
    assert manifest["errors"] == []
    assert found["installabilityErrors"] == []


def test_an_announcement_is_for_screen_readers_alone(site: Site, open_page: OpenPage) -> None:
    page = open_page(site)
    page.fill("#English", "Good morning.")
    page.press("#English", "Control+Enter")

    expect_announced(page, "GOOD MORNING.")
    box = page.locator("#announcement").bounding_box()
    assert box is not None
    assert box["width"] <= 1
