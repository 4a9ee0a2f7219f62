"""The JSON interface has LibreTranslate's names, types and status codes."""

import json
import time
from collections.abc import Sequence
from typing import Any

import pytest
from flask.testing import FlaskClient
from translator.decoders.decoder import Hypothesis
from translator.directions import Directions
from translator.engine import Demand, Engine
from translator.errors import DeadlineError
from translator.settings import Settings
from translator.web.app import create_app

from tests.service.conftest import ShoutingDecoder

UNHURRIED = Demand()
BEGINNINGS = ("", "WELL, ", "SO, ", "NOW, ")

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


class Hesitating(ShoutingDecoder):
    """Say the same in other words."""

    def hypotheses(
        self, sentences: Sequence[str], *, count: int, guarded: bool = False
    ) -> list[list[Hypothesis]]:
        ranked = super().hypotheses(sentences, count=count, guarded=guarded)
        return [
            [
                Hypothesis(BEGINNINGS[rank] + each.text.rstrip("!"), each.confidence)
                for rank, each in enumerate(hypotheses)
            ]
            for hypotheses in ranked
        ]


@pytest.mark.parametrize("count", [1, 2, "2", 3.0])
def test_alternatives_differ_from_the_translation(count: Any) -> None:
    directions = Directions([Engine(Hesitating())])
    client = create_app(Settings(server_name="_"), directions).test_client()

    response = client.post("/translate", json={**QUESTION, "alternatives": count})

    assert response.json is not None
    alternatives = response.json["alternatives"]
    assert response.json["translatedText"] == "GOOD MORNING."
    assert len({*alternatives, "GOOD MORNING."}) == int(count) + 1


def test_html_keeps_its_markup(client: FlaskClient) -> None:
    question = {**QUESTION, "q": "<p>Fish &amp; chips</p>", "format": "html"}

    response = client.post("/translate", json=question)

    assert response.json == {"translatedText": "<p>FISH &amp; CHIPS</p>"}


def test_a_glossary_of_the_caller_is_read_from_json_and_from_a_form(client: FlaskClient) -> None:
    terms = {"morning": "alba"}

    by_json = client.post("/translate", json={**QUESTION, "glossary": terms})
    by_form = client.post("/translate", data={**QUESTION, "glossary": json.dumps(terms)})

    assert (by_json.status_code, by_form.status_code) == (200, 200)


def test_the_settings_for_other_pages_have_libretranslates_names(client: FlaskClient) -> None:
    found = client.get("/frontend/settings").json

    assert found is not None
    assert found["charLimit"] == 200
    assert (found["apiKeys"], found["keyRequired"], found["suggestions"]) == (False, False, False)
    assert found["filesTranslation"] is True
    assert {".txt", ".srt", ".html", ".docx"} <= set(found["supportedFilesFormat"])
    assert found["language"]["target"] == {"code": "es", "name": "Spanish"}
    assert isinstance(found["frontendTimeout"], int)


def test_a_deadline_that_has_passed_is_a_503(directions: Directions) -> None:
    engine = directions.first
    engine.translate = late  # type: ignore[method-assign]
    client = create_app(Settings(server_name="_"), directions).test_client()

    response = client.post("/translate", json=QUESTION)

    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert response.headers["X-Error-Code"] == "deadline"


def late(texts: Sequence[str], demand: Demand = UNHURRIED) -> list[str]:
    """Take longer than any request may."""
    assert texts
    assert 0 < demand.deadline - time.monotonic() <= Settings.request_timeout_seconds
    raise DeadlineError


def test_the_languages_say_what_can_be_reached(client: FlaskClient) -> None:
    assert client.get("/languages").json == [
        {"code": "en", "name": "English", "targets": ["es"]},
        {"code": "es", "name": "Spanish", "targets": []},
    ]


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
        ({"alternatives": 1.5}, "alternatives"),
        ({"q": ["a"] * 1_001}, "the limit is 1,000"),
        ({"source": ["en"]}, "source must be"),
        ({"target": {"a": 1}}, "target must be"),
        ({"source": "\ud800"}, "not supported"),
        ({"glossary": []}, "glossary"),
        ({"glossary": "x"}, "glossary"),
        ({"glossary": {"a": 5}}, "glossary"),
        ({"glossary": {"\ud800": "x"}}, "not Unicode"),
        ({"glossary": {"a": "x" * 101}}, "glossary"),
        ({"glossary": dict.fromkeys(map(str, range(201)), "x")}, "200"),
        ({"q": "x" * 201}, "the limit is 200"),
        ({"q": ["x" * 101, "y" * 100]}, "the limit is 200"),
    ],
)
def test_a_wrong_question_gets_400_and_an_error_body(
    client: FlaskClient, change: dict[str, Any], message: str
) -> None:
    # Not by json=, which cannot send half of a surrogate pair.
    body = json.dumps({**QUESTION, **change})

    response = client.post("/translate", data=body, content_type="application/json")

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
