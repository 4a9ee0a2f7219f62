"""Let pages of other sites use the JSON interface, if the operator names them (CORS).

No credentials: a page of another site never acts for a visitor, only with its own API key.
"""

from flask import Flask, Response, request

from translator.settings import Settings
from translator.web.failures import is_of_people

MAX_AGE_SECONDS = 86_400
_EXPOSED = "Retry-After, X-Request-ID, X-Error-Code"


def install(app: Flask, settings: Settings) -> None:
    """Answer the browsers' questions for every path of the JSON interface."""
    allowed = settings.cors_origins.split()
    if not allowed:
        return

    @app.after_request
    def allow(response: Response) -> Response:
        if is_of_people():
            return response
        if allowed != ["*"]:
            response.vary.add("Origin")
        origin = _allowed_origin(request.headers.get("Origin"), allowed)
        if origin:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Expose-Headers"] = _EXPOSED
            if request.method == "OPTIONS":
                _answer_preflight(response)
        return response


def _allowed_origin(origin: str | None, allowed: list[str]) -> str:
    if allowed == ["*"]:
        return "*"
    return origin if origin is not None and origin in allowed else ""


def _answer_preflight(response: Response) -> None:
    response.headers["Access-Control-Allow-Methods"] = "GET, POST"
    response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
    response.headers["Access-Control-Max-Age"] = str(MAX_AGE_SECONDS)
