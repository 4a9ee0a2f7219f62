"""The site among those of Debian's own Nginx, with the main configuration that Debian 13 has."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmark.serving.nginx import Nginx, lay_out
from benchmark.serving.processes import free_ports, running, status_of, wait_for
from benchmark.serving.translator import running_translator
from benchmark.serving.variables import variables

from tests.service.answers import LOG_SECONDS, query
from tests.service.certificates import NAMES, make
from tests.service.tls_site import TlsSite

DEBIAN = Path(__file__).parent / "debian" / "nginx.conf"
# A pattern, for the configuration may not be there yet.
ENABLED = {
    "sites-enabled/traductor": "include {site}/[t]raductor.conf;\n",
    "modules-enabled/90-traductor.conf": "include {site}/[w]orkers.conf;\n",
}


def lay_out_debian(folder: Path, *, port: int, https_port: int, **settings: object) -> Nginx:
    """Lay out a release, and a host's Nginx that has the site enabled."""
    values = variables(
        deployment="systemd",
        server_name=" ".join(NAMES),
        http_port=port,
        https_port=https_port,
        tls_directory=folder / "tls",
        **settings,
    )
    nginx = lay_out(folder, values, port=0, operator_port=free_ports(1)[0], translator=0)
    user = "user root;" if os.getuid() == 0 else ""
    main = DEBIAN.read_text().replace("FOLDER", str(folder)).replace("user root;", user)
    (folder / "nginx.conf").write_text(main)
    for name, text in ENABLED.items():
        (folder / name).parent.mkdir()
        (folder / name).write_text(text.format(site=nginx.configuration.parent))
    return nginx


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TlsSite]:
    """Run Debian's Nginx, which then takes up the site; the translator listens on a socket."""
    folder = tmp_path_factory.mktemp("debian")
    port, https_port = free_ports(2)
    nginx = lay_out_debian(folder, port=port, https_port=https_port)
    line = [str(folder / "bin" / "nginx"), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
    socket = str(folder / "tmp" / "dev.sock")
    with (
        running(line, environment=nginx.environment, log=nginx.log) as process,
        running_translator(folder, socket, variables(processes=1)) as translator,
    ):
        wait_for((folder / "nginx.pid").exists, "Nginx", process, nginx.log)
        running_site = TlsSite(nginx, port, https_port, 0)
        done = running_site.take_up()
        assert done.stdout == "Nginx has taken it up: release dev, http.\n", done.stderr
        wait_for(
            lambda: status_of(port, "/health") == 200, "the site", translator.process, nginx.log
        )
        yield running_site


def test_a_translation_comes_through_the_socket(site: TlsSite) -> None:
    answer = site.ask(
        "POST", "/translate", query("Good morning."), tls=False, Content_Type="application/json"
    )

    assert answer.status == 200
    assert json.loads(answer.body)["translatedText"] == "Buenos días."


def test_what_debian_sets_otherwise_does_not_count_for_the_site(site: TlsSite) -> None:
    answer = site.ask("GET", "/languages?q=Confidential", tls=False)
    refused = site.ask("GET", "/health/ready", tls=False)
    log = site.nginx.folder / "traductor.access.log"
    deadline = time.monotonic() + LOG_SECONDS
    while refused.headers["x-request-id"] not in log.read_text() and time.monotonic() < deadline:
        time.sleep(0.02)
    logged = [json.loads(line) for line in log.read_text().splitlines()]

    assert answer.headers["server"] == refused.headers["server"] == "nginx"
    assert {"/languages", "/health/ready"} <= {line["path"] for line in logged}
    assert "Confidential" not in log.read_text()
    assert (site.nginx.folder / "others.access.log").read_text() == ""


def test_it_listens_for_ipv6_where_the_host_has_it(site: TlsSite) -> None:
    addresses = Path("/proc/net/if_inet6")
    done = subprocess.run(
        ["curl", "--silent", "--globoff", f"http://[::1]:{site.port}/health/live"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode == 0) == bool(addresses.exists() and addresses.read_text())


def test_a_certificate_is_taken_up_and_a_broken_one_refused(site: TlsSite) -> None:
    made, other = make(), make()
    site.place(made)
    taken_up = site.take_up()
    deadline = time.monotonic() + LOG_SECONDS
    while not site.shown_certificate() and time.monotonic() < deadline:
        time.sleep(0.02)
    site.place(type(made)(made.certificate, other.key))
    refused = site.take_up()
    again = site.take_up()

    assert taken_up.stdout == "Nginx has taken it up: release dev, https.\n"
    assert site.ask("GET", "/health").status == 200
    assert refused.returncode == again.returncode == 1
    assert "Nginx goes on as it was" in refused.stderr
    site.place(None)
    assert site.take_up().stdout == "Nginx has taken it up: release dev, http.\n"


def test_a_broken_first_configuration_leaves_debian_s_nginx_as_it_was(tmp_path: Path) -> None:
    nginx = lay_out_debian(tmp_path, port=1, https_port=2)
    with (tmp_path / "current" / "nginx" / "site.conf").open("a") as configuration:
        configuration.write("no such directive;\n")
    refused = subprocess.run(
        nginx.script("take-up"), env=nginx.environment, capture_output=True, text=True, check=False
    )
    tested = subprocess.run(
        [str(tmp_path / "bin" / "nginx"), "-t", "-c", str(tmp_path / "nginx.conf")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert refused.returncode == 1
    assert 'unknown directive "no"' in refused.stderr
    assert tested.returncode == 0, tested.stderr
