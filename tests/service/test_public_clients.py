"""Clients written for LibreTranslate work against this service as they are."""

from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError

import pytest
from deep_translator import LibreTranslator  # type: ignore[import-untyped]
from deep_translator.exceptions import (  # type: ignore[import-untyped]
    AuthorizationException,
    ServerException,
)
from flask import Flask
from libretranslatepy import LibreTranslateAPI
from translator.directions import Directions
from translator.settings import Settings
from translator.web.app import create_app
from translator.web.keys import ApiKeys, new_key

from tests.service.serving import served

KEY, MADE = new_key("ana", requests_per_minute=3)


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    with served(app) as address:
        yield f"{address}/"


@pytest.fixture
def locked_address(directions: Directions) -> Iterator[str]:
    """Serve to holders of a key only."""
    settings = Settings(server_name="_", api_key_required="yes", requests_per_minute=1_000)
    keys = ApiKeys([MADE], are_required=True)
    with served(create_app(settings, directions, keys)) as address:
        yield f"{address}/"


def deep(address: str, key: str = "ignored", **languages: str) -> LibreTranslator:
    asked = {"source": "en", "target": "es", **languages}
    return LibreTranslator(**asked, api_key=key, custom_url=address)


def test_libretranslatepy_translates(address: str) -> None:
    client = LibreTranslateAPI(address, api_key="ignored")

    assert (
        client.translate("Salt + pepper = 100 % good, señor.\nYes.", "en", "es")
        == "SALT + PEPPER = 100 % GOOD, SEÑOR.\nYES."
    )


def test_libretranslatepy_lists_the_languages(address: str) -> None:
    codes = [language["code"] for language in LibreTranslateAPI(address).languages()]

    assert codes == ["en", "es"]


def test_libretranslatepy_detects_a_language(address: str) -> None:
    (found,) = LibreTranslateAPI(address).detect("The letter arrived early this morning.")

    assert found["language"] == "en"
    assert found["confidence"] > 50


def test_libretranslatepy_sees_a_wrong_language_as_400(address: str) -> None:
    with pytest.raises(HTTPError) as caught:
        LibreTranslateAPI(address).translate("x", "fr", "es")

    with caught.value as error:
        assert error.code == 400


def test_libretranslatepy_uses_its_key(locked_address: str) -> None:
    with pytest.raises(HTTPError) as caught:
        LibreTranslateAPI(locked_address, api_key="wrong").translate("Yes.", "en", "es")

    with caught.value as error:
        assert error.code == 403
    assert LibreTranslateAPI(locked_address, api_key=KEY).translate("Yes.") == "YES."


def test_deep_translator_translates(address: str) -> None:
    assert (
        deep(address).translate("Salt + pepper = 100 % good, señor.\nYes.")
        == "SALT + PEPPER = 100 % GOOD, SEÑOR.\nYES."
    )


def test_deep_translator_takes_languages_by_name_and_finds_them_out(address: str) -> None:
    assert deep(address, source="English", target="Spanish").translate("Yes.") == "YES."
    assert deep(address, source="auto").translate("Yes.") == "YES."


def test_deep_translator_translates_batches_and_files(address: str, tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Good morning.\n")

    assert deep(address).translate_batch(["One.", "Two."]) == ["ONE.", "TWO."]
    assert deep(address).translate_file(str(file)) == "GOOD MORNING."


def test_deep_translator_sees_a_wrong_key_as_refused(locked_address: str) -> None:
    with pytest.raises(AuthorizationException):
        deep(locked_address, key="wrong").translate("Yes.")

    assert deep(locked_address, key=KEY).translate("Yes.") == "YES."


def test_deep_translator_sees_a_missing_direction_as_a_failure(address: str) -> None:
    with pytest.raises(ServerException):
        deep(address, source="es", target="en").translate("Sí.")
