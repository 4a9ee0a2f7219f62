"""Everyday phrases written for this project: pairs as they stand, and templates that are filled.

``phrases.tsv`` holds pairs, ``phrase_templates.tsv`` pairs with fields, ``phrase_slots.tsv`` what
the fields take; ``phrase_fields.py`` says what a field looks like. The words of
``phrase_words.tsv`` and the names of ``phrase_names.tsv`` have templates of their own, which
``phrase_words.py`` and ``phrase_names.py`` fill.
"""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from transformer.pairs import phrase_names, phrase_values, phrase_words
from transformer.pairs.cleaning import Pair
from transformer.pairs.phrase_fields import fill, slots_of
from transformer.pairs.phrase_values import Value
from transformer.pairs.phrase_words import FOLDER, lines

FILES = (
    *(FOLDER / name for name in ("phrases.tsv", "phrase_slots.tsv", "phrase_templates.tsv")),
    *phrase_words.FILES,
    *phrase_names.FILES,
)
MAKERS = phrase_values.MAKERS | phrase_names.MAKERS
SEED = 1
FILLINGS = 45
ATTEMPTS_PER_FILLING = 4


def pairs() -> Iterator[Pair]:
    """Yield all phrases, in the same order and with the same choices every time."""
    phrases, slots, templates, *_ = FILES
    whole = [_pair(line) for line in lines(phrases)]
    yield from whole
    values = read_slots(slots)
    for line in lines(templates):
        yield from fillings(_pair(line), values, chance=random.Random(f"{SEED} {line}"))  # noqa: S311 - a choice of words, not a secret
    words = list(phrase_words.pairs(before=whole))
    yield from words
    yield from phrase_names.pairs(words={side.casefold() for pair in words for side in pair})


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
    names = slots_of(template)
    made: dict[Pair, None] = {}
    for _ in range(FILLINGS * ATTEMPTS_PER_FILLING):
        chosen = _choose(names, slots, chance)
        made[fill(template, chosen)] = None
        if len(made) == FILLINGS:
            break
    yield from made


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
    if slot in MAKERS:
        return MAKERS[slot](chance)
    return chance.choice(slots[slot])


def _pair(line: str) -> Pair:
    english, spanish = line.split("\t")
    return english, spanish
