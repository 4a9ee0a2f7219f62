"""Everyday phrases written for this project: pairs as they stand, and templates that are filled.

``phrases.tsv`` holds pairs, ``phrase_templates.tsv`` pairs with fields, ``phrase_slots.tsv`` what
the fields take. A field is ``{form slot@owner}``, of which only the slot must be there:

- ``{thing}`` is the word itself, on both sides; ``{thing2}`` another one of the same kind.
- ``{^ wish}`` is the word with a capital letter.
- ``{a thing}``, in English, is the word behind ``a`` or ``an``.
- ``{el thing}``, in Spanish, is the word behind an article that agrees with it; ``{=o thing}`` is
  the ending alone. ``_FORMS`` lists them all.
- ``{trait@relative}``, in Spanish, is a trait's masculine or feminine form, as the relative asks.
"""

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from transformer.pairs import phrase_values
from transformer.pairs.cleaning import Pair, read_lines
from transformer.pairs.phrase_values import Value

FOLDER = Path(__file__).parent
FILES = tuple(FOLDER / name for name in ("phrases.tsv", "phrase_slots.tsv", "phrase_templates.tsv"))
SEED = 1
FILLINGS = 45
ATTEMPTS_PER_FILLING = 4

CAPITAL = "^"
_FIELD = re.compile(r"\{(?:(?P<form>[^\s{}]+) )?(?P<slot>[a-z]+\d?)(?:@(?P<owner>[a-z]+\d?))?\}")
_Y_BEFORE_I = re.compile(r"\by (?=[iI])")
_FORMS = {
    "el": ("el", "la"),
    "un": ("un", "una"),
    "del": ("del", "de la"),
    "al": ("al", "a la"),
    "este": ("este", "esta"),
    "los": ("los", "las"),
    "estos": ("estos", "estas"),
    "otro": ("otro", "otra"),
}
# These stand alone: what they agree with is said elsewhere in the sentence.
_ENDINGS = {"=o": ("o", "a"), "=os": ("os", "as"), "=e": ("e", "a")}


def pairs() -> Iterator[Pair]:
    """Yield all phrases, in the same order and with the same choices every time."""
    phrases, slots, templates = FILES
    yield from (_pair(line) for line in lines(phrases))
    values = read_slots(slots)
    for line in lines(templates):
        yield from fillings(_pair(line), values, chance=random.Random(f"{SEED} {line}"))  # noqa: S311 - a choice of words, not a secret


def lines(path: Path) -> list[str]:
    """Return the lines of a file; empty ones, and those that begin with ``#``, are for readers."""
    return [line for line in read_lines(path) if line and not line.startswith("#")]


def read_slots(path: Path) -> dict[str, list[Value]]:
    """Return what each slot takes; a line is slot, English, Spanish and, if any, gender."""
    slots: dict[str, list[Value]] = {}
    for line in lines(path):
        slot, english, spanish, *gender = line.split("\t")
        slots.setdefault(slot, []).append(Value(english, spanish, feminine=gender == ["f"]))
    return slots


def fillings(
    template: Pair, slots: dict[str, list[Value]], *, chance: random.Random
) -> Iterator[Pair]:
    """Yield different fillings of a template, at most ``FILLINGS`` of them."""
    names = sorted({match["slot"] for side in template for match in _FIELD.finditer(side)})
    made: dict[Pair, None] = {}
    for _ in range(FILLINGS * ATTEMPTS_PER_FILLING):
        chosen = _choose(names, slots, chance)
        made[fill(template, chosen)] = None
        if len(made) == FILLINGS:
            break
    yield from made


def fill(template: Pair, chosen: dict[str, Value]) -> Pair:
    """Put the chosen values into both sides of a template."""
    english, spanish = template
    return (
        _begin_alike(english, _FIELD.sub(lambda field: _english(field, chosen), english)),
        _smooth(_begin_alike(spanish, _FIELD.sub(lambda f: _spanish(f, chosen), spanish))),
    )


def _choose(
    names: Sequence[str], slots: dict[str, list[Value]], chance: random.Random
) -> dict[str, Value]:
    """Choose a value for each field; two fields of one slot get two values."""
    chosen: dict[str, Value] = {}
    for name in names:
        slot = name.rstrip("0123456789")
        value = _value(slot, slots, chance)
        while value in chosen.values():
            value = _value(slot, slots, chance)
        chosen[name] = value
    return chosen


def _value(slot: str, slots: dict[str, list[Value]], chance: random.Random) -> Value:
    if slot in phrase_values.MAKERS:
        return phrase_values.MAKERS[slot](chance)
    return chance.choice(slots[slot])


def _english(field: re.Match[str], chosen: dict[str, Value]) -> str:
    word = chosen[field["slot"]].english
    if field["form"] is None:
        return word
    if field["form"] == CAPITAL:
        return _capitalised(word)
    vowel = word[0].lower() in "aeiou" and not word.startswith("uni")
    return f"{'an' if vowel else 'a'} {word}"


def _spanish(field: re.Match[str], chosen: dict[str, Value]) -> str:
    value = chosen[field["slot"]]
    form = field["form"]
    if form in _ENDINGS:
        return _ENDINGS[form][value.feminine]
    owner = chosen[field["owner"]] if field["owner"] else value
    masculine, _, feminine = value.spanish.partition("|")
    word = feminine if feminine and owner.feminine else masculine
    if form is None:
        return word
    return _capitalised(word) if form == CAPITAL else f"{_FORMS[form][value.feminine]} {word}"


def _capitalised(text: str) -> str:
    return text[0].upper() + text[1:]


def _begin_alike(template: str, text: str) -> str:
    """Give a sentence whose first word came from a slot its capital letter."""
    if not template.lstrip("¿¡").startswith("{"):
        return text
    start = len(text) - len(text.lstrip("¿¡"))
    return text[:start] + _capitalised(text[start:])


def _smooth(spanish: str) -> str:
    """Write ``e`` for ``y`` before an i, and one full stop behind ``a. m.`` and ``p. m.``."""
    return _Y_BEFORE_I.sub("e ", spanish).replace(". m..", ". m.")


def _pair(line: str) -> Pair:
    english, spanish = line.split("\t")
    return english, spanish
