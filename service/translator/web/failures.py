"""Turn every failure into one answer: an error body for programs, the page for people."""

import traceback
from contextlib import suppress
from dataclasses import dataclass, field

from flask import Response, current_app, g, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from translator.errors import (
    BusyError,
    CancelledError,
    DeadlineError,
    EngineError,
    RequestError,
    TooManyRequestsError,
    TranslatorError,
)
from translator.web.facts import facts
from translator.web.pages import FIELD
from translator.web.reading import form_field
from translator.web.request_log import log_failure

CODE_HEADER = "X-Error-Code"
# The blueprints whose visitors are people; all others answer programs.
FOR_PEOPLE = frozenset({"pages", "docs", "static"})
_CODES = {404: "not-found", 405: "method-not-allowed", 413: "too-large", 503: "unavailable"}


@dataclass(frozen=True, kw_only=True)
class Failure:
    """What a visitor is told of an error.

    Args:
        status: of the page.
        api_status: of an answer to a program, where LibreTranslate has another.
        english: for programs.
        code: what the page's catalogue calls it.
        values: what the page's words for it mention.
        retry_after_seconds: when it is worth to come again; none if that will not help.
    """

    status: int
    api_status: int
    english: str
    code: str
    values: dict[str, str | int] = field(default_factory=dict)
    retry_after_seconds: int | None = None


def describe(error: Exception) -> Failure:
    """Find the words and the status of an error; a surprise says nothing of itself."""
    if isinstance(error, RequestError):
        return Failure(
            status=error.status,
            api_status=error.api_status,
            english=str(error),
            code=error.code,
            values=error.values,
            retry_after_seconds=getattr(error, "retry_after_seconds", None),
        )
    status = _status(error)
    return Failure(
        status=status,
        api_status=status,
        english=_english(error),
        code=_code(error, status),
        retry_after_seconds=getattr(error, "retry_after_seconds", None),
    )


def answer(error: Exception) -> Response:
    """Answer a request that failed; the one error handler of the application."""
    failure = describe(error)
    facts().error = failure.code
    if failure.status >= 500:
        log(error)
    if is_of_people():
        text = g.get("submitted_text") or _unread_text(error)
        page = render_template("index.html", failure=failure, text=text)
        response, status = make_response(page), failure.status
    else:
        response, status = jsonify(error=failure.english), failure.api_status
    response.status_code = status
    response.headers[CODE_HEADER] = failure.code
    if failure.retry_after_seconds is not None:
        response.headers["Retry-After"] = str(failure.retry_after_seconds)
    if isinstance(error, HTTPException) and error.code == 405:
        response.headers["Allow"] = dict(error.get_headers()).get("Allow", "")
    return response


def is_of_people() -> bool:
    """Tell whether the address asked for belongs to the page, also under a wrong method."""
    if request.endpoint:
        return not FOR_PEOPLE.isdisjoint(request.endpoint.split("."))
    adapter = current_app.url_map.bind("")
    for method in adapter.allowed_methods(request.path):
        endpoint, _ = adapter.match(request.path, method)
        return not FOR_PEOPLE.isdisjoint(str(endpoint).split("."))
    return request.accept_mimetypes.best != "application/json"


def log(error: Exception) -> None:
    """Log where it failed; a foreign error's message may quote the text, so it stays out.

    Much work and impatience are no faults: the line of the request names them.
    """
    if isinstance(error, BusyError | DeadlineError | CancelledError):
        return
    reason = str(error) if isinstance(error, EngineError) else type(error).__name__
    log_failure(reason, "".join(traceback.format_tb(error.__traceback__)))


def _unread_text(error: Exception) -> str:
    """Read what was typed where a request was refused before it was read."""
    if not isinstance(error, TooManyRequestsError):
        return ""
    with suppress(RequestError, HTTPException):
        return form_field(request, FIELD)
    return ""


def _status(error: Exception) -> int:
    if isinstance(error, HTTPException) and error.code is not None:
        return error.code
    return 503 if isinstance(error, EngineError) else 500


def _code(error: Exception, status: int) -> str:
    if isinstance(error, TranslatorError):
        return error.code
    return _CODES.get(status, "unexpected" if status >= 500 else "bad-request")


def _english(error: Exception) -> str:
    if isinstance(error, RequestEntityTooLarge):
        return "Invalid request: the text is far too long; send it in parts"
    if isinstance(error, HTTPException):
        return error.description or error.name
    if isinstance(error, BusyError | DeadlineError):
        return str(error)
    if isinstance(error, EngineError):
        return "the engine is not available; try again in a few seconds"
    return "something unexpected failed; try again"
