"""Ten sentences of everyday life, and every Spanish wording of each that a reader accepts.

They were chosen before the served model was trained, and no pair that is prepared may hold one.
``everyday.tsv`` has the English sentence and then its wordings, in which ``{a|b}`` stands for
either of a and b.
"""

import dataclasses
import itertools
import re
from collections.abc import Callable, Sequence
from pathlib import Path

PATH = Path(__file__).with_suffix(".tsv")
_CHOICE = re.compile(r"\{([^{}]+)\}")


@dataclasses.dataclass(frozen=True)
class Everyday:
    """Hold a sentence and the translations that are right."""

    english: str
    accepted: frozenset[str]


@dataclasses.dataclass(frozen=True)
class Answer:
    """Hold what was written for an everyday sentence, and whether that is right."""

    english: str
    spanish: str
    right: bool


def everyday_sentences(path: Path = PATH) -> list[Everyday]:
    """Read the sentences with all their wordings."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Everyday(english, frozenset(itertools.chain.from_iterable(map(wordings, patterns))))
        for english, *patterns in rows
    ]


def wordings(pattern: str) -> list[str]:
    """Write out the wordings that a pattern stands for."""
    # The pattern cut at its choices: what lies between them stands at the even places.
    parts = _CHOICE.split(pattern)
    choices = [part.split("|") if place % 2 else [part] for place, part in enumerate(parts)]
    return ["".join(chosen) for chosen in itertools.product(*choices)]


def answers(translate: Callable[[Sequence[str]], list[str]]) -> list[Answer]:
    """Have the everyday sentences translated and say of each whether it is right."""
    asked = everyday_sentences()
    written = translate([one.english for one in asked])
    return [
        Answer(one.english, spanish, spanish in one.accepted)
        for one, spanish in zip(asked, written, strict=True)
    ]
