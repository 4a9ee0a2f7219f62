"""Write one line of JSON for every request, and one for every surprise; never a visitor's text.

What a line may hold is listed here. A path can carry anything, so its rule stands for it.
"""

import json
import logging
from datetime import UTC, datetime
from typing import Any, TextIO

from flask import Flask, Response, request
from flask.logging import wsgi_errors_stream

from translator.web.facts import Facts, facts

LOGGER = logging.getLogger("translator")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})
OTHER = "other"
_HANDLER = "requests"


class JsonFormatter(logging.Formatter):
    """Write a record as one object; its `facts` become fields."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the time, the level, what happened and what is known of it."""
        fields: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
        }
        return json.dumps(fields | getattr(record, "facts", {}), ensure_ascii=False)


def install(app: Flask) -> None:
    """Log every request of an application when its answer has been sent to the end."""
    _write_to_standard_error()

    @app.after_request
    def follow(response: Response) -> Response:
        known, endpoint, method = facts(), endpoint_of_request(), method_of_request()

        @response.call_on_close
        def finish() -> None:
            LOGGER.info(
                "request",
                extra={"facts": _line(known, endpoint, method, response.status_code)},
            )

        return response


def log_failure(reason: str, where: str) -> None:
    """Log a failure that somebody should look at, with the place in the code but no values."""
    LOGGER.error(
        "%s",
        reason,
        extra={
            "facts": {
                "id": facts().request_id,
                "endpoint": endpoint_of_request(),
                "traceback": where,
            }
        },
    )


def endpoint_of_request() -> str:
    """Name the rule that the address fits, never the address itself."""
    return request.url_rule.rule if request.url_rule else OTHER


def method_of_request() -> str:
    """Name the method, if it is one: a client may send any word."""
    return request.method if request.method in METHODS else OTHER


def _line(known: Facts, endpoint: str, method: str, status: int) -> dict[str, Any]:
    line: dict[str, Any] = {
        "id": known.request_id,
        "method": method,
        "endpoint": endpoint,
        "status": status,
        "milliseconds": round(known.seconds * 1_000, 1),
    }
    optional = {
        "characters": known.characters,
        "direction": known.direction,
        "key": known.key,
        "error": known.error,
    }
    return line | {name: value for name, value in optional.items() if value}


def _write_to_standard_error() -> None:
    """Give the package's logger its one handler, in the place of former code's."""
    LOGGER.setLevel(logging.INFO)
    stream: TextIO = wsgi_errors_stream  # type: ignore[assignment]  # stands for one
    handler = logging.StreamHandler(stream)
    handler.set_name(_HANDLER)
    handler.setFormatter(JsonFormatter())
    LOGGER.handlers = [each for each in LOGGER.handlers if each.name != _HANDLER]
    LOGGER.addHandler(handler)
