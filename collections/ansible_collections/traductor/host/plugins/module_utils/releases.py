"""The releases of the service in their folder, and the audit trail of what became of them."""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

NAME = re.compile(r"[0-9a-f]{12}")
COMPLETE = ".complete"


class SwitchError(Exception):
    """A release does not get the traffic; the message says why and what to do."""


@dataclass(frozen=True)
class Kept:
    """A release on the droplet, when it was deployed last (empty: never), whether it serves."""

    release: str
    version: str
    deployed: str
    current: bool


class Trail:
    """The audit trail: one JSON object a line.

    Args:
        path: of the file; it may not exist yet.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def entries(self) -> list[dict[str, object]]:
        """Read it; a line that a cut off write has broken counts as none."""
        found: list[dict[str, object]] = []
        lines = self.path.read_text("utf-8").splitlines() if self.path.exists() else []
        for line in lines:
            try:
                entry = json.loads(line)
            except ValueError:
                continue
            if isinstance(entry, dict):
                found.append(entry)
        return found

    def append(self, **entry: object) -> None:
        """Write one line, now, for root and its group alone."""
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        line = json.dumps({"time": now, **entry}) + "\n"
        # A write that was cut off left no end of line.
        broken = self.path.exists() and not self.path.read_bytes().endswith(b"\n")
        file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
        try:
            os.write(file, (("\n" if broken else "") + line).encode())
            os.fsync(file)
        finally:
            os.close(file)

    def deployed(self) -> dict[str, str]:
        """Say of each release when it was last deployed, in that order."""
        found: dict[str, str] = {}
        for entry in self.entries():
            if entry.get("result") == "done" and entry.get("action") == "deploy":
                name = str(entry.get("release"))
                found.pop(name, None)
                found[name] = str(entry.get("time"))
        return found


class Releases:
    """The releases in their folder, and the link to the one that has the traffic.

    Args:
        directory: the folder of all this.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.trail = Trail(directory / "deployments.jsonl")

    def folder(self, release: str) -> Path:
        """Give the folder of a release."""
        return self.directory / "releases" / release

    @property
    def current(self) -> str:
        """Name the release that has the traffic; nothing if none has."""
        link = self.directory / "current"
        return link.resolve().name if link.is_symlink() and link.exists() else ""

    @current.setter
    def current(self, release: str) -> None:
        new = self.directory / "current.new"
        new.unlink(missing_ok=True)
        new.symlink_to(Path("releases", release))
        new.replace(self.directory / "current")

    def kept(self) -> list[Kept]:
        """List what is there whole, the one deployed last at the end."""
        deployed = self.trail.deployed()
        order = list(deployed)
        names = [
            path.name
            for path in (self.directory / "releases").glob("*")
            if NAME.fullmatch(path.name) and (path / COMPLETE).exists()
        ]
        names.sort(key=lambda name: order.index(name) if name in deployed else -1)
        return [
            Kept(name, self.version(name), deployed.get(name, ""), name == self.current)
            for name in names
        ]

    def version(self, release: str) -> str:
        """Read which version of the service a release has."""
        return setting(self.folder(release) / ".env", "TRANSLATOR_VERSION")

    def deployment(self, release: str) -> str:
        """Read how a release runs; those of before do not say, and run by Compose."""
        return setting(self.folder(release) / ".env", "TRANSLATOR_DEPLOYMENT") or "compose"

    def chosen(self, wanted: str) -> str:
        """Find the release that is asked for by its name or version, or the one before.

        Raises:
            SwitchError: there is none.
        """
        kept = self.kept()
        names = [each.release for each in kept]
        if wanted:
            found = [each.release for each in kept if wanted in (each.release, each.version)]
        else:
            before = names[: names.index(self.current)] if self.current in names else names
            found = [name for name in before if self.trail.deployed().get(name)]
        if not found:
            there = "\n".join(f"  {each.release}  {each.deployed}" for each in kept)
            raise SwitchError(
                (f"There is no release {wanted}" if wanted else "There is no release before this")
                + f"; nothing was changed. On the droplet are:\n{there or '  none'}\n"
                "Remedy: name one of them, or deploy: ansible-playbook playbooks/deploy.yml"
            )
        return found[-1]

    def prune(self, keep: int) -> set[str]:
        """Remove all but the newest ones and the current one; return those that stay."""
        kept = [each.release for each in self.kept()]
        others = [name for name in kept if name != self.current]
        stay = {self.current, *others[max(0, len(others) - keep + 1) :]}
        for path in (self.directory / "releases").glob("*"):
            if path.name not in stay:
                shutil.rmtree(path)
        return stay


def setting(file: Path, name: str) -> str:
    """Read one setting of an environment file; nothing if it is not there."""
    for line in file.read_text("utf-8").splitlines() if file.exists() else []:
        if line.startswith(f"{name}="):
            return line.partition("=")[2]
    return ""
