"""Turn every failure into one answer: an error body for programs, the page for people."""

import traceback
from dataclasses import dataclass

from flask import Response, current_app, g, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from translator.errors import EngineError, RequestError

RETRY_AFTER_SECONDS = 5
_SPANISH = {
    404: "Esta página no existe, pero puede traducir aquí mismo.",
    405: "Esta dirección no admite peticiones de este tipo. Use el formulario.",
    413: "El texto es demasiado largo. Acórtelo o tradúzcalo por partes.",
    500: "Ha ocurrido un fallo inesperado. Inténtelo de nuevo.",
    503: "El traductor no está disponible en este momento. Inténtelo de nuevo en unos segundos.",
}
_SPANISH_OTHERWISE = "La petición no se puede atender. Use el formulario."


@dataclass(frozen=True, kw_only=True)
class Failure:
    """What a visitor is told of an error."""

    status: int
    api_status: int
    english: str
    spanish: str


def describe(error: Exception) -> Failure:
    """Find the words and the status of an error; a surprise says nothing of itself."""
    if isinstance(error, RequestError):
        status, api_status = error.status, error.api_status
        english, spanish = str(error), error.spanish
    else:
        status = api_status = _status(error)
        english = _english(error)
        spanish = _SPANISH.get(status, _SPANISH_OTHERWISE)
    return Failure(status=status, api_status=api_status, english=english, spanish=spanish)


def answer(error: Exception) -> Response:
    """Answer a request that failed; the one error handler of the application."""
    failure = describe(error)
    if failure.status >= 500:
        _log(error)
    if _is_for_a_program(request.path):
        response, status = jsonify(error=failure.english), failure.api_status
    else:
        text = g.get("submitted_text", "")
        page = render_template("index.html", error=failure.spanish, text=text)
        response, status = make_response(page), failure.status
    response.status_code = status
    if failure.status == 503:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    if isinstance(error, HTTPException) and error.code == 405:
        response.headers["Allow"] = dict(error.get_headers()).get("Allow", "")
    return response


def _status(error: Exception) -> int:
    if isinstance(error, HTTPException) and error.code is not None:
        return error.code
    return 503 if isinstance(error, EngineError) else 500


def _english(error: Exception) -> str:
    if isinstance(error, RequestEntityTooLarge):
        return "Invalid request: the text is far too long; send it in parts"
    if isinstance(error, HTTPException):
        return error.description or error.name
    if isinstance(error, EngineError):
        return "the engine is not available; try again in a few seconds"
    return "something unexpected failed; try again"


def _is_for_a_program(path: str) -> bool:
    """Tell whether a path belongs to the JSON interface, also under a wrong method."""
    rules = current_app.url_map.iter_rules()
    return any(rule.rule == path and rule.endpoint.startswith("api.") for rule in rules)


def _log(error: Exception) -> None:
    """Log where it failed; a foreign error's message may quote the text, so it stays out."""
    reason = str(error) if isinstance(error, EngineError) else type(error).__name__
    where = "".join(traceback.format_tb(error.__traceback__))
    current_app.logger.error("%s failed: %s\n%s", request.path, reason, where)
