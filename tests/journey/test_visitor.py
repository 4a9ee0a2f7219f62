"""What a visitor sees, from outside the droplet."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing

import dns.resolver
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.journey.finished_site import Site

BROWSER = "/usr/bin/chromium"
SENTENCE = "Good morning, thank you very much for your letter."


def ask(
    site: Site, method: str, path: str, body: object = None, *, host: str = ""
) -> tuple[int, dict[str, str], str]:
    """Send one request to the site, under its own name or another one."""
    headers = {"Host": host or site.name, "Content-Type": "application/json"}
    with closing(site.connection()) as connection:
        connection.request(method, path, json.dumps(body) if body else None, headers)
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, found, answer.read().decode()


@pytest.fixture(scope="module")
def browser(site: Site) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=BROWSER,
            args=[
                "--no-sandbox",
                "--disable-quic",
                "--disable-background-networking",
                "--disable-component-update",
                f"--ignore-certificate-errors-spki-list={site.key_hash()}",
                f"--host-resolver-rules=MAP {site.name} {site.address}, MAP * ~NOTFOUND",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    yield from opened(browser, site, java_script_enabled=True)


@pytest.fixture
def plain_page(browser: Browser, site: Site) -> Iterator[Page]:
    """Open the page without JavaScript."""
    yield from opened(browser, site, java_script_enabled=False)


def opened(browser: Browser, site: Site, *, java_script_enabled: bool) -> Iterator[Page]:
    context = browser.new_context(locale="es-ES", java_script_enabled=java_script_enabled)
    page = context.new_page()
    page.goto(f"https://{site.name}/")
    yield page
    context.close()


def test_the_name_resolves_to_the_droplet(site: Site) -> None:
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers, resolver.port = ["127.0.0.1"], site.dns_port

    assert [answer.address for answer in resolver.resolve(site.name, "A")] == [site.address]


def test_a_visitor_types_a_sentence_and_it_becomes_spanish_by_itself(page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.fill("#English", SENTENCE)
    page.wait_for_function(
        "() => document.querySelector('#translation').innerText.includes('carta')"
    )

    assert "gracias" in page.inner_text("#translation").lower()
    assert complaints == []


def test_without_javascript_a_form_leads_to_the_translation(plain_page: Page) -> None:
    plain_page.fill("#English", SENTENCE)
    plain_page.click("#translate")

    assert plain_page.text_content("#sentence") == SENTENCE
    translation = (plain_page.text_content("#translation") or "").lower()
    assert "gracias" in translation
    assert "carta" in translation


def test_volver_leads_back_to_an_empty_form(plain_page: Page) -> None:
    plain_page.fill("#English", SENTENCE)
    plain_page.click("#translate")
    plain_page.click("text=Volver")

    assert plain_page.input_value("#English") == ""


def test_an_empty_text_is_answered_in_spanish(plain_page: Page) -> None:
    plain_page.fill("#English", "  ")
    with plain_page.expect_response("**/result") as answer:
        plain_page.click("#translate")

    assert answer.value.status == 400
    assert "Escriba" in (plain_page.text_content("[role=alert]") or "")


def test_the_page_asks_no_other_host_for_anything(browser: Browser, site: Site) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"https://{site.name}/")
    page.close()

    assert asked
    assert [url for url in asked if not url.startswith(f"https://{site.name}/")] == []


def test_a_program_gets_a_translation(site: Site) -> None:
    body = {
        "q": ["Thank you very much.", "I live in a small house."],
        "source": "en",
        "target": "es",
    }

    status, _, text = ask(site, "POST", "/translate", body)

    assert status == 200
    first, second = json.loads(text)["translatedText"]
    assert "gracias" in first.lower()
    assert "casa" in second.lower()


def test_nginx_serves_static_files_itself(site: Site) -> None:
    status, headers, _ = ask(site, "GET", "/static/style.css")

    assert status == 200
    assert headers["server"] == "nginx"
    assert "max-age" in headers["cache-control"]


def test_a_page_of_another_name_is_not_served(site: Site) -> None:
    status, _, _ = ask(site, "GET", "/", host="other.example.org")

    assert status == 421
