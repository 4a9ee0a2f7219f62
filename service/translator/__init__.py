"""The service: a page and a JSON interface in front of an engine, between English and Spanish.

A program in Python needs no server for it::

    >>> import translator
    >>> translator.translate("Good morning.")
    'Buenos días.'
    >>> translator.translate(["Good morning.", "Thank you."])
    ['Buenos días.', 'Gracias.']

The model is loaded at the first call and stays in memory. A program that forks calls it in its
children only.
"""

from functools import cache
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    from translator.engine import Engine

__all__ = ["translate"]


@overload
def translate(text: str, *, source: str = "en", target: str = "es") -> str: ...


@overload
def translate(
    text: list[str] | tuple[str, ...], *, source: str = "en", target: str = "es"
) -> list[str]: ...


def translate(
    text: str | list[str] | tuple[str, ...], *, source: str = "en", target: str = "es"
) -> str | list[str]:
    """Translate a text, or several at once, which is faster than one by one.

    Args:
        text: of any length; its line breaks and the spaces at its ends are kept.
        source: the language it is in, as ISO 639-1.
        target: the language that is wanted.

    Raises:
        SettingsError: the environment does not describe a service.
        UnsupportedRequestError: there is no model for this direction.
        EngineError: the model cannot be used.
    """
    engine = _engine(source, target)
    if isinstance(text, str):
        return engine.translate([text])[0]
    return engine.translate(list(text))


@cache
def _engine(source: str, target: str) -> "Engine":
    # Imported late: the smaller programs of this package need no model.
    from translator.command_line import load_engine

    return load_engine(source, target)
