"""A simulated account: how to run playbooks against it, and what it holds."""

from __future__ import annotations

import json
import subprocess
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[2]
STATE = REPOSITORY / ".cache" / "simulator"
RUN_LIMIT_SECONDS = 400


@dataclass(frozen=True)
class Account:
    """A simulated account: how to run playbooks against it, and what it holds."""

    environment: dict[str, str]
    log: Path = field(default=REPOSITORY / ".cache" / "resilience.log")

    def command(self, playbook: str, *arguments: str) -> list[str]:
        """Return the command line that runs a playbook for the demo's site."""
        files = [STATE / "variables.yml", REPOSITORY / "simulator/demo.yml"]
        extra = [option for file in files for option in ("-e", f"@{file}")]
        return ["ansible-playbook", playbook, *extra, *arguments]

    def play(
        self, playbook: str, *arguments: str, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a playbook to its end."""
        done = subprocess.run(
            self.command(playbook, *arguments),
            cwd=REPOSITORY,
            env={**self.environment, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=RUN_LIMIT_SECONDS,
        )
        with self.log.open("a") as log:
            log.write(done.stdout + done.stderr)
        return done

    def get(self, path: str) -> dict[str, Any]:
        """Ask the API; a refusal that the simulator makes up is asked again."""
        for _ in range(5):
            request = urllib.request.Request(  # noqa: S310 - the simulator on loopback
                f"{self.environment['DIGITALOCEAN_API_URL']}/v2/{path}",
                headers={"Authorization": f"Bearer {self.environment['DIGITALOCEAN_TOKEN']}"},
            )
            try:
                with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
                    return dict(json.load(answer))
            except urllib.error.HTTPError as error:
                if error.code not in {429, 503}:
                    raise
        raise AssertionError(f"five refusals in a row for {path}")

    def counts(self) -> dict[str, int]:
        """Count what a site is made of."""
        counts = {
            kind: int(self.get(path)["meta"]["total"])
            for kind, path in {
                "droplets": "droplets",
                "keys": "account/keys",
                "firewalls": "firewalls",
                "tags": "tags",
                "domains": "domains",
            }.items()
        }
        records = (
            self.get("domains/example.com/records?type=A")["domain_records"]
            if counts["domains"]
            else []
        )
        return {**counts, "records": len(records)}


NOTHING = dict.fromkeys(("droplets", "keys", "firewalls", "tags", "domains", "records"), 0)
ONE_OF_EACH = dict.fromkeys(NOTHING, 1)

StartAccount = Callable[..., Account]
