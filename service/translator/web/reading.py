"""Read what a visitor sent, and refuse what cannot be read.

Werkzeug replaces bytes that are not UTF-8 without a word; a translation of such a text would be
wrong in a way that nobody sees. Here they are an error.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote_to_bytes

from flask import Request, g

from translator.errors import (
    MalformedRequestError,
    MissingParameterError,
    TextTooLongError,
    UnsupportedFormError,
)
from translator.web.facts import facts

_URLENCODED = "application/x-www-form-urlencoded"
_OBJECT = "glossary"  # a form brings it as JSON in one field
_MULTIPART = "multipart/form-data"
_FORMS = (_URLENCODED, _MULTIPART)


def form_field(request: Request, name: str) -> str:
    """Read one field of a form, with plain line breaks.

    Raises:
        MalformedRequestError: the body is no form, or not UTF-8.
        MissingParameterError: the form has no such field.
    """
    if request.mimetype not in _FORMS:
        raise UnsupportedFormError("the content type is not one of a form")
    _require_utf8(request)
    if name not in request.form:
        raise MissingParameterError(name)
    return _plain_line_breaks(request.form[name])


def parameters(request: Request) -> Mapping[str, Any]:
    """Read the parameters of the JSON interface: a JSON object, a form, or a query.

    Raises:
        MalformedRequestError: the body is no JSON object although it says so, or not UTF-8.
    """
    if "parameters" not in g:
        g.parameters = _parameters(request)
    found: Mapping[str, Any] = g.parameters
    return found


def checked(texts: Sequence[str], *, max_characters: int) -> None:
    """Refuse texts that are too long together, or that are no text at all; count them.

    Raises:
        TextTooLongError: they have more characters than one request may have.
        MalformedRequestError: one has half of a surrogate pair, which JSON can spell.
    """
    characters = sum(map(len, texts))
    facts().characters = characters
    if characters > max_characters:
        raise TextTooLongError(characters=characters, limit=max_characters)
    try:
        for text in texts:
            text.encode("utf-8")
    except UnicodeEncodeError:
        raise MalformedRequestError("Invalid request: the text is not Unicode") from None


def _parameters(request: Request) -> Mapping[str, Any]:
    _require_utf8(request)
    if request.is_json:
        return _json_object(request.get_data(), "the body")
    found: dict[str, Any] = {
        name: _plain_line_breaks(value) for name, value in request.values.items()
    }
    if _OBJECT in found:
        found[_OBJECT] = _json_object(found[_OBJECT], _OBJECT) if found[_OBJECT] else None
    return found


def _json_object(text: str | bytes, what: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise MalformedRequestError(f"Invalid JSON format: {what} must be one JSON object")
    return found


def _require_utf8(request: Request) -> None:
    """Look at the raw bytes, before a parser makes the best of them."""
    body = request.get_data()
    # A file is whatever it is; the fields beside it are codes of languages and the like.
    brings_a_file = request.mimetype == _MULTIPART and bool(request.files)
    try:
        if not brings_a_file:
            body.decode("utf-8")
        if request.mimetype == _URLENCODED:
            unquote_to_bytes(body).decode("utf-8")
        unquote_to_bytes(request.query_string).decode("utf-8")
    except UnicodeDecodeError:
        raise MalformedRequestError("Invalid request: the text is not UTF-8") from None


def _plain_line_breaks(text: str) -> str:
    """Undo the CR LF of forms, which would count each line break twice."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
