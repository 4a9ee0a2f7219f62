"""A certificate comes, changes and goes while the site runs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.service.certificates import Made, make
from tests.service.tls_site import TlsSite, running_tls_site

FIRST, SECOND = make(), make()
BROKEN = Made(FIRST.certificate, SECOND.key)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TlsSite]:
    with running_tls_site(tmp_path_factory.mktemp("site"), None, processes=1) as site:
        yield site


@pytest.fixture
def site(running: TlsSite) -> TlsSite:
    """Give a site with the first certificate."""
    running.place(FIRST)
    running.take_up()
    wait_until(running, FIRST)
    return running


def wait_until(site: TlsSite, made: Made | None) -> None:
    """Wait for the new workers of Nginx, which come a moment after the reload."""
    wanted = (made.certificate, 308) if made else ("", 200)
    pause = threading.Event()
    for _ in range(100):
        plain = site.ask("GET", "/health", tls=False).status
        if (site.shown_certificate(), plain) == wanted:
            return
        pause.wait(0.05)
    pytest.fail("Nginx does not show the certificate that it was given")


def test_a_certificate_that_goes_leaves_the_site_on_http_and_one_that_comes_on_https(
    site: TlsSite,
) -> None:
    site.place(None)
    gone = site.take_up()
    wait_until(site, None)
    site.place(FIRST)
    come = site.take_up()
    wait_until(site, FIRST)

    assert "dev, http." in gone.stdout
    assert "dev, https." in come.stdout


def test_nothing_happens_where_nothing_changed(site: TlsSite) -> None:
    again = site.take_up()

    assert (again.returncode, again.stdout) == (0, "")


@pytest.mark.parametrize("broken", [BROKEN, Made("", ""), Made("-----BEGIN\n", "")])
def test_a_certificate_that_does_not_fit_leaves_the_old_one_served(
    site: TlsSite, broken: Made
) -> None:
    site.place(broken)
    refused = site.take_up()
    shown = site.shown_certificate()
    site.place(SECOND)
    site.take_up()
    wait_until(site, SECOND)

    assert refused.returncode == 1
    assert "Nginx goes on as it was" in refused.stderr
    assert shown == FIRST.certificate


def test_a_certificate_that_does_not_fit_at_the_start_leaves_the_site_on_http(
    tmp_path: Path,
) -> None:
    with running_tls_site(tmp_path, BROKEN, tls=False, processes=1) as site:
        assert site.ask("GET", "/health", tls=False).status == 200
        assert "Serving plain HTTP" in site.nginx.log.read_text()


def test_without_names_a_certificate_is_not_taken_up(tmp_path: Path) -> None:
    with running_tls_site(tmp_path, None, processes=1, server_name="_") as site:
        site.place(FIRST)
        started = site.take_up()

        assert "names no site" in started.stderr
        assert site.ask("GET", "/health", tls=False).status == 200


def test_a_new_certificate_is_taken_up_without_losing_a_request(site: TlsSite) -> None:
    stop, failures, answered = threading.Event(), list[str](), list[int]()

    def ask_again_and_again() -> None:
        while not stop.is_set():
            try:
                answered.append(site.ask("GET", "/languages").status)
            except Exception as error:
                failures.append(repr(error))

    visitors = [threading.Thread(target=ask_again_and_again) for _ in range(4)]
    for visitor in visitors:
        visitor.start()
    for made in (SECOND, FIRST, SECOND):
        site.place(made)
        assert site.take_up().returncode == 0
        wait_until(site, made)
    stop.set()
    for visitor in visitors:
        visitor.join()

    assert failures == []
    assert len(answered) > 20
    assert set(answered) == {200}
