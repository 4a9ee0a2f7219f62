"""The page without JavaScript: form, result, and a clear message for every mistake."""

import io
import logging
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from translator.directions import Directions
from translator.engine import Engine
from translator.errors import EngineError
from translator.settings import Settings
from translator.web.app import create_app
from werkzeug.test import TestResponse

from tests.service.conftest import ShoutingDecoder

FRENCH = "Bonjour. Le train pour la ville part dans dix minutes."


@pytest.fixture
def both_client() -> FlaskClient:
    """Give a page of both directions."""
    engines = [Engine(ShoutingDecoder()), Engine(ShoutingDecoder("es", "en"))]
    app: Flask = create_app(Settings(server_name="_"), Directions(engines))
    return app.test_client()


def send_file(client: FlaskClient, **fields: str) -> TestResponse:
    form = {"file": (io.BytesIO(FRENCH.encode()), "letter.txt"), **fields}
    return client.post("/file", data=form)


@pytest.mark.parametrize("path", ["/", "/index"])
def test_the_form_has_the_field_english(client: FlaskClient, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 200
    assert 'name="English"' in response.text
    assert '<html lang="es"' in response.text
    assert "Traducir" in response.text


def test_the_result_shows_both_sentences_and_the_way_back(client: FlaskClient) -> None:
    response = client.post("/result", data={"English": "Good morning."})

    assert response.status_code == 200
    assert "Good morning." in response.text
    assert "GOOD MORNING." in response.text
    assert "Volver" in response.text


def test_the_sentences_are_escaped(client: FlaskClient) -> None:
    response = client.post("/result", data={"English": "<script>alert('x')</script>"})

    assert "<script" not in response.text.lower()
    assert "&lt;script&gt;" in response.text


def test_line_breaks_and_leading_spaces_are_kept(client: FlaskClient) -> None:
    response = client.post("/result", data={"English": "  one\r\n\r\ntwo"})

    assert "  ONE\n\nTWO" in response.text


def test_a_sentence_that_the_model_is_unsure_of_is_underlined_and_explained(
    client: FlaskClient,
) -> None:
    text = f"So {' '.join(map(str, range(50)))} and then a few more words to be unsure of."
    unsure = client.post("/result", data={"English": text}).text
    sure = client.post("/result", data={"English": "So."}).text

    assert '<span class="unsure">SO 0 1' in unsure
    assert "menos seguro" in unsure
    assert "unsure" not in sure
    assert "menos seguro" not in sure


@pytest.mark.parametrize("text", ["", "   ", "\r\n\t"])
def test_an_empty_text_is_refused_in_spanish(client: FlaskClient, text: str) -> None:
    response = client.post("/result", data={"English": text})

    assert response.status_code == 400
    assert "Escriba primero el texto" in response.text


def test_a_text_that_is_too_long_is_refused_with_the_numbers_and_not_lost(
    client: FlaskClient,
) -> None:
    text = "word " * 60

    response = client.post("/result", data={"English": text})

    assert response.status_code == 413
    assert "300 caracteres" in response.text
    assert "máximo es 200" in response.text
    assert text in response.text


def test_a_line_break_counts_as_one_character(client: FlaskClient) -> None:
    assert client.post("/result", data={"English": "x\r\n" * 100}).status_code == 200


def test_the_message_is_announced_and_tied_to_the_field(client: FlaskClient) -> None:
    page = client.post("/result", data={"English": ""}).text

    assert 'role="alert"' in page
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="error limit"' in page


def test_an_unknown_page_is_answered_in_spanish_with_the_form(client: FlaskClient) -> None:
    response = client.get("/nothing")

    assert response.status_code == 404
    assert "no existe" in response.text
    assert 'name="English"' in response.text


def test_a_wrong_method_says_which_are_allowed(client: FlaskClient) -> None:
    response = client.get("/result")

    assert response.status_code == 405
    assert "POST" in response.headers["Allow"]


def test_an_engine_that_is_away_is_503_and_says_when_to_return(
    client: FlaskClient, decoder: Any
) -> None:
    decoder.failure = EngineError("not loaded")

    response = client.post("/result", data={"English": "Good morning."})

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert "no está disponible" in response.text
    assert "Good morning." in response.text


def test_a_surprise_is_logged_without_the_text(
    client: FlaskClient, decoder: Any, caplog: pytest.LogCaptureFixture
) -> None:
    decoder.failure = RuntimeError("cannot translate My Secret Letter")

    with caplog.at_level(logging.DEBUG):
        response = client.post("/result", data={"English": "My Secret Letter"})

    assert response.status_code == 500
    assert "RuntimeError" in caplog.text
    assert "Secret" not in caplog.text


@pytest.mark.parametrize(("path", "data"), [("/", None), ("/result", {"English": "Hi."})])
def test_a_page_has_no_inline_script_or_style_and_no_foreign_source(
    client: FlaskClient, path: str, data: dict[str, str] | None
) -> None:
    page = (client.post(path, data=data) if data else client.get(path)).text

    assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=", page)
    addresses = re.findall(r'(?:src|href|action)="([^"]*)"', page)
    assert addresses
    assert all(address.startswith(("/", "#")) for address in addresses)


def test_every_address_of_the_page_s_own_files_exists(client: FlaskClient) -> None:
    page = client.get("/").text
    addresses = set(re.findall(r'(?:href|src)="(/(?:static|modules|manifest)[^"]+)"', page))

    assert len(addresses) > 15
    for address in addresses:
        with client.get(address) as response:
            assert response.status_code == 200, address


def test_no_answer_may_be_stored(client: FlaskClient) -> None:
    response = client.post("/result", data={"English": "Good morning."})

    assert response.headers["Cache-Control"] == "no-store"


def test_one_direction_asks_for_no_language(client: FlaskClient) -> None:
    assert "<select" not in client.get("/").text


def test_both_directions_let_choose_the_language_or_have_it_detected(
    both_client: FlaskClient,
) -> None:
    page = both_client.get("/").text

    assert re.findall(r'<option value="(\w+)"', page) == ["auto", "en", "es"]


def test_the_chosen_language_decides_the_direction(both_client: FlaskClient) -> None:
    page = both_client.post("/result", data={"English": "Hola.", "source": "es"}).text

    assert '<p class="text" id="sentence" lang="es">' in page
    assert '<p class="text" id="translation" lang="en">' in page


def test_the_language_is_detected_where_that_is_chosen(both_client: FlaskClient) -> None:
    text = "Buenos días, muchas gracias por su carta de la semana pasada."

    page = both_client.post("/result", data={"English": text, "source": "auto"}).text

    assert "Idioma detectado: Español." in page
    assert '<p class="text" id="translation" lang="en">' in page


def test_a_text_in_another_language_is_left_with_a_warning_and_a_way_to_switch(
    both_client: FlaskClient,
) -> None:
    text = "Buenos días, muchas gracias por su carta de la semana pasada."

    page = both_client.post("/result", data={"English": text, "source": "en"}).text

    assert "no parece estar en inglés" in page
    assert text.upper() not in page
    assert 'name="source" value="es">Traducir del español' in page
    assert 'name="certain" value="en">Traducir del inglés de todos modos' in page


@pytest.mark.parametrize("source", ["auto", "en"])
def test_a_visitor_who_is_certain_gets_a_translation_and_keeps_it(
    both_client: FlaskClient, source: str
) -> None:
    form = {"English": FRENCH, "source": source}

    left = both_client.post("/result", data=form).text
    page = both_client.post("/result", data={**form, "certain": "en"}).text

    assert FRENCH.upper() not in left
    assert "Idioma detectado" not in left
    assert FRENCH.upper() in page
    assert "no parece estar" not in page
    # The header's buttons send it again.
    assert '<input name="certain" type="hidden" value="en">' in page


def test_a_language_that_nobody_offers_makes_nobody_certain(both_client: FlaskClient) -> None:
    form = {"English": FRENCH, "source": "en", "certain": "fr"}

    page = both_client.post("/result", data=form).text

    assert FRENCH.upper() not in page
    assert 'type="hidden" value="fr"' not in page


def test_a_file_in_another_language_is_refused_with_a_way_to_insist(
    both_client: FlaskClient,
) -> None:
    refused = send_file(both_client)
    page = send_file(both_client, certain="es")

    assert refused.status_code == 400
    assert re.findall(r'name="certain" value="(\w+)"', refused.text) == ["en", "es"]
    assert page.status_code == 200
    assert page.data.decode() == FRENCH.upper()
    assert 'name="certain"' not in both_client.get("/").text
