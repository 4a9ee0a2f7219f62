"""Nginx takes up another release while visitors ask, and refuses one that it cannot use."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmark.serving.processes import status_of

from tests.service.tls_site import TlsSite, running_tls_site

NAMES = ("first", "second", "third")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[TlsSite]:
    with running_tls_site(tmp_path, None, processes=1) as running:
        yield running


def another_release(site: TlsSite, name: str) -> Path:
    """Copy the release that is served, and give it another name."""
    current = site.nginx.folder / "current"
    folder = site.nginx.folder / "releases" / name
    shutil.copytree(current, folder, symlinks=True)
    settings = (current / ".env").read_text()
    (folder / ".env").write_text(
        settings.replace("TRANSLATOR_RELEASE=dev", f"TRANSLATOR_RELEASE={name}")
    )
    return folder


def test_another_release_is_taken_up_without_losing_a_request(site: TlsSite) -> None:
    stop, statuses = threading.Event(), list[int | None]()

    def ask_again_and_again() -> None:
        while not stop.is_set():
            statuses.append(status_of(site.port, "/health/live"))

    visitors = [threading.Thread(target=ask_again_and_again) for _ in range(4)]
    for visitor in visitors:
        visitor.start()
    taken_up = [site.take_up(str(another_release(site, name))) for name in NAMES]
    stop.set()
    for visitor in visitors:
        visitor.join()

    assert [done.stdout for done in taken_up] == [
        f"Nginx has taken it up: release {name}, http.\n" for name in NAMES
    ]
    assert len(statuses) > 20
    assert set(statuses) == {200}


def test_the_files_of_the_new_release_are_served(site: TlsSite) -> None:
    folder = another_release(site, "new")
    (folder / "translator").unlink()
    style = folder / "translator" / "web" / "static" / "style.css"
    style.parent.mkdir(parents=True)
    style.write_text("p { color: teal }\n")
    site.take_up(str(folder))
    pause = threading.Event()
    for _ in range(100):
        answer = site.ask("GET", "/static/style.css", tls=False)
        if answer.body == style.read_bytes():
            break
        pause.wait(0.05)

    assert answer.body == style.read_bytes()


def test_a_release_that_nginx_cannot_use_leaves_the_other_one_served(site: TlsSite) -> None:
    folder = another_release(site, "broken")
    with (folder / "nginx" / "site.conf").open("a") as configuration:
        configuration.write("no such directive;\n")
    refused = site.take_up(str(folder))

    assert refused.returncode == 1
    assert "Nginx goes on as it was" in refused.stderr
    assert site.take_up().stdout == ""
    assert site.ask("GET", "/health", tls=False).status == 200


def test_a_release_that_cannot_be_read_is_refused_with_the_remedy(site: TlsSite) -> None:
    refused = site.take_up(str(site.nginx.folder / "tls"))

    assert refused.returncode == 1
    assert "chmod -R a+rX" in refused.stderr
