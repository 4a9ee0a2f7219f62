"""Archives of a site, made and read by restic on the machine that Ansible runs on."""

from __future__ import annotations

import os
import subprocess

from ansible_collections.traductor.host.plugins.module_utils.archives import (
    CONTENT_TAG,
    MARK,
    Archive,
    ArchiveError,
    LockedError,
    NoRepositoryError,
    Repository,
    check,
    fault,
    read_archives,
)

PROGRAM = "restic"
FILE = "traductor.tar"
LIMIT_SECONDS = 600
LOOK_SECONDS = 60


def restic(
    repository: Repository, *words: str, content: bytes | None = None, limit: int = LIMIT_SECONDS
) -> bytes:
    """Run restic and return what it printed.

    Args:
        words: the command and its options.
        content: its standard input.
        limit: how long it may take, in seconds.

    Raises:
        ArchiveError: it failed.
    """
    environment = {
        **os.environ,
        "RESTIC_PASSWORD": repository.password,
        "AWS_ACCESS_KEY_ID": repository.access_key,
        "AWS_SECRET_ACCESS_KEY": repository.secret_key,
    }
    place = str(repository.folder or repository.location)
    try:
        done = subprocess.run(
            [PROGRAM, "--repo", place, "--no-cache", *words],
            input=content or b"",
            env={name: value for name, value in environment.items() if value},
            capture_output=True,
            check=False,
            timeout=limit,
        )
    except FileNotFoundError as error:
        raise ArchiveError(
            "the program restic is missing on this machine. Remedy: apt-get install restic (or "
            "your system's package)."
        ) from error
    except subprocess.TimeoutExpired as error:
        reason = f"restic had not ended after {limit} seconds"
        raise fault(repository, 1, reason) from error
    if done.returncode:
        raise fault(repository, done.returncode, done.stderr.decode(errors="replace"))
    return done.stdout


def list_archives(repository: Repository) -> list[Archive]:
    """Return all archives, the latest first.

    Raises:
        ArchiveError: they cannot be read.
    """
    check(repository)
    shown = restic(repository, "snapshots", "--json", "--no-lock", limit=LOOK_SECONDS)
    return read_archives(shown)


def make_ready(repository: Repository) -> None:
    """Create the repository where there is none, and take away locks of runs that were cut off.

    Raises:
        ArchiveError: it cannot be used.
    """
    try:
        restic(repository, "unlock")
    except NoRepositoryError:
        restic(repository, "init")


def store(repository: Repository, content: bytes, *, site: str, digest: str) -> None:
    """Add an archive.

    Args:
        content: what it holds, a tar file.
        digest: by which an equal one is known again.

    Raises:
        ArchiveError: it could not be stored.
    """
    tags = ("--tag", MARK, "--tag", f"{CONTENT_TAG}{digest}")
    words = ("backup", "--stdin", "--stdin-filename", FILE, "--host", site, *tags)
    restic(repository, *words, content=content)


def forget(repository: Repository, *, site: str, keep: dict[str, int]) -> None:
    """Delete old archives of a site, and what nothing refers to any more.

    Args:
        keep: how many of each, for example `{"last": 7, "monthly": 12}`.

    Raises:
        ArchiveError: they could not be deleted.
    """
    counts = [word for name, count in keep.items() for word in (f"--keep-{name}", str(count))]
    mine = ("--host", site, "--tag", MARK, "--group-by", "host")
    restic(repository, "forget", *mine, *counts, "--prune")


def verify(repository: Repository) -> None:
    """Read everything back and check it.

    Raises:
        ArchiveError: something is damaged.
    """
    try:
        restic(repository, "check", "--read-data")
    except (NoRepositoryError, LockedError):
        raise
    except ArchiveError as error:
        raise ArchiveError(
            f"the archives in {repository.location} do not pass restic's check: {error}"
        ) from error


def fetch(repository: Repository, archive: Archive) -> bytes:
    """Return what an archive holds, a tar file.

    Raises:
        ArchiveError: it cannot be read.
    """
    return restic(repository, "dump", "--no-lock", archive.identifier, f"/{FILE}")
