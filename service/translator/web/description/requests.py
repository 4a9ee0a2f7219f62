"""The shapes of what the JSON interface takes, made from the limits that the code enforces."""

from translator.directions import Directions
from translator.settings import Settings
from translator.text.glossary import MAX_TERM_CHARACTERS, MAX_TERMS
from translator.web.description.schemas import Schema, an_object
from translator.web.direction import AUTO
from translator.web.query import FORMATS, MAX_ALTERNATIVES, MAX_TEXTS, NO, YES

EXAMPLE = "The letter arrived this morning."
_CERTAIN = "Whether even what looks like another language is to be translated."
API_KEY: Schema = {"description": "An API key, where one is needed; also as a bearer token."}


def requests(settings: Settings, directions: Directions) -> dict[str, Schema]:
    """Describe every body that is sent, by name."""
    return {
        "TranslateRequest": _translate_request(settings, directions),
        "TranslateForm": _translate_form(settings, directions),
        "StreamRequest": _stream_request(settings, directions),
        "FileForm": _file_form(directions),
        "DetectRequest": an_object({"q": _texts(settings), "api_key": API_KEY}, required=["q"]),
        "DetectForm": an_object({"q": _text(settings), "api_key": API_KEY}, required=["q"]),
    }


def _text(settings: Settings) -> Schema:
    return {
        "type": "string",
        "minLength": 1,
        "maxLength": settings.max_characters,
        "examples": [EXAMPLE],
    }


def _texts(settings: Settings) -> Schema:
    """Describe one text or a list; JSON Schema cannot say how long they may be together."""
    texts = {
        "type": "array",
        "minItems": 1,
        "maxItems": MAX_TEXTS,
        "items": {"type": "string", "maxLength": settings.max_characters},
        "description": f"Together at most {settings.max_characters:,} characters.",
    }
    return {"anyOf": [_text(settings), texts]}


def _directions(directions: Directions) -> list[Schema]:
    """Describe which source goes with which target."""
    return [
        {
            "properties": {
                "source": {"enum": [AUTO, engine.source]},
                "target": {"enum": [engine.target]},
            }
        }
        for engine in directions.engines
    ]


def _languages(directions: Directions) -> dict[str, Schema]:
    sources = dict.fromkeys(engine.source for engine in directions.engines)
    targets = dict.fromkeys(engine.target for engine in directions.engines)
    return {
        "source": {
            "type": "string",
            "enum": [AUTO, *sources],
            "description": f"`{AUTO}` finds it out.",
            "examples": [directions.first.source],
        },
        "target": {
            "type": "string",
            "enum": [*targets],
            "examples": [directions.first.target],
        },
    }


def _certain() -> Schema:
    spelt = [each for each in YES + NO if not isinstance(each, bool)]
    return {"anyOf": [{"type": "boolean"}, {"enum": spelt}], "description": _CERTAIN}


def _certain_of_form() -> Schema:
    spelt = [each for each in YES + NO if isinstance(each, str)]
    return {"type": "string", "enum": spelt, "description": _CERTAIN}


def _glossary() -> Schema:
    term = {"type": "string", "pattern": r"\S", "maxLength": MAX_TERM_CHARACTERS}
    return {
        "type": ["object", "null"],
        "description": "Terms with the translations that they must get.",
        "maxProperties": MAX_TERMS,
        "propertyNames": term,
        "additionalProperties": term,
        "examples": [{"letter": "misiva"}],
    }


def _translate_request(settings: Settings, directions: Directions) -> Schema:
    alternatives = {
        "anyOf": [
            {"type": "integer", "minimum": 0, "maximum": MAX_ALTERNATIVES},
            {"enum": ["", None, *map(str, range(MAX_ALTERNATIVES + 1))]},
        ],
        "description": "How many other translations are wanted; of plain text only.",
        "examples": [2],
    }
    described = an_object(
        {
            "q": _texts(settings),
            **_languages(directions),
            "certain": _certain(),
            "format": {"enum": [*FORMATS, "", None], "examples": ["text"]},
            "alternatives": alternatives,
            "glossary": _glossary(),
            "api_key": API_KEY,
        },
        required=["q", "source", "target"],
    )
    return {**described, "anyOf": _directions(directions)}


def _translate_form(settings: Settings, directions: Directions) -> Schema:
    alternatives = {
        "anyOf": [{"type": "integer", "minimum": 0, "maximum": MAX_ALTERNATIVES}, {"const": ""}]
    }
    described = an_object(
        {
            "q": _text(settings),
            **_languages(directions),
            "certain": _certain_of_form(),
            "format": {"type": "string", "enum": [*FORMATS, ""]},
            "alternatives": alternatives,
            "api_key": API_KEY,
        },
        required=["q", "source", "target"],
    )
    return {**described, "anyOf": _directions(directions)}


def _stream_request(settings: Settings, directions: Directions) -> Schema:
    described = an_object(
        {
            "q": _text(settings),
            **_languages(directions),
            "certain": _certain(),
            "glossary": _glossary(),
            "api_key": API_KEY,
        },
        required=["q", "source", "target"],
    )
    return {**described, "anyOf": _directions(directions)}


def _file_form(directions: Directions) -> Schema:
    described = an_object(
        {
            "file": {"type": "string", "contentMediaType": "application/octet-stream"},
            **_languages(directions),
            "certain": _certain_of_form(),
            "api_key": API_KEY,
        },
        required=["file", "source", "target"],
    )
    return {**described, "anyOf": _directions(directions)}
