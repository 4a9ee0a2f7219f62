"""Files go out in one piece and come back as they were, and nothing that is there is lost."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from ansible_collections.traductor.host.plugins.module_utils.packing import (
    Member,
    PackingError,
    Unpacked,
    digest,
    joined_lines,
    members_of,
    pack,
    unpack,
)

LETSENCRYPT = "/etc/letsencrypt"
SETTINGS = "/opt/traductor/settings"
JOURNAL = "/opt/traductor/deployments.jsonl"
PATHS = [LETSENCRYPT, "/var/lib/traductor/tls/certificate.pem", SETTINGS, JOURNAL, "/nowhere"]
FIRST = b'{"time": "2026-11-22T05:00:00Z", "action": "deploy"}\n'
SECOND = b'{"time": "2026-11-22T06:00:00Z", "action": "rollback"}\n'


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A droplet's files, below a folder."""
    root = tmp_path / "old"
    lineage = root / "etc/letsencrypt/archive/traductor"
    live = root / "etc/letsencrypt/live/traductor"
    tls, settings = root / "var/lib/traductor/tls", root / "opt/traductor/settings"
    for folder in (lineage, live, tls, settings):
        folder.mkdir(parents=True)
    (lineage / "privkey1.pem").write_text("a key")
    (lineage / "privkey1.pem").chmod(0o600)
    (live / "privkey.pem").symlink_to("../../archive/traductor/privkey1.pem")
    (root / "var/lib/traductor").chmod(0o700)
    (tls / "certificate.pem").write_text("a certificate")
    (tls / "certificate.pem").chmod(0o640)
    (settings / "api-keys.txt").write_text("ab 60 shop\n")
    (root / JOURNAL.lstrip("/")).write_bytes(FIRST)
    return root


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """Another droplet's files: there are none but a few folders."""
    root = tmp_path / "new"
    (root / "etc").mkdir(parents=True)
    (root / "opt").mkdir()
    return root


def packed(root: Path, paths: list[str] = PATHS) -> list[Member]:
    return members_of(pack(paths, root=root, limit_megabytes=1))


def brought_back(old: Path, new: Path, *, overwrite: bool = False) -> Unpacked:
    return unpack(packed(old), PATHS, journals=[JOURNAL], overwrite=overwrite, root=new)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_all_comes_back_with_modes_and_links(old: Path, new: Path) -> None:
    done = brought_back(old, new)

    assert done == Unpacked(brought=PATHS[:-1], absent=["/nowhere"])
    live = new / "etc/letsencrypt/live/traductor/privkey.pem"
    assert str(live.readlink()) == "../../archive/traductor/privkey1.pem"
    assert live.read_text() == "a key"
    assert mode(live.resolve()) == 0o600
    assert mode(new / "var/lib/traductor/tls/certificate.pem") == 0o640
    assert mode(new / "var/lib/traductor") == 0o700, "a folder that leads there"
    assert list(new.rglob("*.new")) == []


def test_a_second_time_there_is_nothing_to_do(old: Path, new: Path) -> None:
    brought_back(old, new)

    assert brought_back(old, new) == Unpacked(absent=["/nowhere"])


def test_check_mode_says_what_would_come_and_brings_nothing(old: Path, new: Path) -> None:
    done = unpack(packed(old), PATHS, root=new, check_mode=True)

    assert done.brought == PATHS[:-1]
    assert [path for path in new.rglob("*") if path.is_file()] == []


def test_a_path_with_another_content_stays_whole_as_it_is(old: Path, new: Path) -> None:
    lineage = new / "etc/letsencrypt/archive/traductor"
    lineage.mkdir(parents=True)
    (lineage / "privkey1.pem").write_text("a newer key")

    done = brought_back(old, new)

    assert done.kept == [LETSENCRYPT]
    assert (lineage / "privkey1.pem").read_text() == "a newer key"
    assert not (new / "etc/letsencrypt/live").exists(), "old and new would mix"


