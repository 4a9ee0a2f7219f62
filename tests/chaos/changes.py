"""What the owner does, and what dies, while visitors translate."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmark.figures import Bar, Part

from tests.chaos import droplet
from tests.chaos.load import steady
from tests.journey.finished_site import Site
from tests.journey.playbook_runs import run_playbook
from tests.journey.site_changes import CODE, PLACE, TEMPLATE, copy_service, due, page

BACK_SECONDS = 5
CALM_SECONDS = 3
RELEASES = "/opt/traductor/releases"
RELOAD = "/opt/traductor/settings/reload"
COLUMNS = ("while visitors translate", "takes s", "requests", "failed", "slowest s", "back in s")

Change = Callable[[], None]


class Owner:
    """Who changes the site.

    Args:
        site: the site.
        settings: what every run of a playbook is told, as `NAME=VALUE`.
        folder: for a copy of the service.
    """

    def __init__(self, site: Site, settings: Sequence[str], folder: Path) -> None:
        self.site = site
        self.settings = settings
        self.source = copy_service(folder)

    def deploy(self) -> None:
        """Ship a changed template."""
        template = self.source / TEMPLATE
        template.write_text(template.read_text("utf-8") + "<!-- shipped -->\n", "utf-8")
        self._play("deploy.yml", f"translator_source={self.source}")
        assert "<!-- shipped -->" in page(self.site)

    def deploy_broken(self) -> None:
        """Ship what does not start, and take it back out of the copy."""
        code = self.source / CODE
        good = code.read_text("utf-8")
        code.write_text(good + "\nraise SystemExit('broken on purpose')\n", "utf-8")
        said = self._play("deploy.yml", f"translator_source={self.source}", fails=True)
        code.write_text(good, "utf-8")
        assert "broken on purpose" in said, said
        assert "goes on serving" in said, said

    def deploy_without_room(self) -> None:
        """Ship something where the disk is full."""
        droplet.put_small_disk(self.site, RELEASES)
        said = self._play("deploy.yml", f"translator_source={self.source}", fails=True)
        droplet.take_small_disk(self.site, RELEASES)
        assert "MB left, and a release may need" in said, said

    def reload(self) -> None:
        """Change a template on the droplet and touch the file that is watched."""
        self.site.sudo(f"sed -i '$ a <!-- in place -->' {PLACE}/{TEMPLATE}")
        self.site.sudo(f"touch {RELOAD}")
        droplet.wait_until(lambda: "<!-- in place -->" in page(self.site), "the changed page")

    def roll_back(self) -> None:
        """Return to the release before."""
        self._play("rollback.yml")
        assert "<!-- shipped -->" not in page(self.site)

    def renew(self) -> None:
        """Let certbot find that it is time for another certificate."""
        before = self.site.certificate().serial_number
        with due(self.site):
            self.site.sudo("systemctl start certbot.service")
        droplet.wait_until(
            lambda: self.site.certificate().serial_number != before, "the new certificate"
        )

    def kill_workers(self) -> None:
        """Kill one worker after the other, as often as there are workers."""
        for _ in range(droplet.PROCESSES):
            worker = droplet.workers(self.site)[0]
            droplet.signal(self.site, "KILL", [worker])
            droplet.wait_until(
                lambda gone=worker: self._is_replaced(gone),  # type: ignore[misc]
                "a new worker",
            )

    def kill_container(self) -> None:
        """Kill the translator through Docker."""
        self.site.sudo(f"docker kill {droplet.translator(self.site)}")

    def _is_replaced(self, worker: int) -> bool:
        found = droplet.workers(self.site)
        return worker not in found and len(found) == droplet.PROCESSES

    def _play(self, playbook: str, *settings: str, fails: bool = False) -> str:
        done = run_playbook(playbook, *self.settings, *settings)
        assert (done.returncode != 0) is fails, done.stdout + done.stderr
        return done.stdout


def measure(owner: Owner, sentences: Sequence[str], per_second: float) -> Part:
    """Do everything once, each under a load of its own."""
    changes: dict[str, Change] = {
        "deploy a changed template": owner.deploy,
        "deploy what does not start": owner.deploy_broken,
        "deploy where the disk is full": owner.deploy_without_room,
        "reload by a touch": owner.reload,
        "roll back": owner.roll_back,
        "renew the certificate": owner.renew,
        "kill -9 of a worker, five times": owner.kill_workers,
        "docker kill of the translator": owner.kill_container,
    }
    rows, bars = [], []
    for name, change in changes.items():
        with steady(owner.site, sentences, per_second) as load:
            time.sleep(CALM_SECONDS)
            start = time.monotonic()
            change()
            seconds = time.monotonic() - start
            time.sleep(BACK_SECONDS + CALM_SECONDS)
        droplet.wait_until(lambda: droplet.is_whole(owner.site), "a whole site")
        back = load.seconds_until_good(start)
        failed = len(load.failures)
        rows.append((name, seconds, len(load.answers), failed, load.slowest_seconds, back))
        bars.append(
            Bar(claim=f"{name}: translations again, s", figure=back, at_most=BACK_SECONDS)
            if change == owner.kill_container
            else Bar(claim=f"{name}: failed requests", figure=failed, at_least=0, at_most=0)
        )
        for one in load.failures[:3]:
            print(f"  {name}: {one.start - start:+.1f} s: {one.error}")
    return Part(
        title=f"Changes under {per_second:.0f} requests a second, half of what the machine can do",
        columns=COLUMNS,
        rows=tuple(rows),
        bars=tuple(bars),
        notes=("Each request has a TLS connection of its own.",),
    )
