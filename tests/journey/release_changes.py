"""A release, a broken one and the way back while visitors translate, however the service runs."""

from __future__ import annotations

import json
from pathlib import Path

from tests.journey.finished_site import Site
from tests.journey.playbook_runs import run_playbook
from tests.journey.site_changes import CODE, TEMPLATE, page
from tests.journey.test_update import MARK, release, visitors


def no_request_is_lost_there_and_back(site: Site, source: Path, *settings: str) -> None:
    """Deploy a changed page, then code that does not start, and roll back; check each step.

    Args:
        site: the finished site.
        source: a copy of the service, to be changed.
        settings: arguments of the playbooks that say how the service runs.
    """
    before = release(site)
    deploy = ("deploy.yml", *settings, f"translator_source={source}")
    template, code = source / TEMPLATE, source / CODE
    with visitors(site) as seen:
        template.write_text(template.read_text() + MARK)
        deployed = run_playbook(*deploy)
        changed, marked = release(site), page(site)

        code.write_text(code.read_text() + "\nraise SystemExit('broken on purpose')\n")
        refused = run_playbook(*deploy)

        returned = run_playbook("rollback.yml", *settings)

    assert deployed.returncode == 0, deployed.stdout[-3000:]
    assert changed != before
    assert MARK in marked
    assert refused.returncode != 0
    assert "broken on purpose" in refused.stdout
    assert f"Release {changed} goes on serving." in refused.stdout
    assert returned.returncode == 0, returned.stdout[-3000:]
    assert release(site) == before
    assert seen.failures == []
    assert seen.answered > 30
    trail = site.sudo("tail -n 3 /opt/traductor/deployments.jsonl").splitlines()
    assert [json.loads(line)["result"] for line in trail] == ["done", "failed", "done"]
