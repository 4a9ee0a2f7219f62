"""The page's words in every language that it speaks, and which of them a visitor gets.

A visitor who has chosen a language keeps it in a cookie; everybody else gets what the browser
asks for. The words stand in `texts/`, one file a language, all with the same keys.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flask import Request, Response, request

LANGUAGES = ("es", "en")  # whoever asks for neither gets the first
THEMES = ("auto", "light", "dark")
LANGUAGE, THEME = "lang", "theme"  # the names of the parameters, and of the cookies
_TEXTS = Path(__file__).parent / "texts"
_YEAR_SECONDS = 365 * 24 * 60 * 60
# Spanish writes 1234 and 12.345, English 1,234 and 12,345.
_GROUPED_FROM = {"es": 10_000, "en": 1_000}
_SEPARATORS = {"es": ".", "en": ","}


@dataclass(frozen=True)
class Words:
    """The words of the page in one language.

    Args:
        texts: by key, for instance `errors.text-too-long`.
    """

    language: str
    texts: Mapping[str, str]

    def __call__(self, key: str, **values: str | int) -> str:
        """Say a text, with values in the places that it leaves for them.

        Raises:
            KeyError: there is no such text, or it asks for a value that is not given.
        """
        return self.texts[key].format(
            **{name: self._written(value) for name, value in values.items()}
        )

    def error(self, code: str, values: Mapping[str, str | int]) -> str:
        """Say what went wrong; in general words if the code is not one of the page's."""
        return self(f"errors.{code if f'errors.{code}' in self.texts else 'unexpected'}", **values)

    def section(self, name: str) -> dict[str, str]:
        """Give the texts under one heading, without it."""
        head = f"{name}."
        return {key[len(head) :]: self.texts[key] for key in self.texts if key.startswith(head)}

    def _written(self, value: str | int) -> str:
        if isinstance(value, str) or value < _GROUPED_FROM[self.language]:
            return str(value)
        return f"{value:,}".replace(",", _SEPARATORS[self.language])


@dataclass(frozen=True)
class Preferences:
    """How a visitor wants the page.

    Args:
        language: one of `LANGUAGES`.
        theme: one of `THEMES`; auto is what the visitor's system has.
        chosen: what this very request chooses, to be remembered.
    """

    language: str
    theme: str
    chosen: Mapping[str, str]

    @classmethod
    def of(cls, request: Request) -> "Preferences":
        """Read what a request chooses, or chose before, or what its browser asks for."""
        offered = {LANGUAGE: LANGUAGES, THEME: THEMES}
        chosen = {
            name: request.args[name]
            for name, values in offered.items()
            if request.args.get(name) in values
        }
        kept = {
            name: request.cookies[name]
            for name, values in offered.items()
            if request.cookies.get(name) in values
        }
        asked = request.accept_languages.best_match(LANGUAGES, default=LANGUAGES[0])
        found = {LANGUAGE: asked, THEME: THEMES[0], **kept, **chosen}
        return cls(found[LANGUAGE], found[THEME], chosen)

    def remember(self, response: Response) -> None:
        """Keep what was chosen on the visitor's device for a year."""
        for name, value in self.chosen.items():
            response.set_cookie(
                name,
                value,
                max_age=_YEAR_SECONDS,
                samesite="Lax",
                secure=request.is_secure,
            )


@cache
def words(language: str) -> Words:
    """Read the words of a language, once."""
    with (_TEXTS / f"{language}.toml").open("rb") as file:
        return Words(language, dict(_flat(tomllib.load(file))))


def _flat(table: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(f"{head}.{key}", text) for head, texts in table.items() for key, text in texts.items()]
