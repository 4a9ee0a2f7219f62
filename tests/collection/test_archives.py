"""restic keeps a site's archives, in a folder and in object storage; what is wrong has a remedy."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.traductor.host.plugins.module_utils.archives import (
    Archive,
    ArchiveError,
    LockedError,
    NoRepositoryError,
    Repository,
    check,
    choose,
    fault,
    read_archives,
)
from ansible_collections.traductor.host.plugins.modules import find_archive, store_archive

from tests.collection.object_storage import ACCESS_KEY, ObjectStorage

Json = dict[str, Any]

SITE = "translate.example.com"
OTHER = "other.example.com"
PASSWORD = "a password for these tests"
KEEP: Json = {"keep_last": 2, "keep_daily": 0, "keep_monthly": 0}
LOCAL = Repository(location="/srv/archives", password=PASSWORD)
ARCHIVES = [
    Archive(identifier="aaaa1111", site=SITE, time="2026-11-22T05:00:00Z"),
    Archive(identifier="bbbb2222", site=OTHER, time="2026-11-21T05:00:00Z"),
    Archive(identifier="aacc3333", site=SITE, time="2026-11-20T05:00:00Z"),
]


@pytest.fixture
def storage() -> Iterator[ObjectStorage]:
    served = ObjectStorage()
    yield served
    served.close()


@pytest.fixture
def access(tmp_path: Path) -> Json:
    """The options that open a repository in a folder."""
    keys = {"access_key": "", "secret_key": ""}
    return {"repository": str(tmp_path / "archives"), "site": SITE, "password": PASSWORD, **keys}


def stored(access: Json, content: str, *, check_mode: bool = False, **changes: Any) -> Json:
    wish = {
        "content": base64.b64encode(content.encode()).decode(),
        "digest": f"digest of {content}",
        **KEEP,
        **changes,
    }
    return store_archive.work({**access, **wish}, check_mode=check_mode)


def found(access: Json, archive: str = "latest", **changes: Any) -> Json:
    return find_archive.work({**access, "archive": archive, "fetched": True, **changes})


def content(answer: Json) -> str:
    return base64.b64decode(answer["content"]).decode()


@pytest.mark.parametrize("kind", ["folder", "object storage"])
def test_what_was_stored_comes_back(access: Json, storage: ObjectStorage, kind: str) -> None:
    if kind == "object storage":
        keys = {"access_key": ACCESS_KEY, "secret_key": "a secret"}
        access = {**access, "repository": storage.location, **keys}
    done = stored(access, "all that matters")

    answer = found(access)
    assert (done["changed"], done["count"]) == (True, 1)
    assert answer["archive"] == done["archive"] != ""
    assert content(answer) == "all that matters"
    assert content(found(access, done["archive"][:6])) == "all that matters"


def test_the_same_is_not_stored_twice_and_old_ones_go(access: Json) -> None:
    stored(access, "one", keep_last=1)
    second = stored(access, "two", keep_last=1)
    again = stored(access, "two", keep_last=1)

    assert (second["changed"], second["count"]) == (True, 1)
    assert (again["changed"], again["count"]) == (False, 1)
    assert content(found(access)) == "two"


def test_check_mode_makes_no_repository_and_no_archive(access: Json) -> None:
    said = stored(access, "one", check_mode=True)
    before = found(access, "")

    assert (said["changed"], said["archive"]) == (True, "")
    assert before["count"] == 0
    with pytest.raises(NoRepositoryError, match="Remedy:"):
        found(access)


def test_what_belongs_to_another_site_is_left_alone(access: Json) -> None:
    theirs = stored({**access, "site": OTHER}, "theirs")["archive"]
    with pytest.raises(ArchiveError, match=rf"archives of {OTHER}, and none of {SITE}. Remedy:"):
        found(access)
    with pytest.raises(ArchiveError, match=f"{theirs} is of {OTHER}, and this site is {SITE}"):
        found(access, theirs)
    stored(access, "mine", keep_last=1)

    assert content(found({**access, "site": OTHER})) == "theirs"
    assert content(found(access)) == "mine"


def test_a_wrong_password_is_told_and_changes_nothing(access: Json) -> None:
    stored(access, "one")
    wrong = {**access, "password": "another"}

    for attempt in (found, lambda access: stored(access, "two")):
        with pytest.raises(ArchiveError, match=r"the password does not open .* Remedy:"):
            attempt(wrong)
    assert found(access, "")["count"] == 1


def test_nothing_can_be_read_without_the_password(access: Json) -> None:
    stored(access, "a secret of the site " * 9)

    pieces = [path.read_bytes() for path in Path(access["repository"]).rglob("*") if path.is_file()]
    assert pieces
    assert not any(b"a secret of the site" in piece for piece in pieces)


def test_a_damaged_archive_is_found_by_the_next_run(access: Json) -> None:
    stored(access, "one")
    for piece in (Path(access["repository"]) / "data").rglob("*"):
        if piece.is_file():
            piece.chmod(0o600)
            piece.write_bytes(b"\0" * piece.stat().st_size)

    with pytest.raises(ArchiveError, match="Remedy:"):
        stored(access, "one")


def test_the_key_of_the_object_storage_is_used_and_a_wrong_one_is_told(
    storage: ObjectStorage,
) -> None:
    access: Json = {"repository": storage.location, "site": SITE, "password": PASSWORD}

    with pytest.raises(ArchiveError, match=r"cannot be reached: .*Access Denied.* Remedy:"):
        found({**access, "access_key": "wrong", "secret_key": "wrong"})
    assert storage.keys == {"wrong"}


def test_a_storage_that_does_not_answer_is_told() -> None:
    keys = {"access_key": ACCESS_KEY, "secret_key": "a secret"}
    nowhere = "s3:http://127.0.0.1:9/archives/traductor"

    with pytest.raises(ArchiveError, match=r"cannot be reached: .*refused.* Remedy:"):
        found({"repository": nowhere, "site": SITE, "password": PASSWORD, **keys})


@pytest.mark.parametrize(
    ("repository", "words"),
    [
        (Repository(location="/srv/archives", password=""), "there is no password"),
        (Repository(location="archives", password=PASSWORD), "is no place for archives"),
        (Repository(location="s3:https://s/b", password=PASSWORD), "there are no keys for s3:"),
        (Repository(location="/nowhere/archives", password=PASSWORD), "no folder /nowhere"),
        (Repository(location="/usr", password=PASSWORD), "holds something else than archives"),
    ],
)
def test_what_can_be_seen_to_be_wrong_is_not_tried(repository: Repository, words: str) -> None:
    with pytest.raises(ArchiveError, match=words) as caught:
        check(repository)

    assert "Remedy:" in str(caught.value)
    assert PASSWORD not in str(caught.value)


@pytest.mark.parametrize(
    ("code", "output", "kind", "words"),
    [
        (12, "Fatal: wrong password", ArchiveError, "the password does not open"),
        (1, "Fatal: wrong password or no key found", ArchiveError, "the password does not open"),
        (10, "Fatal: repository does not exist", NoRepositoryError, "there are no archives"),
        (
            1,
            "Fatal: unable to open config file: Stat: The specified key does not exist.\nIs there",
            NoRepositoryError,
            "there are no archives",
        ),
        (11, "Fatal: unable to create lock", LockedError, "another run"),
        (1, "repository is already locked by PID 7", LockedError, "another run"),
        (1, "Fatal: no route\nIs there a repository at x", ArchiveError, "reached: no route. Rem"),
        (7, "", ArchiveError, "restic exits with 7"),
    ],
)
def test_each_failure_of_restic_is_one_message(
    code: int, output: str, kind: type[ArchiveError], words: str
) -> None:
    error = fault(LOCAL, code, output)

    assert type(error) is kind
    assert words in str(error)
    assert "Remedy:" in str(error)


@pytest.mark.parametrize(("wanted", "chosen"), [("latest", 0), ("aaaa", 0), ("aacc3333", 2)])
def test_an_archive_is_chosen_by_its_name_or_as_the_latest(wanted: str, chosen: int) -> None:
    assert choose(ARCHIVES, wanted, site=SITE, location="/srv") is ARCHIVES[chosen]


@pytest.mark.parametrize("wanted", ["aa", "dddd", ""])
def test_an_unknown_archive_is_answered_with_those_there_are(wanted: str) -> None:
    with pytest.raises(ArchiveError, match=r"aaaa1111 \(2026-11-22T05:00:00Z\), aacc3333"):
        choose(ARCHIVES, wanted, site=SITE, location="/srv")


def test_where_there_is_none_the_first_one_is_to_be_made() -> None:
    with pytest.raises(ArchiveError, match=r"nothing to bring back. Remedy: .*backup.yml"):
        choose([], "latest", site=SITE, location="/srv")


def test_times_are_told_in_one_zone_and_foreign_snapshots_are_passed_over() -> None:
    snapshot = '{"short_id": "%s", "hostname": "a.example", "time": "%s", "tags": %s}'
    text = ",".join(
        [
            snapshot % ("first", "2026-11-22T05:09:22.432837977Z", '["traductor", "content=x"]'),
            snapshot % ("second", "2026-11-22T06:09:21+01:00", '["traductor"]'),
            snapshot % ("foreign", "2026-11-22T07:00:00Z", "null"),
        ]
    )

    archives = read_archives(f"[{text}]".encode())

    assert [(one.identifier, one.time, one.digest) for one in archives] == [
        ("first", "2026-11-22T05:09:22Z", "x"),
        ("second", "2026-11-22T05:09:21Z", ""),
    ]
    assert read_archives(b"null") == []


def test_a_machine_without_restic_is_told_what_to_install(
    access: Json, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(ArchiveError, match=r"restic is missing .* Remedy: apt-get install restic"):
        found(access)


def test_at_least_one_archive_is_kept(access: Json) -> None:
    with pytest.raises(ArchiveError, match="backup_keep_last to 1 or more"):
        stored(access, "one", keep_last=0)
    assert not Path(access["repository"]).exists()
