"""Archives of a site: where they are, what can be wrong with them, and which one is meant.

ArchiveError
├── NoRepositoryError   there is none yet
└── LockedError         somebody else uses it
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Json = dict[str, Any]

MARK = "traductor"
CONTENT_TAG = "content="
LATEST = "latest"
SPACES = "digitaloceanspaces.com"
BACKUP = "ansible-playbook playbooks/backup.yml"
VAULT = "ansible-vault edit group_vars/all/vault.yml"

# How restic says it: the exit codes are those of 0.17 and later, the words those of all.
WRONG_PASSWORD, NO_REPOSITORY, LOCKED = 12, 10, 11
NO_REPOSITORY_WORDS = (
    "config: no such file or directory",
    "repository does not exist",
    "specified key does not exist",
    "specified bucket does not exist",
)


class ArchiveError(Exception):
    """Anything that keeps archives from being made or read; the text ends with the remedy."""


class NoRepositoryError(ArchiveError):
    """There is no repository at the place."""


class LockedError(ArchiveError):
    """The repository is in use."""


@dataclass(frozen=True, kw_only=True)
class Repository:
    """Where the archives are, and what opens it.

    Args:
        location: a folder of this machine, or a place that restic knows, such as `s3:https://…`.
        password: what the archives are encrypted with.
        access_key, secret_key: for object storage.
    """

    location: str
    password: str = field(repr=False)
    access_key: str = field(default="", repr=False)
    secret_key: str = field(default="", repr=False)

    @property
    def folder(self) -> Path | None:
        """Return the folder of this machine; None for a place elsewhere."""
        path = Path(self.location).expanduser()
        return path if path.is_absolute() else None


@dataclass(frozen=True, kw_only=True)
class Archive:
    """What restic calls a snapshot.

    Args:
        identifier: its short name.
        site: whose it is.
        time: when it was made.
        digest: of its content.
    """

    identifier: str
    site: str
    time: str
    digest: str = ""


def check(repository: Repository) -> None:
    """Refuse what can be seen to be wrong without asking restic.

    Raises:
        ArchiveError: the place or what opens it is missing.
    """
    location, folder = repository.location, repository.folder
    if not repository.password:
        raise ArchiveError(
            "there is no password for the archives. Remedy: make one up, keep it where the droplet "
            f"and this machine cannot take it along when they go, and run: {VAULT} "
            "(vault_backup_password), or: read -rs RESTIC_PASSWORD && export RESTIC_PASSWORD"
        )
    if folder is None and ":" not in location:
        raise ArchiveError(
            f"{location!r} is no place for archives. Remedy: set backup_repository in "
            "group_vars/all/backup.yml to a whole path such as ~/traductor-archives, or to "
            f"s3:https://ams3.{SPACES}/your-bucket/traductor."
        )
    if location.startswith("s3:") and not (repository.access_key and repository.secret_key):
        raise ArchiveError(
            f"there are no keys for {location}. Remedy: make a Spaces key at "
            "https://cloud.digitalocean.com/spaces/access_keys, set vault_spaces_access_key and "
            f"vault_spaces_secret_key ({VAULT}), or export AWS_ACCESS_KEY_ID and "
            "AWS_SECRET_ACCESS_KEY."
        )
    if folder and not folder.parent.is_dir():
        raise ArchiveError(
            f"there is no folder {folder.parent}, in which the archives {folder.name} would lie. "
            "Remedy: mount or create it, or correct backup_repository in group_vars/all/backup.yml."
        )
    if folder and folder.is_dir() and holds_something_else(folder):
        raise ArchiveError(
            f"the folder {folder} holds something else than archives. Remedy: set "
            "backup_repository in group_vars/all/backup.yml to a folder of their own."
        )


def holds_something_else(folder: Path) -> bool:
    """Tell whether a folder is neither empty nor a repository.

    Raises:
        ArchiveError: it cannot be read.
    """
    try:
        return any(folder.iterdir()) and not (folder / "config").exists()
    except OSError as error:
        raise ArchiveError(
            f"the folder {folder} cannot be read: {error.strerror}. Remedy: run as its owner, or "
            "correct backup_repository in group_vars/all/backup.yml."
        ) from error


def fault(repository: Repository, code: int, output: str) -> ArchiveError:
    """Turn a failure of restic into an error.

    Args:
        code: restic's exit status.
        output: what it printed on standard error.
    """
    location, words = repository.location, output.lower()
    if code == WRONG_PASSWORD or "wrong password" in words:
        return ArchiveError(
            f"the password does not open the archives in {location}. Remedy: use the one that they "
            f"were made with ({VAULT}, vault_backup_password); without it nobody can open them."
        )
    if code == NO_REPOSITORY or any(phrase in words for phrase in NO_REPOSITORY_WORDS):
        return NoRepositoryError(
            f"there are no archives in {location}. Remedy: correct backup_repository in "
            f"group_vars/all/backup.yml, or make the first one: {BACKUP}"
        )
    if code == LOCKED or "already locked" in words:
        return LockedError(
            f"another run uses the archives in {location}. Remedy: wait until it has ended and run "
            "again; if none runs, wait half an hour, after which its lock no longer counts."
        )
    reason = output.strip().partition("\nIs there a repository")[0].removeprefix("Fatal: ")
    return ArchiveError(
        f"the archives in {location} cannot be reached: {reason or f'restic exits with {code}'}. "
        "Remedy: check backup_repository in group_vars/all/backup.yml, the network and the keys."
    )


def read_archives(text: bytes) -> list[Archive]:
    """Read what `restic snapshots --json` prints, the latest first; only archives of ours count."""
    found = [one for one in json.loads(text) or [] if MARK in (one.get("tags") or [])]
    return [
        Archive(
            identifier=one["short_id"],
            site=one["hostname"],
            time=f"{_moment(one):%Y-%m-%dT%H:%M:%SZ}",
            digest=_digest(one["tags"]),
        )
        for one in sorted(found, key=_moment, reverse=True)
    ]


def choose(archives: Sequence[Archive], wanted: str, *, site: str, location: str) -> Archive:
    """Return the archive of a site that is wanted.

    Args:
        archives: the latest first.
        wanted: `latest`, or how the archive's short name begins.
        location: for the message.

    Raises:
        ArchiveError: there is none, or it is another site's.
    """
    ours = [archive for archive in archives if archive.site == site]
    if not archives:
        raise ArchiveError(
            f"there are no archives in {location} yet, so there is nothing to bring back. Remedy: "
            f"make one first, as long as the droplet is there: {BACKUP}"
        )
    if wanted == LATEST and not ours:
        others = ", ".join(sorted({archive.site for archive in archives}))
        raise ArchiveError(
            f"{location} holds archives of {others}, and none of {site}. Remedy: correct "
            "project_domain in group_vars/all/project.yml, or backup_repository in "
            "group_vars/all/backup.yml."
        )
    if wanted == LATEST:
        return ours[0]
    named = [archive for archive in archives if wanted and archive.identifier.startswith(wanted)]
    listed = ", ".join(f"{archive.identifier} ({archive.time})" for archive in ours) or "none"
    if len(named) != 1:
        raise ArchiveError(
            f"there is no archive {wanted!r} in {location}. Remedy: -e restore=latest, or one of "
            f"those of {site}: {listed}."
        )
    if named[0].site != site:
        raise ArchiveError(
            f"the archive {wanted} is of {named[0].site}, and this site is {site}. Remedy: name "
            f"one of its own: {listed}."
        )
    return named[0]


def _digest(tags: Sequence[str]) -> str:
    marked = [tag for tag in tags if tag.startswith(CONTENT_TAG)]
    return marked[0].removeprefix(CONTENT_TAG) if marked else ""


def _moment(snapshot: Json) -> datetime.datetime:
    """Read a time to the microsecond; restic gives nanoseconds and the zone of who made it."""
    text = re.sub(r"(\.\d{6})\d*", r"\1", str(snapshot["time"]))
    return datetime.datetime.fromisoformat(text).astimezone(datetime.UTC)
