"""Write some pairs as people also type them: ALL IN CAPITALS, or in lower case and unpunctuated."""

import re
import zlib
from collections.abc import Iterable, Iterator

from transformer.pairs.cleaning import Pair

CAPITALS_SHARE = 0.08
BARE_SHARE = 0.08
MAX_WORDS = 14

# Addresses change their meaning with their case.
_ADDRESS = re.compile(r"[@/]|www\.")
_SENTENCE_END = re.compile(r"[.!?…]+[\"')\]]*$")
_OPENING = re.compile(r"^[¿¡]+")
_INNER_SENTENCE = re.compile(r"[.!?…:;¿¡\"]")


def restyle(pairs: Iterable[Pair]) -> Iterator[Pair]:
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


def bare_sentence(text: str) -> str:
    """Return a sentence in lower case, without the marks that begin and end it."""
    return _OPENING.sub("", _SENTENCE_END.sub("", text)).lower()
