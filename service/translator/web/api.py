"""The JSON interface, in the public shape of LibreTranslate so that its clients work unchanged."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from flask import Blueprint, Response, jsonify, request

from translator.directions import LANGUAGE_NAMES, Directions
from translator.documents.html import translate_html
from translator.engine import Engine
from translator.errors import (
    EngineError,
    MalformedRequestError,
    MissingParameterError,
    UnsupportedRequestError,
)
from translator.settings import Settings
from translator.web.reading import checked, parameters

MAX_ALTERNATIVES = 5


@dataclass(frozen=True, kw_only=True)
class Query:
    """A request for translations, read and checked but for its languages.

    Args:
        is_batch: whether `q` was a list, which is then the shape of the answer too.
    """

    texts: tuple[str, ...]
    is_batch: bool
    source: str
    target: str
    text_format: str
    alternatives: int

    @classmethod
    def from_parameters(cls, found: Mapping[str, Any]) -> Self:
        """Check the parameters that a client sent; `api_key` and unknown ones are ignored."""
        q = _required(found, "q")
        texts = q if isinstance(q, list) else [q]
        if not all(isinstance(text, str) for text in texts):
            raise MalformedRequestError(
                "Invalid request: q must be a string or a list of strings",
                spanish="El texto debe ser una cadena o una lista de cadenas.",
            )
        return cls(
            texts=tuple(texts),
            is_batch=isinstance(q, list),
            source=str(_required(found, "source")),
            target=str(_required(found, "target")),
            text_format=_text_format(found.get("format")),
            alternatives=_alternatives(found.get("alternatives")),
        )


def create_blueprint(settings: Settings, directions: Directions) -> Blueprint:
    """Serve `/translate`, `/languages` and `/health`."""
    api = Blueprint("api", __name__)

    @api.post("/translate")
    def translate() -> Response:
        query = Query.from_parameters(parameters(request))
        checked(query.texts, max_characters=settings.max_characters)
        source = directions.first.source if query.source == "auto" else query.source
        return jsonify(_answer(query, directions.engine(source, query.target)))

    @api.get("/languages")
    def languages() -> Response:
        return jsonify(
            [
                {"code": code, "name": LANGUAGE_NAMES[code], "targets": directions.targets(code)}
                for code in directions.languages
            ]
        )

    @api.get("/health")
    def health() -> Response:
        if not directions.first.translate(["Good morning."])[0]:
            raise EngineError("the engine gives empty answers")
        return jsonify(status="ok")

    return api


def _required(found: Mapping[str, Any], name: str) -> Any:
    if not found.get(name):
        raise MissingParameterError(name)
    return found[name]


def _text_format(value: Any) -> str:
    if value not in (None, "", "text", "html"):
        raise UnsupportedRequestError("Invalid request: the format must be text or html")
    return value or "text"


def _alternatives(value: Any) -> int:
    """Read how many alternatives are wanted; none if the parameter is missing."""
    number = "0" if value in (None, "") else str(value)
    if number not in map(str, range(MAX_ALTERNATIVES + 1)):
        raise UnsupportedRequestError(
            f"Invalid request: alternatives must be a whole number from 0 to {MAX_ALTERNATIVES}"
        )
    return int(number)


def _answer(query: Query, engine: Engine) -> dict[str, Any]:
    """Translate a checked query and give the answer the shape of the question."""
    is_html = query.text_format == "html"
    texts = list(query.texts)
    translated = translate_html(texts, engine.translate) if is_html else engine.translate(texts)
    answer: dict[str, list[Any]] = {"translatedText": translated}
    if query.source == "auto":
        # There is one source language: it is assumed, not detected, hence no confidence.
        answer["detectedLanguage"] = [{"confidence": 0.0, "language": engine.source}] * len(texts)
    if query.alternatives:
        answer["alternatives"] = [
            [] if is_html else _others(text, best, query.alternatives, engine)
            for text, best in zip(texts, translated, strict=True)
        ]
    return answer if query.is_batch else {name: values[0] for name, values in answer.items()}


def _others(text: str, best: str, count: int, engine: Engine) -> list[str]:
    """Give up to `count` translations that differ from the best one."""
    found = engine.candidates(text, count=count + 1)
    return [candidate for candidate in found if candidate != best][:count]
