"""One container on a droplet: releases come, break and return, and what dies comes back."""

from __future__ import annotations

import time
from contextlib import closing
from pathlib import Path

import pytest
import yaml

from tests.journey.finished_site import REPOSITORY, Site
from tests.journey.playbook_runs import run_playbook
from tests.journey.release_changes import no_request_is_lost_there_and_back
from tests.journey.site_changes import PLACE, TEMPLATE, copy_service, page
from tests.journey.test_update import MARK, translate, visitors

WISHES = REPOSITORY / "molecule" / "standalone" / "wishes.yml"
SETTINGS = tuple(f"{name}={value}" for name, value in yaml.safe_load(WISHES.read_text()).items())
NAME = "traductor-standalone-1"
BACK_SECONDS = 5.0
PATIENCE_SECONDS = 60
MASTERS = {"Nginx": "nginx: master", "the WSGI server": "/uwsgi "}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return copy_service(tmp_path)


def containers(site: Site) -> list[str]:
    return site.sudo("docker ps --all --format '{{.Names}}'").split()


def test_it_is_one_container_behind_the_public_name(site: Site) -> None:
    assert "La carta" in translate(site, "/translate", "The letter arrived this morning.")
    assert "La carta" in translate(site, "/api/translate", "The letter arrived this morning.")
    assert containers(site) == [NAME]


def test_no_request_is_lost_by_a_release_a_broken_one_and_the_way_back(
    site: Site, source: Path
) -> None:
    no_request_is_lost_there_and_back(site, source, *SETTINGS)

    assert containers(site) == [NAME]
    assert "traductor-redirect" not in site.sudo("iptables-save")


def test_code_that_is_edited_on_the_droplet_is_taken_up(site: Site) -> None:
    template = f"{PLACE}/{TEMPLATE}"
    site.sudo(f"cp {template} /root/base.html")
    with visitors(site) as seen:
        site.sudo(f"sed -i '$ a {MARK}' {template}")
        taken_up = run_playbook("reload.yml", *SETTINGS)
        marked = page(site)
        site.sudo(f"cp /root/base.html {template}")
        returned = run_playbook("reload.yml", *SETTINGS)

    assert taken_up.returncode == 0, taken_up.stdout[-3000:]
    assert MARK in marked
    assert returned.returncode == 0, returned.stdout[-3000:]
    assert seen.failures == []


@pytest.mark.parametrize("of", MASTERS)
def test_a_killed_process_is_back_within_seconds(site: Site, of: str) -> None:
    rows = site.sudo(f"docker top {NAME} -eo pid,args").splitlines()
    number = next(row.split()[0] for row in rows if MASTERS[of] in row)
    site.sudo(f"kill -KILL {number}")
    start = time.monotonic()
    while not _answers(site):
        assert time.monotonic() - start < PATIENCE_SECONDS
        time.sleep(0.1)
    seconds = time.monotonic() - start
    said = site.sudo("docker compose --project-name traductor logs --no-log-prefix --tail 100")

    assert seconds < BACK_SECONDS
    assert f"standalone: {of} was killed by signal 9; the container ends with it" in said


def _answers(site: Site) -> bool:
    try:
        with closing(site.connection(timeout_seconds=5)) as connection:
            connection.request("GET", "/languages")
            return connection.getresponse().status == 200
    except OSError:
        return False


@pytest.mark.usefixtures("site")
def test_logs_and_status_know_it() -> None:
    logs = [run_playbook("logs.yml", *SETTINGS, f"logs_of={of}") for of in ("nginx", "translator")]
    status = run_playbook("status.yml", *SETTINGS)

    assert '"path":"/languages"' in logs[0].stdout
    assert '"message": "request"' in logs[1].stdout
    assert "standalone" in status.stdout
    assert "there is no container" not in status.stdout
