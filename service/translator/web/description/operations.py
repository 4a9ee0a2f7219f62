"""Every operation of the JSON interface: what it does, takes and answers."""

from typing import Any

from translator.web.description.schemas import Schema, reference

Operation = dict[str, Any]
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
# What every POST may answer besides: a bad request, a wrong key, too much, a failure of ours.
_ANY_POST = ("400", "403", "413", "429", "500", "503")
_FAILURES = {
    "400": "BadRequest",
    "403": "Forbidden",
    "404": "NotFound",
    "413": "TooLarge",
    "429": "TooManyRequests",
    "500": "Unexpected",
    "503": "Unavailable",
}


def operations() -> dict[str, dict[str, Operation]]:
    """Describe the operations by path and method."""
    return {
        "/translate": {"post": _TRANSLATE},
        "/translate/stream": {"post": _STREAM},
        "/translate_file": {"post": _TRANSLATE_FILE},
        "/download_file/{name}": {"get": _DOWNLOAD_FILE},
        "/detect": {"post": _DETECT},
        "/languages": {"get": _look("languages", "List the languages", "Languages")},
        "/frontend/settings": {
            "get": _look("frontendSettings", "Tell another page what there is", "FrontendSettings")
        },
        "/health": {"get": _health("health")},
        "/health/ready": {"get": _health("ready")},
        "/health/live": {"get": _look("live", "Tell whether the process lives", "Status")},
        "/version": {"get": _look("version", "Name the service and its models", "Version")},
        "/metrics": {"get": _METRICS},
        "/openapi.json": {"get": _description("openapi")},
        "/spec": {"get": _description("spec")},
    }


def _answer(description: str, content: dict[str, Schema]) -> dict[str, Any]:
    return {
        "description": description,
        "headers": {"X-Request-ID": {"$ref": "#/components/headers/X-Request-ID"}},
        "content": {media_type: {"schema": schema} for media_type, schema in content.items()},
    }


def _failures(*statuses: str) -> dict[str, Any]:
    return {status: {"$ref": f"#/components/responses/{_FAILURES[status]}"} for status in statuses}


def _body(content: dict[str, str]) -> dict[str, Any]:
    return {
        "required": True,
        "content": {
            media_type: {"schema": reference(name)} for media_type, name in content.items()
        },
    }


def _look(name: str, summary: str, schema: str) -> Operation:
    """Describe something that is only looked at."""
    return {
        "operationId": name,
        "summary": summary,
        "tags": ["about"],
        "security": [],
        "responses": {"200": _answer("There it is.", {JSON: reference(schema)})} | _failures("500"),
    }


def _health(name: str) -> Operation:
    operation = _look(name, "Tell whether the engine has answered", "Status")
    return {**operation, "responses": operation["responses"] | _failures("503")}


def _description(name: str) -> Operation:
    operation = _look(name, "Describe all this, as OpenAPI 3.1", "Error")
    content = {JSON: {"type": "object", "required": ["openapi"]}}
    return {**operation, "responses": {"200": _answer("The description.", content)}}


_TRANSLATE: Operation = {
    "operationId": "translate",
    "summary": "Translate a text, or a list of them",
    "description": (
        "The answer has the shape of the question. All parameters may also stand in the query. "
        "A text that is clearly in another language comes back as it is, with a `warning`; "
        "`certain` has it translated all the same."
    ),
    "tags": ["translate"],
    "requestBody": _body(
        {JSON: "TranslateRequest", FORM: "TranslateForm", MULTIPART: "TranslateForm"}
    ),
    "responses": {
        "200": _answer(
            "The translation.",
            {JSON: {"anyOf": [reference("Translation"), reference("Translations")]}},
        )
    }
    | _failures(*_ANY_POST),
}
_STREAM: Operation = {
    "operationId": "translateStream",
    "summary": "Translate a long text and send each piece as soon as it is ready",
    "description": (
        "Server-sent events, each with JSON as `data`: one `start` (`source`, `target`, "
        "`detectedLanguage`, `characters`, `warning`), then `piece` by `piece` (`text`, "
        "`translatedText`, `confidence` from 0 to 1), at last `done` (`milliseconds`) or `error` "
        "(`error`, `code`, `retryAfter`). All `text` joined are the text that was sent, all "
        "`translatedText` its translation."
    ),
    "tags": ["translate"],
    "requestBody": _body({JSON: "StreamRequest"}),
    "responses": {"200": _answer("The events.", {"text/event-stream": reference("Event")})}
    | _failures(*_ANY_POST),
}
_TRANSLATE_FILE: Operation = {
    "operationId": "translateFile",
    "summary": "Translate a file and say where to fetch it",
    "description": "The markup is kept. `GET /frontend/settings` lists the kinds of files.",
    "tags": ["translate"],
    "requestBody": _body({MULTIPART: "FileForm"}),
    "responses": {"200": _answer("The address.", {JSON: reference("TranslatedFile")})}
    | _failures(*_ANY_POST),
}
_DOWNLOAD_FILE: Operation = {
    "operationId": "downloadFile",
    "summary": "Fetch a translated file, once",
    "tags": ["translate"],
    "security": [],
    "parameters": [
        {
            "name": "name",
            "in": "path",
            "required": True,
            "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{32}[.][a-z]{2,5}$"},
        }
    ],
    "responses": {"200": _answer("The file.", {"*/*": {}})} | _failures("404", "500"),
}
_DETECT: Operation = {
    "operationId": "detect",
    "summary": "Find out the language of a text",
    "tags": ["translate"],
    "requestBody": _body({JSON: "DetectRequest", FORM: "DetectForm", MULTIPART: "DetectForm"}),
    "responses": {"200": _answer("The likeliest language.", {JSON: reference("DetectedLanguages")})}
    | _failures(*_ANY_POST),
}
_METRICS: Operation = {
    "operationId": "metrics",
    "summary": "Give the counts, for Prometheus",
    "tags": ["about"],
    "security": [],
    "responses": {"200": _answer("The counts.", {"text/plain": {"type": "string"}})}
    | _failures("500"),
}
