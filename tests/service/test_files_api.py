"""A file comes in as a form, and its translation is fetched once from an address of its own."""

import io
import re
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from translator.directions import Directions
from translator.engine import Engine
from translator.errors import BusyError, GoneError
from translator.settings import Settings
from translator.web import kept_files
from translator.web.app import create_app
from translator.web.kept_files import KeptFile, KeptFiles

from tests.service.conftest import MAX_CHARACTERS, ShoutingDecoder


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Keep the files of a test apart from those of everybody else."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield kept_files.default_folder()
    for thread in threading.enumerate():
        if isinstance(thread, threading.Timer):
            thread.cancel()


def upload(
    client: FlaskClient, content: bytes = b"Good morning.", name: str = "letter.txt", **fields: Any
) -> Any:
    form = {"source": "en", "target": "es", "file": (io.BytesIO(content), name), **fields}
    given = {name: value for name, value in form.items() if value is not None}
    return client.post("/translate_file", data=given, content_type="multipart/form-data")


def path_of(response: Any) -> str:
    assert response.status_code == 200, response.text
    assert set(response.json) == {"translatedFileUrl"}
    address = urlsplit(response.json["translatedFileUrl"])
    assert (address.scheme, address.netloc) == ("http", "localhost")
    return str(address.path)


def test_a_file_is_translated_and_fetched_with_its_own_name(client: FlaskClient) -> None:
    path = path_of(upload(client, "Good morning.\nÑandú.\n".encode()))

    response = client.get(path)

    assert response.data.decode() == "GOOD MORNING.\nÑANDÚ.\n"
    disposition = response.headers["Content-Disposition"]
    assert disposition.startswith("attachment")
    assert "letter" in disposition
    assert ".txt" in disposition
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_is_given_out_once(client: FlaskClient, folder: Path) -> None:
    path = path_of(upload(client))

    assert client.get(path).status_code == 200
    response = client.get(path)

    assert response.status_code == 404
    assert response.json is not None
    assert "translate it again" in response.json["error"]
    assert list(folder.iterdir()) == []


def test_whoever_only_looks_does_not_use_the_download_up(client: FlaskClient) -> None:
    path = path_of(upload(client))

    assert client.head(path).status_code == 405
    assert client.get(path).status_code == 200


def test_the_address_cannot_be_guessed_and_does_not_tell_the_name(client: FlaskClient) -> None:
    paths = {path_of(upload(client, name="My secret letter.txt")) for _ in range(5)}

    assert len(paths) == 5
    assert all(re.fullmatch(r"/download_file/[\w-]{32}\.txt", path) for path in paths)


@pytest.mark.parametrize(
    "path",
    [
        "/download_file/" + "a" * 32 + ".txt",
        "/download_file/..%2f..%2fetc%2fpasswd",
        "/download_file/.hidden",
        "/download_file/%00",
        "/download_file/ñ.txt",
    ],
)
def test_no_other_file_is_given_out(client: FlaskClient, path: str) -> None:
    upload(client)

    assert client.get(path).status_code == 404


def test_the_language_of_a_file_can_be_found_out(client: FlaskClient) -> None:
    path = path_of(upload(client, source="auto"))

    assert client.get(path).data == b"GOOD MORNING."


def test_a_file_in_another_language_is_translated_where_somebody_is_certain(
    client: FlaskClient,
) -> None:
    letter = "Bonjour. Le train pour la ville part dans dix minutes."

    copied = upload(client, letter.encode())
    certain = path_of(upload(client, letter.encode(), certain="true"))

    assert copied.json["warning"] == {"code": "other-language", "language": "fr"}
    assert client.get(certain).data.decode() == letter.upper()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"file": None}, "missing file"),
        ({"file": "Good morning."}, "missing file"),
        ({"source": None}, "missing source"),
        ({"target": None}, "missing target"),
        ({"target": ""}, "missing target"),
        ({"source": "fr"}, "fr is not supported"),
        ({"source": "auto", "target": "fr"}, "fr is not supported"),
        ({"name": "letter.exe"}, "not supported"),
        ({"name": "letter"}, "not supported"),
        ({"name": ""}, "missing file"),
        ({"name": "letter.docx"}, ""),
        ({"content": b"x" * (MAX_CHARACTERS + 1)}, f"the limit is {MAX_CHARACTERS}"),
        ({"glossary": "[]"}, "glossary"),
        ({"certain": "perhaps"}, "certain must be true or false"),
    ],
)
def test_a_file_that_cannot_be_translated_is_refused_as_libretranslate_does(
    client: FlaskClient, folder: Path, change: dict[str, Any], message: str
) -> None:
    response = upload(client, **change)

    assert response.status_code == 400
    assert response.json is not None
    assert message in response.json["error"]
    assert not folder.is_dir() or list(folder.iterdir()) == []


