"""Read what a visitor sent, and refuse what cannot be read.

Werkzeug replaces bytes that are not UTF-8 without a word; a translation of such a text would be
wrong in a way that nobody sees. Here they are an error.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote_to_bytes

from flask import Request

from translator.errors import (
    MalformedRequestError,
    MissingParameterError,
    TextTooLongError,
    UnsupportedFormError,
)

_URLENCODED = "application/x-www-form-urlencoded"
_FORMS = (_URLENCODED, "multipart/form-data")
_NOT_UTF8 = "El texto no está en UTF-8. Cópielo de nuevo en el formulario y envíelo otra vez."


def form_field(request: Request, name: str) -> str:
    """Read one field of a form, with plain line breaks.

    Raises:
        MalformedRequestError: the body is no form, or not UTF-8.
        MissingParameterError: the form has no such field.
    """
    if request.mimetype not in _FORMS:
        raise UnsupportedFormError(
            "the content type is not one of a form",
            spanish="La petición no es un formulario. Use el formulario de esta página.",
        )
    _require_utf8(request)
    if name not in request.form:
        raise MissingParameterError(name, spanish=f"Falta el campo «{name}» del formulario.")
    return _plain_line_breaks(request.form[name])


def parameters(request: Request) -> Mapping[str, Any]:
    """Read the parameters of the JSON interface: a JSON object, a form, or a query.

    Raises:
        MalformedRequestError: the body is no JSON object although it says so, or not UTF-8.
    """
    _require_utf8(request)
    if not request.is_json:
        return {name: _plain_line_breaks(value) for name, value in request.values.items()}
    try:
        found = json.loads(request.get_data())
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise MalformedRequestError(
            "Invalid JSON format: the body must be one JSON object",
            spanish="El cuerpo de la petición no es un objeto JSON.",
        )
    return found


def checked(texts: Sequence[str], *, max_characters: int) -> None:
    """Refuse texts that are too long together, or that are no text at all.

    Raises:
        TextTooLongError: they have more characters than one request may have.
        MalformedRequestError: one has half of a surrogate pair, which JSON can spell.
    """
    characters = sum(map(len, texts))
    if characters > max_characters:
        raise TextTooLongError(characters=characters, limit=max_characters)
    if any("\ud800" <= character <= "\udfff" for text in texts for character in text):
        raise MalformedRequestError("Invalid request: the text is not Unicode", spanish=_NOT_UTF8)


def _require_utf8(request: Request) -> None:
    """Look at the raw bytes, before a parser makes the best of them."""
    body = request.get_data()
    try:
        body.decode("utf-8")
        if request.mimetype == _URLENCODED:
            unquote_to_bytes(body).decode("utf-8")
        unquote_to_bytes(request.query_string).decode("utf-8")
    except UnicodeDecodeError:
        raise MalformedRequestError(
            "Invalid request: the text is not UTF-8", spanish=_NOT_UTF8
        ) from None


def _plain_line_breaks(text: str) -> str:
    """Undo the CR LF of forms, which would count each line break twice."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
