"""The archive's name is its content: the same files make the same bytes."""

import gzip
import io
import os
import re
import tarfile
from pathlib import Path

import pytest

from roles.translator.library.service_archive import (
    LAST_FILE,
    pack,
    shipped_files,
    version_of,
    write_archive,
)
from tests.roles.role_files import REPOSITORY, internals

FILES = {
    "compose.yaml": "services: {}\n",
    "translator/app.py": "app = 1\n",
    "translator/static/style.css": "p {}\n",
    "nginx/start": "#!/bin/sh\n",
    "left-out.txt": "no\n",
}
NAMES = ["translator", "compose.yaml", "nginx"]


def make(folder: Path, names: list[str]) -> Path:
    """Write the files in a certain order, and what Python would leave beside them."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(FILES[name])
    (folder / "nginx/start").chmod(0o755)
    cache = folder / "translator/__pycache__"
    cache.mkdir()
    (cache / "app.cpython-313.pyc").write_bytes(os.urandom(16))
    return folder


def members(content: bytes) -> list[tarfile.TarInfo]:
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        return tar.getmembers()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return make(tmp_path / "service", list(FILES))


def test_the_same_files_make_the_same_bytes(source: Path) -> None:
    first = pack(source, NAMES)
    os.utime(source / "compose.yaml", (0, 0))

    assert pack(source, NAMES) == first


def test_the_order_of_creation_and_of_names_does_not_matter(source: Path, tmp_path: Path) -> None:
    other = make(tmp_path / "other", list(FILES)[::-1])

    assert pack(source, NAMES) == pack(other, NAMES[::-1])


def test_who_may_write_a_file_does_not_matter(source: Path) -> None:
    first = pack(source, NAMES)
    (source / "compose.yaml").chmod(0o600)

    assert pack(source, NAMES) == first


@pytest.mark.parametrize("change", ["content", "name", "exec bit"])
def test_what_matters_changes_the_version(source: Path, tmp_path: Path, change: str) -> None:
    before, _ = write_archive(source, NAMES, tmp_path / "releases")
    app = source / "translator/app.py"
    if change == "content":
        app.write_text("app = 2\n")
    elif change == "name":
        app.rename(app.with_name("main.py"))
    else:
        app.chmod(0o755)

    assert write_archive(source, NAMES, tmp_path / "releases")[0] != before


def test_the_archive_holds_what_is_listed_and_ends_with_the_mark(source: Path) -> None:
    names = [member.name for member in members(pack(source, NAMES))]

    assert names == [
        "nginx",
        "translator",
        "translator/static",
        "compose.yaml",
        "nginx/start",
        "translator/app.py",
        "translator/static/style.css",
        LAST_FILE,
    ]


def test_the_exec_bit_is_kept_and_nothing_else_of_the_mode_or_owner(source: Path) -> None:
    found = {member.name: member for member in members(pack(source, NAMES))}

    assert found["nginx/start"].mode == 0o755
    assert found["compose.yaml"].mode == 0o644
    assert found["translator"].mode == 0o755
    assert {(member.uid, member.gid, member.mtime) for member in found.values()} == {(0, 0, 0)}


def test_older_archives_are_deleted_and_the_same_one_stays(source: Path, tmp_path: Path) -> None:
    releases = tmp_path / "cache" / "releases"
    write_archive(source, NAMES, releases)
    (source / "compose.yaml").write_text("services: {a: {}}\n")

    version, path = write_archive(source, NAMES, releases)
    again = write_archive(source, NAMES, releases)

    assert again == (version, path)
    assert list(releases.iterdir()) == [path]
    assert path.name == f"{version}.tar.gz"
    assert len(version) == 12
    assert gzip.decompress(path.read_bytes()) == pack(source, NAMES)


def test_an_archive_that_is_there_is_not_made_again(source: Path, tmp_path: Path) -> None:
    version, path = write_archive(source, NAMES, tmp_path)
    path.write_bytes(b"what is there")

    assert write_archive(source, NAMES, tmp_path) == (version, path)
    assert path.read_bytes() == b"what is there"


def test_the_service_of_this_repository_can_be_packed() -> None:
    shipped = internals("translator")["__translator_shipped"]
    service = REPOSITORY / "service"
    names = [member.name for member in members(pack(service, shipped))]

    assert [name for name in shipped if not (service / name).exists()] == []
    assert {"compose.yaml", ".env.example", "translator/web/app.py"} <= set(names)
    assert not [name for name in names if "__pycache__" in name or name == ".env"]


@pytest.mark.parametrize(
    ("engine", "changed", "another"),
    [
        ("ctranslate2", "translator/web/templates/base.html", False),
        ("ctranslate2", "translator/requirements-tensorflow.txt", False),
        ("ctranslate2", "translator/requirements-ctranslate2.txt", True),
        ("ctranslate2", "translator/Dockerfile", True),
        ("ctranslate2", "model/README.md", True),
        ("tensorflow", "translator/engine.py", True),
        ("tensorflow", "transformer/config.py", True),
        ("tensorflow", "nginx/nginx.conf", False),
    ],
)
def test_only_what_is_built_in_asks_for_another_image(
    tmp_path: Path, engine: str, changed: str, another: bool
) -> None:
    own = internals("translator")
    built = own["__translator_built"] + own["__translator_built_for"][engine]
    shipped = own["__translator_shipped"] + own["__translator_shipped_for"][engine]
    for file in shipped_files(REPOSITORY / "service", shipped):
        copy = tmp_path / file.relative_to(REPOSITORY / "service")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.touch()
    before = version_of(pack(tmp_path, built))
    assert (tmp_path / changed).is_file()
    (tmp_path / changed).write_text("another line\n")

    assert (version_of(pack(tmp_path, built)) != before) is another


@pytest.mark.parametrize("engine", ["ctranslate2", "tensorflow"])
def test_what_an_image_copies_is_built_in_or_seen_in_the_release(engine: str) -> None:
    own = internals("translator")
    built = own["__translator_built"] + own["__translator_built_for"][engine]
    dockerfile = (REPOSITORY / "service" / "translator" / "Dockerfile").read_text()
    stages = re.split(r"(?m)^FROM ", dockerfile)
    other = {"ctranslate2": "tensorflow", "tensorflow": "ctranslate2"}[engine]
    copied = {
        source.replace("${TRANSLATOR_ENGINE}", engine)
        for stage in stages
        if f"AS model-{other}" not in stage
        for line in re.findall(r"(?m)^COPY (?!--from)(.*)", stage)
        for source in line.split()[:-1]
    }
    compose = (REPOSITORY / "service" / "compose.yaml").read_text()
    mounted = {
        "translator": "./translator:/app/translator",
        "settings": ":/app/settings",
        "nginx": "./nginx:/app/nginx",
        ".env.example": "env_file: .env",
    }

    assert {"model", "translator", "settings", "nginx"} <= copied
    assert all(mount in compose for mount in mounted.values())
    left = {name for name in copied - set(mounted) if name.partition("/")[0] not in built}
    assert left <= set(built)