def test_a_file_may_be_larger_than_a_text_but_not_without_end(directions: Directions) -> None:
    settings = Settings(server_name="_", max_characters=10, max_file_megabytes=1)
    client = create_app(settings, directions).test_client()

    large = post_raw(client, b"<!--" + b" " * 900_000 + b"-->Hi.")
    too_large = post_raw(client, b" " * 1_200_000)

    assert large.status_code == 200
    assert too_large.status_code == 413
    assert too_large.json is not None
    assert too_large.json["error"]


def post_raw(client: FlaskClient, content: bytes) -> Any:
    """Send a page; the test client itself would write so large a form to a disk."""
    fields = {"source": "en", "target": "es"}
    parts = [f'name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields.items()]
    parts.append(b'name="file"; filename="page.html"\r\n\r\n' + content + b"\r\n")
    body = b"".join(b"--X\r\nContent-Disposition: form-data; " + part for part in parts)
    return client.post(
        "/translate_file", data=body + b"--X--\r\n", content_type="multipart/form-data; boundary=X"
    )


def test_a_busy_engine_keeps_no_file(
    client: FlaskClient, decoder: ShoutingDecoder, folder: Path
) -> None:
    decoder.failure = BusyError(retry_after_seconds=4)

    response = upload(client)

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "4"
    assert not folder.is_dir()


def test_both_directions_translate_files() -> None:
    directions = Directions([Engine(ShoutingDecoder()), Engine(ShoutingDecoder("es", "en"))])
    client = create_app(Settings(server_name="_"), directions).test_client()

    path = path_of(upload(client, b"Buenos d\xc3\xadas.", source="es", target="en"))

    assert client.get(path).data.decode() == "BUENOS DÍAS."


class Clock:
    def __init__(self) -> None:
        self.now = time.time()

    def __call__(self) -> float:
        return self.now


def a_file(size: int = 1) -> KeptFile:
    return KeptFile("a.txt", b"x" * size, "text/plain")


def test_a_file_is_forgotten_after_some_minutes(folder: Path) -> None:
    clock = Clock()
    kept = KeptFiles(folder, max_bytes=1_000, clock=clock)
    name = kept.keep(a_file())

    clock.now += kept_files.KEPT_SECONDS + 1

    with pytest.raises(GoneError):
        kept.take(name)
    assert list(folder.iterdir()) == []


def test_files_are_forgotten_even_if_nobody_asks(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_files, "KEPT_SECONDS", 0.3)
    monkeypatch.setattr(kept_files, "SWEEP_SECONDS", 0.05)
    kept = KeptFiles(folder, max_bytes=1_000)

    for _ in range(5):
        kept.keep(a_file())

    # One thread for all of them: the container allows only so many.
    assert sum(isinstance(each, threading.Timer) for each in threading.enumerate()) == 1
    deadline = time.monotonic() + 5
    while list(folder.iterdir()):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_the_oldest_make_room_for_the_new(folder: Path) -> None:
    kept = KeptFiles(folder, max_bytes=1_000)

    names = [kept.keep(a_file(300)) for _ in range(5)]

    assert sum(path.stat().st_size for path in folder.iterdir()) <= 1_000
    assert kept.take(names[-1]) == a_file(300)
    with pytest.raises(GoneError):
        kept.take(names[0])


def test_there_are_never_more_than_so_many(folder: Path) -> None:
    kept = KeptFiles(folder, max_bytes=1_000_000)

    for _ in range(kept_files.MAX_FILES + 5):
        kept.keep(a_file())

    assert len(list(folder.iterdir())) == kept_files.MAX_FILES


def test_of_many_who_ask_at_a_time_one_gets_the_file(folder: Path) -> None:
    name = KeptFiles(folder, max_bytes=1_000).keep(a_file())
    outcomes: list[bool] = []

    def take() -> None:
        try:
            KeptFiles(folder, max_bytes=1_000).take(name)
        except GoneError:
            outcomes.append(False)
        else:
            outcomes.append(True)

    threads = [threading.Thread(target=take) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == [False] * 15 + [True]


def test_nobody_else_may_look_into_the_folder(folder: Path) -> None:
    KeptFiles(folder, max_bytes=1_000).keep(a_file())

    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_is_somebody_elses_is_not_used(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    folder.symlink_to(tmp_path / "elsewhere")

    with pytest.raises(PermissionError):
        KeptFiles(folder, max_bytes=1_000).keep(a_file())
