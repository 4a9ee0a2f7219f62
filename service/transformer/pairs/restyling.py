"""Write some pairs as people also type them: in CAPITALS, unpunctuated, or a word by itself."""

import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping

from transformer.pairs.cleaning import Pair

CAPITALS_SHARE = 0.08
BARE_SHARE = 0.08
MAX_WORDS = 14
# Of an entry in a dictionary: "the washing machine".
MAX_WORDS_ALONE = 3

# Addresses change their meaning with their case.
_ADDRESS = re.compile(r"[@/]|www\.")
_SENTENCE_END = re.compile(r"[.!?…]+[\"')\]]*$")
_OPENING = re.compile(r"^[¿¡]+")
_INNER_SENTENCE = re.compile(r"[.!?…:;¿¡\"]")
_PUNCTUATION = re.compile(r"[^\w\s'-]")


def in_capitals(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Yield a share of the short pairs in capitals, and another one bare."""
    for pair in pairs:
        # Drawn from what the pair says: a pair that is added elsewhere changes no other one.
        drawn = zlib.crc32("\t".join(pair).encode()) / 2**32
        if max(len(side.split()) for side in pair) > MAX_WORDS or any(map(_ADDRESS.search, pair)):
            continue
        if drawn < CAPITALS_SHARE:
            yield pair[0].upper(), pair[1].upper()
        elif drawn < CAPITALS_SHARE + BARE_SHARE:
            bare = bare_sentence(pair[0]), bare_sentence(pair[1])
            # What still has punctuation inside is more than one sentence.
            if not any(map(_INNER_SENTENCE.search, bare)):
                yield bare


def alone(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Yield the pairs of a word or two: as they stand, with a capital, and with a full stop."""
    for pair in pairs:
        is_short = max(len(side.split()) for side in pair) <= MAX_WORDS_ALONE
        if is_short and not any(map(_PUNCTUATION.search, pair)):
            begun = _capitalised(pair[0]), _capitalised(pair[1])
            yield pair
            yield begun
            yield f"{begun[0]}.", f"{begun[1]}."


# By the end of a source's name.
STYLES: Mapping[str, Callable[[Iterable[Pair]], Iterator[Pair]]] = {
    "capitals": in_capitals,
    "words": alone,
}


def bare_sentence(text: str) -> str:
    """Return a sentence in lower case, without the marks that begin and end it."""
    return _OPENING.sub("", _SENTENCE_END.sub("", text)).lower()


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
