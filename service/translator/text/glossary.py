"""Terms that must be translated in one way, the owner's or a caller's.

A term in lower case is found in any case, and its translation takes the case of what was found; a
term with a capital letter is found only as it stands. Only whole words are found, the longest term
first. Plural forms are not guessed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

from translator.errors import MalformedRequestError, SettingsError

MAX_TERMS = 200
MAX_TERM_CHARACTERS = 100
FILE_SOURCE = "en"
COMPILED_GLOSSARIES = 64

_REMEDY = "Correct that file; each line is a term in English, one tab, and its Spanish."


@dataclass(frozen=True)
class Term:
    """A term found in a sentence, and what must stand for it.

    Args:
        start: its first character.
        end: the character behind it.
        translation: in the case of what was found.
        takes_case: whether the term is of any case, so that its translation is, too.
    """

    start: int
    end: int
    translation: str
    takes_case: bool


@dataclass(frozen=True)
class Glossary:
    """Terms and their translations.

    Args:
        terms: pairs of source and target; an earlier one goes before a later one.
    """

    terms: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        """Tell whether there are any terms."""
        return bool(self.terms)

    @classmethod
    def of_file(cls, path: Path, source: str, target: str) -> Self:
        """Read the owner's file for one direction: English, a tab, Spanish; `#` begins a comment.

        Raises:
            SettingsError: with every line that is not of that form.
        """
        terms, faults = [], []
        for number, line in enumerate(_lines(path), start=1):
            if not line.strip() or line.startswith("#"):
                continue
            sides = tuple(" ".join(side.split()) for side in line.split("\t"))
            fault = _fault(sides)
            if fault:
                faults.append(f"{path.name}, line {number}: {fault}")
            else:
                terms.append((sides[0], sides[1]))
        if faults:
            raise SettingsError(faults, _REMEDY)
        is_reversed = source != FILE_SOURCE and target == FILE_SOURCE
        return cls(tuple((b, a) if is_reversed else (a, b) for a, b in terms))

    @classmethod
    def of_parameter(cls, value: Any) -> Self:
        """Read what a caller sent: an object of terms and their translations.

        Raises:
            MalformedRequestError: it is none, or has too many terms, or an empty or too long one.
        """
        if not isinstance(value, Mapping):
            raise MalformedRequestError(
                "Invalid request: the glossary must be an object of terms and their translations"
            )
        if len(value) > MAX_TERMS:
            raise MalformedRequestError(
                f"Invalid request: the glossary has {len(value)} terms; the limit is {MAX_TERMS}"
            )
        terms = []
        for pair in value.items():
            sides = tuple(" ".join(side.split()) if isinstance(side, str) else "" for side in pair)
            fault = _fault(sides)
            if fault:
                raise MalformedRequestError(f"Invalid request: in the glossary, {fault}")
            terms.append((sides[0], sides[1]))
        return cls(tuple(terms))

    def find(self, sentence: str) -> list[Term]:
        """Find the terms in a sentence, from left to right, none within another."""
        if not self.terms:
            return []
        pattern, translations = _compiled(self.terms)
        return [
            _term(match, translations[(match.lastindex or 1) - 1])
            for match in pattern.finditer(sentence)
        ]


def _term(match: re.Match[str], known: tuple[str, bool]) -> Term:
    """Give the translation the case of what was found, but for the capital of a beginning."""
    found, (translation, takes_case) = match[0], known
    is_first = not any(map(str.isalnum, match.string[: match.start()]))
    if takes_case and len(found) > 1 and found.isupper():
        translation = translation.upper()
    elif takes_case and found[0].isupper() and not is_first:
        translation = translation[0].upper() + translation[1:]
    return Term(match.start(), match.end(), translation, takes_case)


@lru_cache(COMPILED_GLOSSARIES)
def _compiled(
    terms: tuple[tuple[str, str], ...],
) -> tuple[re.Pattern[str], list[tuple[str, bool]]]:
    """Make one pattern with a group a term, and the list of what they become."""
    translations: dict[str, str] = {}
    for term, translation in terms:
        translations.setdefault(term, translation)
    longest_first = sorted(translations, key=len, reverse=True)
    choices = "|".join(f"({_choice(term)})" for term in longest_first)
    pattern = re.compile(rf"(?<!\w)(?<!\w-)(?:{choices})(?!-?\w)")
    return pattern, [(translations[term], _takes_case(term)) for term in longest_first]


def _choice(term: str) -> str:
    words = r"\s+".join(map(re.escape, term.split()))
    return f"(?i:{words})" if _takes_case(term) else words


def _takes_case(term: str) -> bool:
    return term == term.lower()


def _fault(sides: tuple[str, ...]) -> str | None:
    """Say what is wrong with a line of the file or a pair of the request."""
    if len(sides) != 2 or not all(sides):
        return "there must be a term and its translation"
    if max(map(len, sides)) > MAX_TERM_CHARACTERS:
        return f"the limit of {MAX_TERM_CHARACTERS} characters is passed"
    return None


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as error:
        number = path.read_bytes()[: error.start].count(b"\n") + 1
        raise SettingsError([f"{path.name}, line {number}: it is not UTF-8"], _REMEDY) from None
    except OSError as error:
        raise SettingsError([f"{path.name} cannot be read: {error.strerror}"], _REMEDY) from None
