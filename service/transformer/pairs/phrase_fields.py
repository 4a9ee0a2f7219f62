"""Fill the fields of a phrase: ``{form slot@owner}``, of which only the slot must be there.

- ``{thing}`` is the word itself, on both sides; ``{thing2}`` another one of the same kind.
- ``{^ wish}`` is the word with a capital letter, and ``{v wish}``, where a phrase begins, the word
  as it stands.
- ``{a thing}``, in English, is the word behind ``a`` or ``an``.
- ``{el thing}``, in Spanish, is the word behind an article that agrees with it; ``{=o thing}`` is
  the ending alone. ``_FORMS`` lists them all.
- ``{trait@relative}``, in Spanish, is a trait's masculine or feminine form, as the relative asks.
"""

import re
from collections.abc import Mapping

from transformer.pairs.cleaning import Pair
from transformer.pairs.phrase_values import Value

CAPITAL = "^"
SMALL = "v"
_FIELD = re.compile(r"\{(?:(?P<form>[^\s{}]+) )?(?P<slot>[a-z]+\d?)(?:@(?P<owner>[a-z]+\d?))?\}")
_VOWEL_SOUND = re.compile(
    r"(?!uni[^mn]|us[eu]|uk|uru|eu|one\b)[aeiou]|hour|honest|heir", re.IGNORECASE
)
_Y_BEFORE_I = re.compile(r"\by (?=[iI])")
_FORMS = {
    "el": ("el", "la"),
    "un": ("un", "una"),
    "del": ("del", "de la"),
    "al": ("al", "a la"),
    "este": ("este", "esta"),
    "ese": ("ese", "esa"),
    "los": ("los", "las"),
    "estos": ("estos", "estas"),
    "otro": ("otro", "otra"),
}
# Before a feminine word that begins with a stressed a: el agua, but esta agua.
_AS_IF_MASCULINE = ("el", "un", "del", "al")
# These stand alone: what they agree with is said elsewhere in the sentence.
_ENDINGS = {"=o": ("o", "a"), "=os": ("os", "as"), "=e": ("e", "a")}


def slots_of(template: Pair) -> list[str]:
    """Return the names of a template's fields, each once."""
    return sorted({match["slot"] for side in template for match in _FIELD.finditer(side)})


def fill(template: Pair, chosen: Mapping[str, Value]) -> Pair:
    """Put the chosen values into both sides of a template."""
    english, spanish = (
        _FIELD.sub(lambda field: _english(field, chosen), template[0]),
        _FIELD.sub(lambda field: _spanish(field, chosen), template[1]),
    )
    if not any(side[0].islower() or side.startswith(f"{{{SMALL} ") for side in template if side):
        english, spanish = _begin(template[0], english), _begin(template[1], spanish)
    return english, _smooth(spanish)


def _english(field: re.Match[str], chosen: Mapping[str, Value]) -> str:
    word = chosen[field["slot"]].english
    if field["form"] in (None, SMALL):
        return word
    if field["form"] == CAPITAL:
        return _capitalised(word)
    return f"{'an' if _VOWEL_SOUND.match(word) else 'a'} {word}"


def _spanish(field: re.Match[str], chosen: Mapping[str, Value]) -> str:
    value = chosen[field["slot"]]
    form = field["form"]
    if form in _ENDINGS:
        return _ENDINGS[form][value.feminine]
    owner = chosen[field["owner"]] if field["owner"] else value
    masculine, _, feminine = value.spanish.partition("|")
    word = feminine if feminine and owner.feminine else masculine
    if form in (None, SMALL):
        return word
    if form == CAPITAL:
        return _capitalised(word)
    feminine_form = value.feminine and not (value.stressed_a and form in _AS_IF_MASCULINE)
    return f"{_FORMS[form][feminine_form]} {word}"


def _capitalised(text: str) -> str:
    return text[0].upper() + text[1:]


def _begin(template: str, text: str) -> str:
    """Give a sentence whose first word came from a slot its capital letter."""
    if not template.lstrip("¿¡").startswith("{"):
        return text
    start = len(text) - len(text.lstrip("¿¡"))
    return text[:start] + _capitalised(text[start:])


def _smooth(spanish: str) -> str:
    """Write ``e`` for ``y`` before an i, and one full stop behind ``a. m.`` and ``p. m.``."""
    return _Y_BEFORE_I.sub("e ", spanish).replace(". m..", ". m.")
