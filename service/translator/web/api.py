"""The JSON interface, in the public shape of LibreTranslate so that its clients work unchanged."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request

from translator.directions import LANGUAGE_NAMES, Directions
from translator.documents import EXTENSIONS
from translator.documents.html import translate_html
from translator.engine import Demand, Engine
from translator.settings import Settings
from translator.text.language import detect
from translator.web.admission import KEYS
from translator.web.demand import demand
from translator.web.direction import AUTO, Choice, choose, described, known, warning
from translator.web.keys import ApiKeys
from translator.web.query import Query, required, texts_of
from translator.web.reading import checked, parameters

# How long such a page waits after the last key before it asks.
FRONTEND_TIMEOUT_MILLISECONDS = 500


def create_blueprint(settings: Settings, directions: Directions) -> Blueprint:
    """Serve `/translate`, `/detect`, `/languages` and `/frontend/settings`."""
    api = Blueprint("api", __name__)

    @api.post("/translate")
    def translate() -> Response:
        query = Query.from_parameters(parameters(request))
        checked(query.texts, max_characters=settings.max_characters)
        choice = choose(
            directions,
            query.texts,
            source=query.source,
            target=query.target,
            is_html=query.is_html,
            is_certain=query.is_certain,
        )
        wanted = demand(settings, query.glossary, is_certain=query.is_certain)
        return jsonify(_answer(query, choice, wanted))

    @api.post("/detect")
    def detect_language() -> Response:
        texts = texts_of(required(parameters(request), "q"))
        checked(texts, max_characters=settings.max_characters)
        found = known(detect("\n".join(texts)), directions.first.source)
        return jsonify([described(found)])

    @api.get("/languages")
    def languages() -> Response:
        return jsonify(
            [{**_named(code), "targets": directions.targets(code)} for code in directions.languages]
        )

    @api.get("/frontend/settings")
    def frontend_settings() -> Response:
        keys: ApiKeys = current_app.extensions[KEYS]
        return jsonify(_frontend_settings(settings, directions, keys))

    return api


def _named(code: str) -> dict[str, Any]:
    return {"code": code, "name": LANGUAGE_NAMES.get(code, code)}


def _frontend_settings(settings: Settings, directions: Directions, keys: ApiKeys) -> dict[str, Any]:
    """Describe the service to a page made for LibreTranslate."""
    return {
        "apiKeys": keys.are_used,
        "charLimit": settings.max_characters,
        "filesTranslation": True,
        "frontendTimeout": FRONTEND_TIMEOUT_MILLISECONDS,
        "keyRequired": keys.are_required,
        "language": {
            "source": {"code": AUTO, "name": "Auto Detect"},
            "target": _named(directions.first.target),
        },
        "suggestions": False,
        "supportedFilesFormat": list(EXTENSIONS),
    }


def _answer(query: Query, choice: Choice, wanted: Demand) -> dict[str, Any]:
    """Translate a checked query and give the answer the shape of the question."""
    texts = query.texts
    translated = _translated(query, choice, wanted)
    answer: dict[str, Sequence[Any]] = {"translatedText": translated}
    if choice.detected is not None:
        answer["detectedLanguage"] = [described(choice.detected)] * len(texts)
    if query.alternatives:
        answer["alternatives"] = [
            [] if query.is_html or stranger else _others(text, best, query, choice.engine, wanted)
            for text, best, stranger in zip(texts, translated, choice.strangers, strict=True)
        ]
    if any(choice.strangers):
        answer["warning"] = [stranger and warning(stranger) for stranger in choice.strangers]
    return dict(answer) if query.is_batch else {name: each[0] for name, each in answer.items()}


def _translated(query: Query, choice: Choice, wanted: Demand) -> list[str]:
    """Translate the texts; one in another language comes back as it is."""
    own = [text for text, each in zip(query.texts, choice.strangers, strict=True) if each is None]
    translate = partial(choice.engine.translate, demand=wanted)
    done = iter(translate_html(own, translate) if query.is_html else translate(own))
    return [
        next(done) if stranger is None else text
        for text, stranger in zip(query.texts, choice.strangers, strict=True)
    ]


def _others(text: str, best: str, query: Query, engine: Engine, wanted: Demand) -> list[str]:
    """Give up to as many translations as were asked for that differ from the best one."""
    found = engine.candidates(text, count=query.alternatives + 1, demand=wanted)
    return [candidate for candidate in found if candidate != best][: query.alternatives]
