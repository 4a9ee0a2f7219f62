"""The description of the JSON interface as OpenAPI 3.1, made from the code's own limits."""

from typing import Any

from translator.directions import Directions
from translator.settings import Settings
from translator.web.admission import REQUEST_ID_HEADER
from translator.web.description.answers import ANSWERS
from translator.web.description.operations import JSON, operations
from translator.web.description.requests import requests
from translator.web.description.schemas import reference
from translator.web.failures import CODE_HEADER

_ABOUT = (
    "LibreTranslate's interface, so that its clients work unchanged, and a stream for long texts. "
    "What is sent is neither logged nor written to a disk."
)
_RETRY_AFTER = {"$ref": "#/components/headers/Retry-After"}


def document(settings: Settings, directions: Directions) -> dict[str, Any]:
    """Describe the whole interface as it is served with these settings and models."""
    is_key_required = settings.api_key_required == "yes"
    return {
        "openapi": "3.1.0",
        "info": {"title": "Traductor", "version": settings.version, "description": _ABOUT},
        "servers": [{"url": "/"}],
        "security": [{"key": []}] if is_key_required else [{}, {"key": []}],
        "tags": [
            {"name": "translate", "description": "Texts and files"},
            {"name": "about", "description": "The service itself"},
        ],
        "paths": operations(),
        "components": {
            "schemas": requests(settings, directions) | ANSWERS,
            "responses": _failures(settings),
            "headers": _HEADERS,
            "securitySchemes": {
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "An API key; the field `api_key` does the same.",
                }
            },
        },
    }


def _failures(settings: Settings) -> dict[str, Any]:
    key = "" if settings.api_key_required == "no" else " Or there is no API key, which is needed."
    limit = settings.requests_per_minute
    return {
        "BadRequest": _failure(f"Something is missing, or is not what it should be.{key}"),
        "Forbidden": _failure("The API key is not valid."),
        "NotFound": _failure("There is nothing of that name, or not any more."),
        "TooLarge": _failure("The body is larger than any that could be answered."),
        "TooManyRequests": _failure(
            f"There were too many requests before it: {limit} a minute are allowed without a key.",
            can_retry=True,
        ),
        "Unexpected": _failure("Something failed that should not have."),
        "Unavailable": _failure("The engine is busy, or away.", can_retry=True),
    }


def _failure(description: str, *, can_retry: bool = False) -> dict[str, Any]:
    headers: dict[str, Any] = {
        REQUEST_ID_HEADER: {"$ref": f"#/components/headers/{REQUEST_ID_HEADER}"},
        CODE_HEADER: {"$ref": f"#/components/headers/{CODE_HEADER}"},
    }
    if can_retry:
        headers["Retry-After"] = _RETRY_AFTER
    return {
        "description": description,
        "headers": headers,
        "content": {JSON: {"schema": reference("Error")}},
    }


_HEADERS = {
    REQUEST_ID_HEADER: {
        "description": "The name of this request in the log.",
        "required": True,
        "schema": {"type": "string", "pattern": "^[0-9A-Za-z-]{8,64}$"},
    },
    CODE_HEADER: {
        "description": "What failed, in one word that does not change.",
        "required": True,
        "schema": {"type": "string", "examples": ["text-too-long"]},
    },
    "Retry-After": {
        "description": "In so many seconds it is worth to come again.",
        "required": True,
        "schema": {"type": "integer", "minimum": 1},
    },
}
