"""The JSON interface has LibreTranslate's names, types and status codes."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from translator.errors import EngineError

QUESTION: dict[str, Any] = {"q": "Good morning.", "source": "en", "target": "es"}


def test_a_string_is_answered_with_a_string(client: FlaskClient) -> None:
    response = client.post("/translate", json=QUESTION)

    assert response.status_code == 200
    assert response.json == {"translatedText": "GOOD MORNING."}


def test_a_list_is_answered_with_a_list(client: FlaskClient) -> None:
    response = client.post("/translate", json={**QUESTION, "q": ["one", "", "two"]})

    assert response.json == {"translatedText": ["ONE", "", "TWO"]}


@pytest.mark.parametrize("way", ["data", "query_string"])
def test_a_form_and_a_query_are_read_like_json(client: FlaskClient, way: str) -> None:
    arguments: dict[str, Any] = {way: {**QUESTION, "api_key": "ignored", "format": ""}}

    assert client.post("/translate", **arguments).json == {"translatedText": "GOOD MORNING."}


def test_auto_names_the_assumed_language_without_confidence(client: FlaskClient) -> None:
    response = client.post("/translate", json={**QUESTION, "source": "auto"})

    assert response.json is not None
    assert response.json["detectedLanguage"] == {"confidence": 0.0, "language": "en"}


def test_auto_with_a_list_names_one_language_a_text(client: FlaskClient) -> None:
    response = client.post("/translate", json={**QUESTION, "q": ["a", "b"], "source": "auto"})

    assert response.json is not None
    assert len(response.json["detectedLanguage"]) == 2


def test_alternatives_differ_from_the_translation(client: FlaskClient) -> None:
    response = client.post("/translate", json={**QUESTION, "alternatives": 2})

    assert response.json == {
        "translatedText": "GOOD MORNING.",
        "alternatives": ["GOOD MORNING.!", "GOOD MORNING.!!"],
    }


def test_html_keeps_its_markup(client: FlaskClient) -> None:
    question = {**QUESTION, "q": "<p>Fish &amp; chips</p>", "format": "html"}

    response = client.post("/translate", json=question)

    assert response.json == {"translatedText": "<p>FISH &amp; CHIPS</p>"}


def test_the_languages_say_what_can_be_reached(client: FlaskClient) -> None:
    assert client.get("/languages").json == [
        {"code": "en", "name": "English", "targets": ["es"]},
        {"code": "es", "name": "Spanish", "targets": []},
    ]


def test_health_means_that_the_engine_has_answered(client: FlaskClient, decoder: Any) -> None:
    assert client.get("/health").json == {"status": "ok"}

    decoder.failure = EngineError("the model is gone")
    response = client.get("/health")

    assert response.status_code == 503
    assert response.json is not None
    assert set(response.json) == {"error"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"q": ""}, "missing q"),
        ({"q": []}, "missing q"),
        ({"q": None}, "missing q"),
        ({"source": ""}, "missing source"),
        ({"target": None}, "missing target"),
        ({"q": 5}, "q must be"),
        ({"q": ["a", 5]}, "q must be"),
        ({"q": {"a": 1}}, "q must be"),
        ({"source": "fr"}, "fr is not supported"),
        ({"target": "auto"}, "auto is not supported"),
        ({"source": "es"}, "not available"),
        ({"target": "en"}, "not available"),
        ({"format": "pdf"}, "format"),
        ({"alternatives": -1}, "alternatives"),
        ({"alternatives": 6}, "alternatives"),
        ({"alternatives": "many"}, "alternatives"),
        ({"alternatives": True}, "alternatives"),
        ({"alternatives": 1e999}, "alternatives"),
        ({"q": "x" * 201}, "the limit is 200"),
        ({"q": ["x" * 101, "y" * 100]}, "the limit is 200"),
    ],
)
def test_a_wrong_question_gets_400_and_an_error_body(
    client: FlaskClient, change: dict[str, Any], message: str
) -> None:
    response = client.post("/translate", json={**QUESTION, **change})

    assert response.status_code == 400
    assert response.json is not None
    assert message in response.json["error"]


def test_half_of_a_surrogate_pair_is_refused(client: FlaskClient) -> None:
    body = json.dumps({**QUESTION, "q": "\ud800"})

    response = client.post("/translate", data=body, content_type="application/json")

    assert response.status_code == 400
    assert "not Unicode" in response.text


def test_an_error_never_repeats_the_text(client: FlaskClient) -> None:
    response = client.post("/translate", json={**QUESTION, "q": "My secret " * 40})

    assert "secret" not in response.text
