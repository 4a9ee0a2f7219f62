"""Without Docker: releases come, break and return while visitors translate."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journey.finished_site import Site
from tests.journey.playbook_runs import run_playbook
from tests.journey.release_changes import no_request_is_lost_there_and_back
from tests.journey.site_changes import CODE, PLACE, TEMPLATE, copy_service, page
from tests.journey.test_update import MARK, visitors
from tests.systemd.unit_site import SETTINGS, unit, version


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return copy_service(tmp_path)


def test_no_request_is_lost_by_a_release_a_broken_one_and_the_way_back(
    site: Site, source: Path
) -> None:
    no_request_is_lost_there_and_back(site, source, *SETTINGS)

    listed = site.sudo("systemctl list-units --all --plain --no-legend 'traductor-translator@*'")
    assert {line.split()[0] for line in listed.splitlines()} == {
        unit(site),
        unit(site).replace(".service", ".socket"),
    }


def test_code_that_is_edited_on_the_droplet_is_taken_up(site: Site) -> None:
    template, code = f"{PLACE}/{TEMPLATE}", f"{PLACE}/{CODE}"
    site.sudo(f"cp {template} /root/base.html")
    site.sudo(f"cp {code} /root/app.py")
    with visitors(site) as seen:
        site.sudo(f"sed -i '$ a {MARK}' {template}")
        taken_up = run_playbook("reload.yml", *SETTINGS)
        marked = page(site)

        site.sudo(f"sed -i '$ a def broken(' {code}")
        refused = run_playbook("reload.yml", *SETTINGS)
        site.sudo(f"cp /root/app.py {code}")
        site.sudo(f"cp /root/base.html {template}")
        returned = run_playbook("reload.yml", *SETTINGS)

    assert taken_up.returncode == 0, taken_up.stdout[-3000:]
    assert MARK in marked
    assert refused.returncode != 0
    assert f"{PLACE}/{CODE}" in refused.stdout
    assert returned.returncode == 0, returned.stdout[-3000:]
    assert seen.failures == []


def test_another_way_to_run_is_refused_before_anything_changes(site: Site) -> None:
    before = version(site)["release"]
    chapters = [
        run_playbook(name, *SETTINGS, "translator_deployment=compose")
        for name in ("docker.yml", "deploy.yml")
    ]

    assert all(done.returncode != 0 for done in chapters)
    assert all("runs on this droplet by systemd" in done.stdout for done in chapters)
    assert site.ssh("command -v docker").returncode != 0
    assert version(site)["release"] == before


def test_status_and_logs_know_it(site: Site) -> None:
    status = run_playbook("status.yml", *SETTINGS)
    wanted = ("logs_of=nginx", "logs_of=translator")
    logs = [run_playbook("logs.yml", *SETTINGS, each) for each in wanted]

    assert version(site)["release"] in status.stdout
    assert status.stdout.count("running, healthy") == 2
    assert "there is no container" not in status.stdout
    assert '"path":"/version"' in logs[0].stdout
    assert '"message": "request"' in logs[1].stdout
