"""Read a request for translations and check all of it but its languages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from translator.errors import (
    MalformedRequestError,
    MissingParameterError,
    UnsupportedRequestError,
)
from translator.text.glossary import Glossary

MAX_ALTERNATIVES = 5
MAX_TEXTS = 1_000
FORMATS = ("text", "html")
# A form knows texts only.
YES, NO = (True, "true", "1"), (False, "false", "0", "", None)
# Whatever else stands there is not repeated in an error.
_CODE = re.compile(r"[A-Za-z]{2,4}(?:-[A-Za-z0-9]{2,8})?")


@dataclass(frozen=True, kw_only=True)
class Query:
    """A request for translations.

    Args:
        is_batch: whether `q` was a list, which is then the shape of the answer too.
        is_certain: whether the texts are in the source language, whatever they look like.
        glossary: the caller's own terms.
    """

    texts: tuple[str, ...]
    is_batch: bool
    source: str
    target: str
    is_html: bool
    is_certain: bool
    alternatives: int
    glossary: Glossary

    @classmethod
    def from_parameters(cls, found: Mapping[str, Any]) -> Self:
        """Check the parameters that a client sent; unknown ones are ignored.

        Raises:
            RequestError: one is missing, or is not what it should be.
        """
        q = required(found, "q")
        return cls(
            texts=texts_of(q),
            is_batch=isinstance(q, list),
            source=language(found, "source"),
            target=language(found, "target"),
            is_html=_is_html(found.get("format")),
            is_certain=certain(found),
            alternatives=_alternatives(found.get("alternatives")),
            glossary=glossary(found.get("glossary")),
        )


def required(found: Mapping[str, Any], name: str) -> Any:
    """Take a parameter that must be there.

    Raises:
        MissingParameterError: it is not, or it is empty.
    """
    if not found.get(name):
        raise MissingParameterError(name)
    return found[name]


def language(found: Mapping[str, Any], name: str) -> str:
    """Take the code of a language.

    Raises:
        RequestError: it is not there, or no text.
    """
    code = required(found, name)
    if not isinstance(code, str):
        raise MalformedRequestError(f"Invalid request: {name} must be the code of a language")
    if not _CODE.fullmatch(code):
        raise UnsupportedRequestError(f"Invalid request: the {name} is not supported")
    return code


def certain(found: Mapping[str, Any]) -> bool:
    """Read whether the language named is certain.

    Raises:
        UnsupportedRequestError: it is neither said nor denied.
    """
    value = found.get("certain")
    if not isinstance(value, bool | str | None) or value not in YES + NO:
        raise UnsupportedRequestError("Invalid request: certain must be true or false")
    return value in YES


def texts_of(q: Any) -> tuple[str, ...]:
    """Take one text or a list of them.

    Raises:
        MalformedRequestError: it is something else.
        UnsupportedRequestError: there are more than one request may bring.
    """
    texts = q if isinstance(q, list) else [q]
    if not all(isinstance(text, str) for text in texts):
        raise MalformedRequestError("Invalid request: q must be a string or a list of strings")
    if len(texts) > MAX_TEXTS:
        raise UnsupportedRequestError(
            f"Invalid request: q has {len(texts):,} texts; the limit is {MAX_TEXTS:,}; "
            "send them in parts"
        )
    return tuple(texts)


def glossary(value: Any) -> Glossary:
    """Read the caller's own terms.

    Raises:
        RequestError: they are no object of texts, or too many.
    """
    if value is None:
        return Glossary()
    if isinstance(value, dict) and not all(map(_is_unicode, (*value, *value.values()))):
        raise MalformedRequestError("Invalid request: the glossary is not Unicode")
    return Glossary.of_parameter(value)


def _is_html(value: Any) -> bool:
    if value not in (None, "", *FORMATS):
        raise UnsupportedRequestError("Invalid request: the format must be text or html")
    return bool(value == "html")


def _alternatives(value: Any) -> int:
    """Read how many alternatives are wanted; none if the parameter is missing."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # JSON knows one kind of number only
    number = "0" if value in (None, "") else str(value)
    if number not in map(str, range(MAX_ALTERNATIVES + 1)):
        raise UnsupportedRequestError(
            f"Invalid request: alternatives must be a whole number from 0 to {MAX_ALTERNATIVES}"
        )
    return int(number)


def _is_unicode(value: Any) -> bool:
    """Tell whether a text has no half of a surrogate pair, which JSON can spell."""
    return not isinstance(value, str) or not any("\ud800" <= each <= "\udfff" for each in value)
