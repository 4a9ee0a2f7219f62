"""Name people: with the names of ``phrase_names.tsv``, and with made-up ones.

A name stays as it is in a translation, also one that no text has shown before: that is what the
made-up ones teach. Each name stands alone, as under a letter, and in some pairs of
``phrase_name_templates.tsv``.
"""

import random
from collections.abc import Collection, Iterator, Sequence

from transformer.pairs.cleaning import Pair
from transformer.pairs.phrase_fields import fill, slots_of
from transformer.pairs.phrase_values import Maker, Value
from transformer.pairs.phrase_words import FOLDER, lines

NAMES, TEMPLATES = FILES = tuple(
    FOLDER / name for name in ("phrase_names.tsv", "phrase_name_templates.tsv")
)
SEED = 1
NAME, SURNAME = "name", "surname"
FEMININE = "f"
PAIRS_PER_NAME = 6
MADE_UP = 400
MADE_UP_SHARE = 0.2

_ONSETS = (*"bbcddfghjkllmmnnprrssttvwyz", "br", "ch", "gr", "kl", "sh", "st", "th", "tr")
_VOWELS = (*"aaaeeeiiooou", "ai", "ei", "ia", "ou")
_CODAS = (*[""] * 8, *"nrlsm", "nd", "sh")
_LAST_CODAS = (*[""] * 6, *"nnrslk", "son", "sky", "wood", "ez", "ini")


def pairs(*, words: Collection[str]) -> Iterator[Pair]:
    """Yield each name alone, with another one, and in some sentences.

    Args:
        words: in small letters; a name that is one of them too is not shown alone.
    """
    chance = random.Random(SEED)  # noqa: S311 - a choice of words, not a secret
    templates = [(english, spanish) for english, spanish in map(_pair, lines(TEMPLATES))]
    for kind, listed in read_names().items():
        suited = [each for each in templates if kind in slots_of(each)]
        made_up = [_made_up(chance) for _ in range(MADE_UP)]
        for value in (*listed, *made_up):
            if value.english.casefold() not in words:
                yield value.english, value.spanish
            yield fill(("{name} {surname}", "{name} {surname}"), _chosen(kind, value, chance))
            for template in chance.sample(suited, PAIRS_PER_NAME):
                yield fill(template, _chosen(kind, value, chance))


def read_names() -> dict[str, list[Value]]:
    """Return the first names and the surnames; a line is kind, gender and names."""
    names: dict[str, list[Value]] = {NAME: [], SURNAME: []}
    for line in lines(NAMES):
        kind, gender, listed = line.split("\t")
        names[kind] += [Value(each, each, feminine=gender == FEMININE) for each in listed.split()]
    return names


def _chosen(kind: str, value: Value, chance: random.Random) -> dict[str, Value]:
    others = {NAME: MAKERS[NAME](chance), SURNAME: MAKERS[SURNAME](chance)}
    return others | {f"{NAME}2": MAKERS[NAME](chance), kind: value}


def _maker(listed: Sequence[Value]) -> Maker:
    def make(chance: random.Random) -> Value:
        return _made_up(chance) if chance.random() < MADE_UP_SHARE else chance.choice(listed)

    return make


def _made_up(chance: random.Random) -> Value:
    """Make a name of two or three syllables: "Drelava", "Shounson"."""
    syllables = [
        chance.choice(_ONSETS) + chance.choice(_VOWELS) + chance.choice(_CODAS)
        for _ in range(chance.choice((1, 1, 2)))
    ]
    last = chance.choice(_ONSETS) + chance.choice(_VOWELS) + chance.choice(_LAST_CODAS)
    name = "".join((*syllables, last)).capitalize()
    return Value(name, name, feminine=name.endswith("a"))


def _pair(line: str) -> Pair:
    english, spanish = line.split("\t")
    return english, spanish


MAKERS: dict[str, Maker] = {kind: _maker(listed) for kind, listed in read_names().items()}
