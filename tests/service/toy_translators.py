"""Functions in the place of an engine: what they do to a text is easy to see."""

import random
from collections.abc import Callable, Mapping, Sequence

Translate = Callable[[Sequence[str]], list[str]]


def shout(texts: Sequence[str]) -> list[str]:
    return [text.upper() for text in texts]


def keep(texts: Sequence[str]) -> list[str]:
    return list(texts)


def turn_around(texts: Sequence[str]) -> list[str]:
    """Say the words of each text from the last to the first."""
    return [" ".join(reversed(text.split(" "))) for text in texts]


def mix(texts: Sequence[str]) -> list[str]:
    """Do to each text what no engine should, always the same: other order, more words, fewer."""
    return [_mixed(text) for text in texts]


def fall_silent(texts: Sequence[str]) -> list[str]:
    return ["" for _ in texts]


def lose_placeholders(texts: Sequence[str]) -> list[str]:
    return [text.upper().replace("{", "").replace("}", "") for text in texts]


def from_dictionary(known: Mapping[str, str]) -> Translate:
    """Translate what is known; keep the rest."""
    return lambda texts: [known.get(text, text) for text in texts]


def _mixed(text: str) -> str:
    chance = random.Random(text)  # noqa: S311 - chosen for being repeatable
    words = text.upper().split(" ")
    chance.shuffle(words)
    words = words[: max(1, len(words) - chance.randint(0, 1))]
    return " ".join([*words, *chance.choice([[], ["¡OTRO!"]])])
