"""Translate a long text and send every piece as soon as it is ready, as server-sent events.

A failure before the first piece is an ordinary answer with its status; one after it is an event.
"""

import json
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from flask import Blueprint, Response, copy_current_request_context, request

from translator.directions import Directions
from translator.engine import Piece
from translator.errors import CancelledError, MalformedRequestError
from translator.settings import Settings
from translator.web.demand import demand
from translator.web.direction import Choice, choose, described, warning
from translator.web.facts import Facts, facts
from translator.web.failures import describe, log
from translator.web.query import Query
from translator.web.reading import checked, parameters

MIMETYPE = "text/event-stream"


def create_blueprint(settings: Settings, directions: Directions) -> Blueprint:
    """Serve `/translate/stream`."""
    stream = Blueprint("stream", __name__)

    @stream.post("/translate/stream")
    def translate_stream() -> Response:
        query = Query.from_parameters(parameters(request))
        if query.is_batch or query.is_html or query.alternatives:
            raise MalformedRequestError(
                "Invalid request: a stream translates one plain text; "
                "send lists, HTML and alternatives to /translate"
            )
        checked(query.texts, max_characters=settings.max_characters)
        (text,) = query.texts
        choice = choose(
            directions,
            query.texts,
            source=query.source,
            target=query.target,
            is_certain=query.is_certain,
        )
        wanted = demand(settings, query.glossary, is_certain=query.is_certain)
        pieces = _pieces(choice, text, choice.engine.pieces(text, wanted))
        # A full queue shows here, while there still is a status to give.
        first = next(pieces, None)
        rest = chain([] if first is None else [first], pieces)
        report = copy_current_request_context(log)
        events = _events(_start(choice, text), rest, facts(), report)
        response = Response(events, mimetype=MIMETYPE)
        response.headers["X-Accel-Buffering"] = "no"  # Nginx passes every event on at once
        return response

    return stream


def event(name: str, data: dict[str, Any]) -> str:
    """Write one server-sent event."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def _pieces(choice: Choice, text: str, translated: Iterator[Piece]) -> Iterator[Piece]:
    """Translate a text, unless it is in another language and comes back as it is."""
    if choice.strangers[0] is not None:
        return iter([Piece(text, text)])
    return translated


def _start(choice: Choice, text: str) -> str:
    stranger = choice.strangers[0]
    return event(
        "start",
        {
            "source": choice.engine.source,
            "target": choice.engine.target,
            "detectedLanguage": choice.detected and described(choice.detected),
            "characters": len(text),
            "warning": stranger and warning(stranger),
        },
    )


def _events(
    start: str, pieces: Iterator[Piece], known: Facts, report: Callable[[Exception], None]
) -> Iterator[str]:
    """Send the pieces until there are no more, or nobody is left to read them.

    Args:
        known: of the request, which is over for Flask by now.
        report: logs a failure of that request.
    """
    yield start
    try:
        for piece in pieces:
            yield _piece(piece)
    except (CancelledError, GeneratorExit):
        # The client is gone: the engine noticed it, or the server did.
        known.error = CancelledError.code
        return
    except Exception as error:
        known.error = describe(error).code
        report(error)
        yield _error(error)
        return
    yield event("done", {"milliseconds": round(known.seconds * 1_000)})


def _piece(piece: Piece) -> str:
    return event(
        "piece",
        {"text": piece.source, "translatedText": piece.text, "confidence": piece.confidence},
    )


def _error(error: Exception) -> str:
    failure = describe(error)
    return event(
        "error",
        {
            "error": failure.english,
            "code": failure.code,
            "retryAfter": failure.retry_after_seconds,
        },
    )
