"""API keys: hashed in the owner's file, known when they come, and limited one by one."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from translator.directions import Directions
from translator.errors import InputError, SettingsError
from translator.settings import Settings
from translator.web import keys
from translator.web.app import create_app
from translator.web.keys import ApiKeys, new_key

QUESTION: dict[str, Any] = {"q": "Good morning.", "source": "en", "target": "es"}
KEY, MADE = new_key("ana", requests_per_minute=2)
OTHER_KEY, OTHER_MADE = new_key("benito", requests_per_minute=0)
PAGE = {"Origin": "http://localhost"}


def client_of(directions: Directions, **settings: Any) -> FlaskClient:
    made = Settings(server_name="_", **settings)
    required = made.api_key_required == "yes"
    known = ApiKeys([MADE, OTHER_MADE], are_required=required)
    return create_app(made, directions, known).test_client()


def test_a_key_is_shown_once_and_only_its_hash_is_kept() -> None:
    key, made = new_key("ana", requests_per_minute=5)

    assert made.sha256 == hashlib.sha256(key.encode()).hexdigest()
    assert made.line == f"{made.sha256} 5 ana"
    assert key not in made.line
    assert len(key) >= 43
    assert new_key("ana", requests_per_minute=5)[0] != key


@pytest.mark.parametrize(
    ("name", "number"),
    [("", 5), ("a" * 65, 5), ("a\nb", 5), ('"', 5), (" a", 5), ("a", -1), ("a", 1_000_001)],
)
def test_a_key_that_could_not_be_read_back_is_not_made(name: str, number: int) -> None:
    with pytest.raises(InputError, match="up to 64 letters"):
        new_key(name, requests_per_minute=number)


def test_a_key_is_found_by_itself_only() -> None:
    known = ApiKeys([MADE, OTHER_MADE])

    assert known.find(KEY) == MADE
    assert known.find(OTHER_KEY) == OTHER_MADE
    for wrong in ("", KEY[:-1], KEY + "x", MADE.sha256, "ñ", "\ud800"):
        assert known.find(wrong) is None


def test_the_file_of_the_owner_is_read_with_its_comments(tmp_path: Path) -> None:
    file = tmp_path / "api-keys.txt"
    file.write_text(f"# keys\n\n{MADE.line}\n  {OTHER_MADE.sha256}\t0  benito \r\n")

    known = ApiKeys.of_file(file)

    assert (known.find(KEY), known.find(OTHER_KEY)) == (MADE, OTHER_MADE)


def test_the_file_that_is_shipped_can_be_read_and_has_no_keys() -> None:
    assert keys.KEYS_FILE.is_file()
    assert not ApiKeys.of_file(keys.KEYS_FILE).are_used


def test_no_file_means_no_keys(tmp_path: Path) -> None:
    assert not ApiKeys.of_file(tmp_path / "api-keys.txt").are_used


# What is drawn by lot must not be in a test's name.
DRAWN = {
    "hash": MADE.sha256,
    "short_hash": MADE.sha256[:-1],
    "upper_hash": MADE.sha256.upper(),
    "key": KEY,
}


@pytest.mark.parametrize(
    "pattern",
    [
        "ana",
        "{hash}",
        "{hash} ana",
        "{hash} 5",
        "{hash} -5 ana",
        "{hash} 5.0 ana",
        "{hash} 9999999 ana",
        "{short_hash} 5 ana",
        "{upper_hash} 5 ana",
        '{hash} 5 "ana"',
        "{hash} 5 " + "a" * 65,
        "{key} 5 ana",
    ],
)
def test_a_line_with_a_fault_stops_the_start_and_is_named(tmp_path: Path, pattern: str) -> None:
    line = pattern.format(**DRAWN)
    file = tmp_path / "api-keys.txt"
    file.write_text(f"# keys\n{OTHER_MADE.line}\n{line}\n")

    with pytest.raises(SettingsError, match=r"line 3 of api-keys\.txt") as caught:
        ApiKeys.of_file(file)

    assert KEY not in str(caught.value)


def test_two_keys_of_one_name_stop_the_start() -> None:
    with pytest.raises(SettingsError, match="line 2 of x has the name"):
        ApiKeys.of_lines([MADE.line, f"{OTHER_MADE.sha256} 1 ana"], "x")


@pytest.mark.parametrize("way", ["json", "form", "query", "bearer"])
def test_a_key_is_taken_from_wherever_clients_put_it(directions: Directions, way: str) -> None:
    client = client_of(directions, api_key_required="yes")
    arguments: dict[str, Any] = {
        "json": {"json": {**QUESTION, "api_key": KEY}},
        "form": {"data": {**QUESTION, "api_key": KEY}},
        "query": {"query_string": {**QUESTION, "api_key": KEY}},
        "bearer": {"json": QUESTION, "headers": {"Authorization": f"Bearer {KEY}"}},
    }[way]

    assert client.post("/translate", **arguments).status_code == 200


@pytest.mark.parametrize("required", ["yes", "no"])
def test_a_wrong_key_is_refused_as_libretranslate_does(
    directions: Directions, required: str
) -> None:
    client = client_of(directions, api_key_required=required)

    response = client.post("/translate", json={**QUESTION, "api_key": "wrong"}, headers=PAGE)

    assert response.status_code == 403
    assert response.json == {"error": "Invalid API key"}


@pytest.mark.parametrize("path", ["/translate", "/translate/stream", "/detect", "/translate_file"])
def test_a_program_without_a_key_is_refused_where_one_is_needed(
    directions: Directions, path: str
) -> None:
    response = client_of(directions, api_key_required="yes").post(path, data=QUESTION)

    assert response.status_code == 400
    assert response.json == {"error": "Please contact the server operator to get an API key"}


@pytest.mark.parametrize("key", ["", None, 5, ["x"]])
def test_no_key_is_needed_where_none_is_required(directions: Directions, key: Any) -> None:
    client = client_of(directions)

    assert client.post("/translate", json={**QUESTION, "api_key": key}).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "http://localhost"}, 200),
        ({"Origin": "https://localhost"}, 200),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, 400),
        ({"Sec-Fetch-Site": "same-site"}, 400),
        ({"Sec-Fetch-Site": "none"}, 400),
        ({"Origin": "http://elsewhere.example.com"}, 400),
        ({"Origin": "http://localhost:81"}, 400),
        ({"Origin": "null"}, 400),
        ({"Origin": ""}, 400),
        ({}, 400),
    ],
)
def test_the_page_itself_needs_no_key(
    directions: Directions, headers: dict[str, str], status: int
) -> None:
    client = client_of(directions, api_key_required="yes")

    response = client.post("/translate/stream", json=QUESTION, headers=headers)

    assert response.status_code == status


def test_the_form_of_the_page_works_where_programs_need_a_key(directions: Directions) -> None:
    client = client_of(directions, api_key_required="yes")

    assert client.get("/").status_code == 200
    assert client.post("/result", data={"English": "Good morning."}).status_code == 200
    assert client.get("/languages").status_code == 200


def test_where_there_are_no_keys_one_that_is_sent_is_ignored(client: FlaskClient) -> None:
    assert client.post("/translate", json={**QUESTION, "api_key": "any"}).status_code == 200


def test_each_key_has_its_own_limit(directions: Directions) -> None:
    client = client_of(directions, requests_per_minute=1)

    def ask(key: str) -> int:
        return client.post("/translate", json={**QUESTION, "api_key": key}).status_code

    assert [ask(KEY) for _ in range(3)] == [200, 200, 429]
    assert [ask(OTHER_KEY) for _ in range(5)] == [200] * 5
    assert [ask("") for _ in range(2)] == [200, 429]


def test_trying_keys_is_limited_like_everything_else(directions: Directions) -> None:
    client = client_of(directions, requests_per_minute=2)

    statuses = [
        client.post("/translate", json={**QUESTION, "api_key": f"guess {n}"}).status_code
        for n in range(3)
    ]

    assert statuses == [403, 403, 429]


def test_a_missing_file_of_keys_is_reported_by_the_application(
    directions: Directions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "api-keys.txt"
    file.write_text("nonsense\n")
    monkeypatch.setattr(keys, "KEYS_FILE", file)

    with pytest.raises(SettingsError, match="new-api-key"):
        create_app(Settings(server_name="_"), directions)
