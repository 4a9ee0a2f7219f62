"""Show every word of ``phrase_words.tsv`` as it stands alone and in some short sentences.

``phrase_word_templates.tsv`` has, in a line, the kinds of words that a pair suits, and the pair.
What is no sentence ("the water") is made of every word, a sentence of some words, drawn for each.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from transformer.pairs.cleaning import Pair, read_lines
from transformer.pairs.phrase_fields import fill, slots_of
from transformer.pairs.phrase_values import Value

Word: TypeAlias = Mapping[str, Value]

FOLDER = Path(__file__).parent
FILES = tuple(FOLDER / name for name in ("phrase_words.tsv", "phrase_word_templates.tsv"))
SEED = 1
PAIRS_PER_WORD = 8

_PERSONS = ("person", "kin", "figure")
_ADJECTIVES = (
    *("quality", "sort", "trait", "state", "condition", "flavour", "colour", "sky"),
    "nationality",
)
_VERBS = ("verb", "task")


def pairs(before: Iterable[Pair] = ()) -> Iterator[Pair]:
    """Yield the pairs of all words; what is no sentence has one translation, the first.

    Args:
        before: Pairs whose translations come before these.
    """
    words, templates = FILES
    suited = read_templates(templates)
    said = {english.casefold(): spanish.casefold() for english, spanish in before}
    for line in lines(words):
        kind, *columns = line.split("\t")
        chance = random.Random(f"{SEED} {line}")  # noqa: S311 - a choice of words, not a secret
        for pair in pairs_of(read_word(kind, columns), suited[kind], chance=chance):
            english, spanish = (side.casefold() for side in pair)
            if is_sentence(english) or said.setdefault(english, spanish) == spanish:
                yield pair


def pairs_of(word: Word, templates: Sequence[Pair], *, chance: random.Random) -> list[Pair]:
    """Fill what is no sentence and, of the sentences, as many as ``PAIRS_PER_WORD`` allows."""
    fitting = [pair for pair in templates if all(slot in word for slot in slots_of(pair))]
    alone = [pair for pair in fitting if not is_sentence(pair[0])]
    sentences = [pair for pair in fitting if is_sentence(pair[0])]
    drawn = chance.sample(sentences, min(len(sentences), max(PAIRS_PER_WORD - len(alone), 0)))
    return [fill(template, word) for template in (*alone, *drawn)]


def is_sentence(text: str) -> bool:
    """Say whether a text ends as a sentence does."""
    return text.endswith((".", "?", "!"))


def lines(path: Path) -> list[str]:
    """Return the lines of a file; empty ones, and those that begin with ``#``, are for readers."""
    return [line for line in read_lines(path) if line and not line.startswith("#")]


def read_templates(path: Path) -> dict[str, list[Pair]]:
    """Return the pairs that suit each kind of word."""
    suited: dict[str, list[Pair]] = {}
    for line in lines(path):
        kinds, english, spanish = line.split("\t")
        for kind in kinds.split(","):
            suited.setdefault(kind, []).append((english, spanish))
    return suited


def read_word(kind: str, columns: Sequence[str]) -> Word:
    """Return a word's forms by the names that the templates give them."""
    read = _READERS.get(kind, _noun if len(columns) > 2 else _unchanging)
    return {slot: value for slot, value in read(*columns).items() if value.spanish}


def _noun(english: str, spanish: str, gender: str, *plurals: str) -> Word:
    feminine = gender != "m"
    forms = {"one": Value(english, spanish, feminine=feminine, stressed_a=gender == "el")}
    if plurals:
        many, spanish_many = plurals
        forms["many"] = Value(many, spanish_many, feminine=feminine)
    return forms


def _set(english: str, spanish: str, gender: str) -> Word:
    return {"many": Value(english, spanish, feminine=gender == "f")}


def _person(english: str, man: str, woman: str, persons: str, spanish: str) -> Word:
    return {
        "him": Value(english, man),
        "her": Value(english, woman, feminine=True),
        "them": Value(persons, spanish, feminine=not man),
    }


def _adjective(english: str, *forms: str) -> Word:
    names = ("masculine", "feminine", "masculines", "feminines")
    return {name: Value(english, form) for name, form in zip(names, forms, strict=True)}


def _verb(*columns: str) -> Word:
    do, does, did, doing, *spanish = columns
    names = ("do", "domyself", "ido", "does", "did", "doing")
    english = (do, do, do, does, did, doing)
    return {
        name: Value(said, dicho) for name, said, dicho in zip(names, english, spanish, strict=True)
    }


def _unchanging(english: str, spanish: str) -> Word:
    return {"word": Value(english, spanish)}


_READERS: dict[str, Callable[..., Word]] = {
    "set": _set,
    **dict.fromkeys(_PERSONS, _person),
    **dict.fromkeys(_ADJECTIVES, _adjective),
    **dict.fromkeys(_VERBS, _verb),
}
