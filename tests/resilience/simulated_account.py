"""A simulated account: how to run playbooks against it, and what it holds."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
STATE = REPOSITORY / ".cache" / "simulator"
RUN_LIMIT_SECONDS = 400
NOT_COPIED = (".git", ".venv", ".cache", "build", "vault.yml", "__pycache__")


@dataclass(frozen=True)
class Account:
    """A simulated account: how to run playbooks against it, and what it holds."""

    environment: dict[str, str]
    log: Path = field(default=REPOSITORY / ".cache" / "resilience.log")
    folder: Path = REPOSITORY

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
            cwd=self.folder,
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

    def from_vault(self, folder: Path) -> Account:
        """Return the same account with its token in Vault: in a copy of this repository.

        Args:
            folder: an empty one, for the copy and the password.
        """
        environment = {**self.environment, "ANSIBLE_VAULT_PASSWORD_FILE": str(folder / "password")}
        token = environment.pop("DIGITALOCEAN_TOKEN")
        copy = folder / "copy"
        shutil.copytree(REPOSITORY, copy, symlinks=True, ignore=shutil.ignore_patterns(*NOT_COPIED))
        (copy / ".cache").symlink_to(REPOSITORY / ".cache")
        (folder / "password").write_text("a password for this test")
        example = (copy / "group_vars/all/vault.yml.example").read_text()
        subprocess.run(
            ["ansible-vault", "encrypt", "--output", "group_vars/all/vault.yml", "-"],
            input=example.replace("the-token-goes-here", token),
            cwd=copy,
            env=environment,
            text=True,
            check=True,
        )
        return replace(self, environment=environment, folder=copy)

    def counts(self) -> dict[str, int]:
        """Count what a site is made of, as the simulator holds it; of records, the addresses."""
        held = json.loads((STATE / "state.json").read_text())
        addresses = [record for record in held["records"].values() if record["type"] == "A"]
        return {**{kind: len(held[kind]) for kind in KINDS}, "records": len(addresses)}


KINDS = ("droplets", "keys", "firewalls", "tags", "domains", "records")
NOTHING = dict.fromkeys(KINDS, 0)
ONE_OF_EACH = dict.fromkeys(KINDS, 1)

StartAccount = Callable[..., Account]
