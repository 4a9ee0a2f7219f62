"""Decide which pairs are fit to learn from: pure functions over one pair, or over a stream."""

import collections
import dataclasses
import itertools
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from transformer.evaluation import everyday

Pair = tuple[str, str]

MAX_WORDS = 80
MAX_LENGTH_RATIO = 2.5
LENGTH_SLACK_CHARACTERS = 20
MIN_LETTER_SHARE = 0.4
MAX_COPIED_WORDS = 3

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]")
_SPACE = re.compile(r"\s+")
_MOJIBAKE = re.compile(r"\ufffd|Ã[\x80-\xbf©±³¡º]|â€")
_ENGLISH = frozenset(
    ["the", "and", "of", "to", "is", "are", "was", "with", "that", "this", "you", "it"]
)
_SPANISH = frozenset(
    [
        "el",
        "la",
        "los",
        "las",
        "de",
        "que",
        "y",
        "es",
        "en",
        "un",
        "una",
        "con",
        "por",
        "para",
        "no",
        "se",
    ]
)
MIN_TELLING_WORDS = 3


@dataclasses.dataclass
class Tally:
    """Count what cleaning kept, and what it left out for which reason."""

    kept: int = 0
    rejected: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)


def normalise(text: str) -> str:
    """Drop control characters, compose the others (NFC), make every run of space one blank."""
    # A control character may stand between a letter and its accent.
    return _SPACE.sub(" ", unicodedata.normalize("NFC", _CONTROL.sub("", text))).strip()


def fault(english: str, spanish: str) -> str | None:
    """Name what is wrong with a normalised pair, or return None for a good one."""
    if not english or not spanish:
        return "empty"
    if _MOJIBAKE.search(english) or _MOJIBAKE.search(spanish):
        return "encoding"
    if max(len(english.split()), len(spanish.split())) > MAX_WORDS:
        return "long"
    if _lengths_disagree(len(english), len(spanish)):
        return "ratio"
    if min(_letter_share(english), _letter_share(spanish)) < MIN_LETTER_SHARE:
        return "letters"
    if english == spanish and len(english.split()) > MAX_COPIED_WORDS:
        return "copy"
    if _reads_like(english, _SPANISH, _ENGLISH) or _reads_like(spanish, _ENGLISH, _SPANISH):
        return "language"
    return None


def fingerprint(text: str) -> str:
    """Reduce a sentence to its lower-case letters and digits, to compare what it says."""
    folded = normalise(text).casefold()
    return "".join(character for character in folded if character.isalnum())


def read_lines(path: Path, *, errors: str = "strict") -> list[str]:
    """Read lines that a line feed ends, or a return and a line feed: no other sign ends one."""
    with path.open(encoding="utf-8", errors=errors, newline="\n") as lines:
        return [line.removesuffix("\n").removesuffix("\r") for line in lines]


def held_out_files(folder: Path) -> list[Path]:
    """List what is held out: all of ``eval/``, and the sentences of everyday life."""
    return [*_sets(folder), everyday.PATH]


def held_out_fingerprints(folder: Path) -> frozenset[str]:
    """Collect the fingerprints of both sides of every sentence that is held out.

    Args:
        folder: ``eval/`` with ``NAME.en``, ``NAME.es`` and further references in
            ``NAME.multiref.tsv``, a tab between two wordings.
    """
    measured = (
        wording
        for path in _sets(folder)
        for line in read_lines(path)
        for wording in line.split("\t")
    )
    shown = (
        wording
        for sentence in everyday.everyday_sentences()
        for wording in (sentence.english, *sentence.accepted)
    )
    return frozenset(map(fingerprint, itertools.chain(measured, shown))) - {""}


def _sets(folder: Path) -> list[Path]:
    return [*sorted(folder.glob("*.e[ns]")), *sorted(folder.glob("*.multiref.tsv"))]


def clean(pairs: Iterable[Pair], *, held_out: Collection[str], tally: Tally) -> Iterator[Pair]:
    """Yield the good pairs, each once, and none of which a side is held out for evaluation."""
    seen: set[tuple[str, str]] = set()
    for english, spanish in pairs:
        pair = normalise(english), normalise(spanish)
        marks = fingerprint(pair[0]), fingerprint(pair[1])
        reason = fault(*pair) or _known(marks, held_out, seen)
        if reason:
            tally.rejected[reason] += 1
            continue
        seen.add(marks)
        tally.kept += 1
        yield pair


def _known(marks: Pair, held_out: Collection[str], seen: set[Pair]) -> str | None:
    if marks[0] in held_out or marks[1] in held_out:
        return "held out"
    return "duplicate" if marks in seen else None


def _lengths_disagree(one: int, other: int) -> bool:
    short, long = sorted((one, other))
    return long > short * MAX_LENGTH_RATIO + LENGTH_SLACK_CHARACTERS


def _letter_share(text: str) -> float:
    letters = sum(character.isalpha() or character.isspace() for character in text)
    return letters / len(text)


def _reads_like(text: str, wrong: frozenset[str], right: frozenset[str]) -> bool:
    words = [word.strip(".,;:!?¿¡\"'()") for word in text.casefold().split()]
    foreign = sum(word in wrong for word in words)
    return foreign >= MIN_TELLING_WORDS and foreign > 2 * sum(word in right for word in words)
