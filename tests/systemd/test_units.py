"""Without Docker: hardened units, and what dies or hangs comes back by itself."""

from __future__ import annotations

import re
import time

import pytest

from tests.journey.finished_site import Site
from tests.journey.test_update import translate
from tests.systemd.unit_site import proportional_megabytes, said_of, seconds_until, shown, unit

EXPOSURE = 2.5
BACK_SECONDS = 5.0
# Twice, while a release takes over, it fits beside what the system takes of 512 MB.
MEGABYTES = 180


def answers(site: Site) -> bool:
    return "carta" in translate(site, "/translate", f"The letter of {time.monotonic():.0f} came.")


def test_a_visitor_gets_a_translation_and_there_is_no_docker(site: Site) -> None:
    said = translate(site, "/translate", "The letter arrived this morning.")

    assert "La carta" in said
    assert site.ssh("command -v docker").returncode != 0


def test_systemd_finds_the_unit_little_exposed(site: Site) -> None:
    said = site.sudo(f"systemd-analyze security --no-pager {unit(site)}")
    exposure = re.search(r"Overall exposure level for \S+: ([\d.]+)", said)

    assert exposure, said[-500:]
    assert float(exposure[1]) <= EXPOSURE, said


def test_only_the_service_reads_its_settings(site: Site) -> None:
    seen = site.sudo("stat --format='%a %U %G' /opt/traductor/current/.env").split()

    assert seen == ["640", "root", "traductor-translator"]
    assert "nologin" in site.sudo("getent passwd traductor-translator")


def test_the_key_is_readable_for_root_and_nginx_alone(site: Site) -> None:
    file = "/var/lib/traductor/tls/certificate.pem"

    assert site.sudo(f"stat --format='%a %U %G' {file}").split() == ["640", "root", "www-data"]
    assert site.ssh(f"cat {file}").returncode != 0
    assert site.ssh(f"sudo -u traductor-translator cat {file}").returncode != 0


def test_the_limits_are_those_of_the_settings(site: Site) -> None:
    limits = [shown(site, unit(site), what) for what in ("MemoryMax", "TasksMax")]

    assert limits == [str(700 * 1024 * 1024), "1024"]


def test_a_killed_translator_is_back_at_once_and_nobody_was_refused(site: Site) -> None:
    name = unit(site)
    master = shown(site, name, "MainPID")
    site.sudo(f"kill -9 {master}")
    seconds = seconds_until(lambda: answers(site))

    assert seconds < BACK_SECONDS
    assert shown(site, name, "MainPID") != master
    assert "Main process exited, code=killed, status=9/KILL" in said_of(site, name)


def test_a_killed_nginx_is_back_at_once(site: Site) -> None:
    master = shown(site, "nginx.service", "MainPID")
    site.sudo(f"kill -9 {master}")
    seconds = seconds_until(lambda: answers(site))

    assert seconds < BACK_SECONDS
    assert shown(site, "nginx.service", "MainPID") != master


def test_a_translator_that_hangs_is_started_anew(site: Site) -> None:
    name = unit(site)
    master = shown(site, name, "MainPID")
    site.sudo(f"pkill -STOP --parent {master}")
    seconds_until(lambda: shown(site, name, "MainPID") not in ("0", master))
    seconds_until(lambda: answers(site))

    assert "Watchdog timeout" in said_of(site, name)


@pytest.mark.parametrize("name", ["nginx.service", "traductor-translator"])
def test_a_boot_starts_it(site: Site, name: str) -> None:
    wanted = name if name.startswith("nginx") else unit(site)

    assert site.sudo(f"systemctl is-enabled {wanted}").strip() == "enabled"


def test_it_fits_into_the_smallest_droplet(site: Site) -> None:
    taken = {name: proportional_megabytes(site, name) for name in (unit(site), "nginx.service")}

    assert 0 < sum(taken.values()) <= MEGABYTES, taken