def test_who_says_so_has_the_archive_win(old: Path, new: Path) -> None:
    settings = new / SETTINGS.lstrip("/")
    settings.mkdir(parents=True)
    (settings / "api-keys.txt").write_text("another\n")

    done = brought_back(old, new, overwrite=True)

    assert SETTINGS in done.brought
    assert (settings / "api-keys.txt").read_text() == "ab 60 shop\n"


def test_what_the_package_has_brought_does_not_keep_the_rest_out(old: Path, new: Path) -> None:
    for root in (old, new):
        (root / "etc/letsencrypt").mkdir(exist_ok=True)
        (root / "etc/letsencrypt/cli.ini").write_text("max-log-backups = 0\n")

    assert LETSENCRYPT in brought_back(old, new).brought
    assert (new / "etc/letsencrypt/live/traductor/privkey.pem").exists()


def test_a_journal_is_joined_with_the_one_that_is_there(old: Path, new: Path) -> None:
    (new / "opt/traductor").mkdir()
    journal = new / JOURNAL.lstrip("/")
    journal.write_bytes(SECOND)

    done = brought_back(old, new)

    assert JOURNAL in done.brought
    assert journal.read_bytes() == FIRST + SECOND


@pytest.mark.parametrize(
    ("archived", "present", "joined"),
    [
        (FIRST, b"", FIRST),
        (FIRST, FIRST + SECOND, FIRST + SECOND),
        (FIRST + SECOND, FIRST, FIRST + SECOND),
        (SECOND, FIRST, FIRST + SECOND),
        (FIRST, b"no JSON\n" + SECOND, b"no JSON\n" + FIRST + SECOND),
    ],
)
def test_no_line_is_lost_and_none_comes_twice(
    archived: bytes, present: bytes, joined: bytes
) -> None:
    assert joined_lines(archived, present) == joined


def test_only_what_is_wanted_leaves_the_archive(old: Path, new: Path) -> None:
    unpack(packed(old), [SETTINGS], root=new)

    assert (new / SETTINGS.lstrip("/") / "api-keys.txt").exists()
    assert not (new / "etc/letsencrypt").exists()


def test_the_digest_follows_the_content_and_not_the_time(old: Path) -> None:
    first = digest(pack(PATHS, root=old, limit_megabytes=1))
    os.utime(old / JOURNAL.lstrip("/"), (1, 1))
    later = digest(pack(PATHS, root=old, limit_megabytes=1))
    (old / JOURNAL.lstrip("/")).write_bytes(FIRST + SECOND)

    assert first == later != digest(pack(PATHS, root=old, limit_megabytes=1))


def test_a_second_name_of_a_file_is_packed_as_a_file(old: Path, new: Path) -> None:
    settings = old / SETTINGS.lstrip("/")
    (settings / "same.txt").hardlink_to(settings / "api-keys.txt")

    brought_back(old, new)

    assert (new / SETTINGS.lstrip("/") / "same.txt").read_text() == "ab 60 shop\n"


def test_nothing_at_all_is_an_empty_piece(tmp_path: Path) -> None:
    assert pack(PATHS, root=tmp_path, limit_megabytes=1) == b""


def test_too_much_is_refused_with_a_remedy(old: Path) -> None:
    (old / SETTINGS.lstrip("/") / "large").write_bytes(bytes(1_100_000))

    with pytest.raises(PackingError, match=r"more than 1 MB. Remedy: .* backup_paths"):
        packed(old)


def test_a_path_that_leads_elsewhere_is_refused(old: Path) -> None:
    content = pack([SETTINGS], root=old, limit_megabytes=1)
    name, wrong = b"opt/traductor/settings/api-keys.txt", b"../../../etc/////////////////shadow"
    assert len(name) == len(wrong)
    moved = content.replace(name, wrong)
    at = moved.index(wrong)
    header = bytearray(moved[at : at + 512])
    header[148:156] = b"        "
    header[148:156] = b"%06o\0 " % sum(header)

    with pytest.raises(PackingError, match=r"leads elsewhere. Remedy:"):
        members_of(moved[:at] + bytes(header) + moved[at + 512 :])


def test_what_is_no_tar_file_is_refused() -> None:
    with pytest.raises(PackingError, match="no tar file"):
        members_of(b"something else, and long enough to be looked at as a header" * 20)
