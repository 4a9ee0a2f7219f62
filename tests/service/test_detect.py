"""Which language a text is in, and what becomes of a text in a language that no model reads."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from translator.directions import Directions
from translator.engine import Engine
from translator.settings import Settings
from translator.web.app import create_app

from tests.service.conftest import MAX_CHARACTERS, ShoutingDecoder

ENGLISH = "Good morning. The train to the city leaves in ten minutes, and we still have no tickets."
SPANISH = "Buenos días. El tren a la ciudad sale dentro de diez minutos y no tenemos billetes."
FRENCH = "Bonjour. Le train pour la ville part dans dix minutes et nous n'avons pas de billets."
QUESTION: dict[str, Any] = {"source": "auto", "target": "es"}


@pytest.fixture
def both() -> FlaskClient:
    """Translate in two directions."""
    engines = [Engine(ShoutingDecoder()), Engine(ShoutingDecoder("es", "en"))]
    return create_app(Settings(server_name="_"), Directions(engines)).test_client()


@pytest.mark.parametrize(("text", "code"), [(ENGLISH, "en"), (SPANISH, "es"), (FRENCH, "fr")])
@pytest.mark.parametrize("way", ["json", "data", "query_string"])
def test_a_language_is_found_as_libretranslate_tells_it(
    client: FlaskClient, way: str, text: str, code: str
) -> None:
    arguments: dict[str, Any] = {way: {"q": text}}

    (found,) = client.post("/detect", **arguments).json or []

    assert set(found) == {"confidence", "language"}
    assert found["language"] == code
    assert 50 < found["confidence"] <= 100


def test_a_text_without_a_language_is_taken_for_the_default(client: FlaskClient) -> None:
    response = client.post("/detect", json={"q": "12345 67"})

    assert response.json == [{"confidence": 0.0, "language": "en"}]


def test_texts_can_be_looked_at_together(client: FlaskClient) -> None:
    response = client.post("/detect", json={"q": SPANISH.split(". ")})

    assert response.json is not None
    assert response.json[0]["language"] == "es"


@pytest.mark.parametrize("q", ["", [], None, 5, {"a": 1}, [5], "x" * (MAX_CHARACTERS + 1)])
def test_what_is_no_text_is_refused(client: FlaskClient, q: Any) -> None:
    response = client.post("/detect", json={"q": q})

    assert response.status_code == 400
    assert response.json is not None
    assert response.json["error"]


def test_auto_tells_the_language_and_translates_from_it(both: FlaskClient) -> None:
    english = both.post("/translate", json={"q": ENGLISH, "source": "auto", "target": "es"})
    spanish = both.post("/translate", json={"q": SPANISH, "source": "auto", "target": "en"})

    for response, text, code in ((english, ENGLISH, "en"), (spanish, SPANISH, "es")):
        assert response.json is not None
        assert response.json["translatedText"] == text.upper()
        assert response.json["detectedLanguage"]["language"] == code
        assert response.json["detectedLanguage"]["confidence"] > 50


def test_auto_with_a_list_names_one_language_a_text(client: FlaskClient) -> None:
    response = client.post("/translate", json={**QUESTION, "q": ENGLISH.split(". ")})

    assert response.json is not None
    assert [each["language"] for each in response.json["detectedLanguage"]] == ["en", "en"]


def test_auto_of_a_text_without_a_language_assumes_one_without_confidence(
    client: FlaskClient,
) -> None:
    response = client.post("/translate", json={**QUESTION, "q": "12345"})

    assert response.json is not None
    assert response.json["detectedLanguage"] == {"confidence": 0.0, "language": "en"}
    assert response.json["translatedText"] == "12345"


def test_auto_names_only_what_it_can_read_unless_it_is_sure(client: FlaskClient) -> None:
    response = client.post("/translate", json={**QUESTION, "q": "Hola"})

    assert response.json is not None
    assert response.json["detectedLanguage"]["language"] == "en"
    assert response.json["translatedText"] == "HOLA"


def test_auto_of_a_text_in_the_wanted_language_gives_it_back(client: FlaskClient) -> None:
    response = client.post("/translate", json={**QUESTION, "q": SPANISH})

    assert response.json is not None
    assert response.json["detectedLanguage"]["language"] == "es"
    assert response.json["translatedText"] == SPANISH
    assert response.json["warning"]["language"] == "es"


@pytest.mark.parametrize("source", ["auto", "en"])
def test_a_text_in_another_language_comes_back_with_a_warning(
    client: FlaskClient, source: str
) -> None:
    response = client.post("/translate", json={"q": FRENCH, "source": source, "target": "es"})

    assert response.json is not None
    assert response.json["translatedText"] == FRENCH
    assert response.json["warning"] == {"code": "other-language", "language": "fr"}


@pytest.mark.parametrize("source", ["auto", "en"])
@pytest.mark.parametrize(
    ("way", "certain"), [("json", True), ("json", "true"), ("data", "1"), ("query_string", "true")]
)
def test_whoever_is_certain_gets_a_translation_all_the_same(
    client: FlaskClient, source: str, way: str, certain: object
) -> None:
    question = {"q": FRENCH, "source": source, "target": "es", "certain": certain}

    response = client.post("/translate", **{way: question})

    assert response.json is not None
    assert response.json["translatedText"] == FRENCH.upper()
    assert "warning" not in response.json


@pytest.mark.parametrize("certain", [False, "false", "0", "", None])
def test_who_is_not_certain_is_warned(client: FlaskClient, certain: object) -> None:
    question = {"q": FRENCH, "source": "en", "target": "es", "certain": certain}

    response = client.post("/translate", json=question)

    assert response.json is not None
    assert response.json["warning"]["language"] == "fr"


@pytest.mark.parametrize("certain", [1, 0.0, "yes", [], {"en": True}])
def test_what_neither_says_nor_denies_it_is_refused(client: FlaskClient, certain: object) -> None:
    question = {"q": FRENCH, "source": "en", "target": "es", "certain": certain}

    response = client.post("/translate", json=question)

    assert response.status_code == 400
    assert response.json == {"error": "Invalid request: certain must be true or false"}


def test_a_sentence_in_another_language_is_copied_unless_somebody_is_certain(
    client: FlaskClient,
) -> None:
    quoted = "Le train pour la ville part dans dix minutes."
    question = {"q": f"{ENGLISH} {quoted}", "source": "en", "target": "es"}

    copied = client.post("/translate", json=question).json or {}
    certain = client.post("/translate", json={**question, "certain": True}).json or {}

    assert copied["translatedText"] == f"{ENGLISH.upper()} {quoted}"
    assert certain["translatedText"] == f"{ENGLISH} {quoted}".upper()


def test_in_a_list_only_the_text_in_another_language_comes_back(client: FlaskClient) -> None:
    question = {"q": [FRENCH, "Yes."], "source": "en", "target": "es"}

    response = client.post("/translate", json=question)

    assert response.json is not None
    assert response.json["translatedText"] == [FRENCH, "YES."]
    assert response.json["warning"] == [{"code": "other-language", "language": "fr"}, None]


def test_markup_is_no_language(client: FlaskClient) -> None:
    text = '<p class="lettre du matin bonjour">Good morning, my dear old friend.</p>'
    question = {"q": text, "source": "auto", "target": "es", "format": "html"}

    response = client.post("/translate", json=question)

    assert response.json is not None
    assert response.json["detectedLanguage"]["language"] == "en"


def test_a_stream_translates_too_where_somebody_is_certain(client: FlaskClient) -> None:
    question = {"q": FRENCH, "source": "auto", "target": "es", "certain": True}

    text = client.post("/translate/stream", json=question).text

    start, *pieces, _ = [
        json.loads(block.split("\ndata: ")[1]) for block in text.strip().split("\n\n")
    ]
    assert start["warning"] is None
    assert "".join(piece["translatedText"] for piece in pieces) == FRENCH.upper()


def test_a_stream_warns_before_it_gives_the_text_back(client: FlaskClient) -> None:
    question = {"q": FRENCH, "source": "auto", "target": "es"}

    text = client.post("/translate/stream", json=question).text

    start, piece, done = [block.split("\ndata: ") for block in text.strip().split("\n\n")]
    assert json.loads(start[1])["warning"] == {"code": "other-language", "language": "fr"}
    assert json.loads(start[1])["detectedLanguage"]["language"] == "fr"
    assert json.loads(piece[1]) == {
        "text": FRENCH,
        "translatedText": FRENCH,
        "confidence": None,
    }
    assert done[0] == "event: done"
