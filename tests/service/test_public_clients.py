"""Clients written for LibreTranslate work against this service as they are."""

import threading
from collections.abc import Iterator
from urllib.error import HTTPError

import pytest
from flask import Flask
from libretranslatepy import LibreTranslateAPI
from werkzeug.serving import make_server


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_libretranslatepy_translates(address: str) -> None:
    client = LibreTranslateAPI(address, api_key="ignored")

    assert client.translate("Fish & chips, ¿eh?\nYes.", "en", "es") == "FISH & CHIPS, ¿EH?\nYES."


def test_libretranslatepy_lists_the_languages(address: str) -> None:
    codes = [language["code"] for language in LibreTranslateAPI(address).languages()]

    assert codes == ["en", "es"]


def test_libretranslatepy_sees_a_wrong_language_as_400(address: str) -> None:
    with pytest.raises(HTTPError) as caught:
        LibreTranslateAPI(address).translate("x", "fr", "es")

    with caught.value as error:
        assert error.code == 400
