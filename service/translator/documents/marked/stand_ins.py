"""What stands in a text for something that is not translated: a code, a formula, a field.

Inside this package it is one character that no text has, so that it counts as one word. The
translator gets a placeholder, which it has promised to keep.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import count

_FIRST, _LAST = 0xF0000, 0xFFFFD
STAND_IN = re.compile(f"[{chr(_FIRST)}-{chr(_LAST)}]")
_PLACEHOLDER = re.compile(r"\{[0-9]{1,6}\}")


def unused_stand_ins(texts: Iterable[str]) -> Iterator[str]:
    """Give characters that stand for something and are not in the texts."""
    taken = set(STAND_IN.findall("".join(texts)))
    return (chr(code) for code in range(_FIRST, _LAST) if chr(code) not in taken)


def with_placeholders(text: str) -> str:
    """Write a text with stand-ins as the translator gets it: {0}, {1}, in their order."""
    names = (f"{{{number}}}" for number in count())
    unused = (name for name in names if name not in text)
    return STAND_IN.sub(lambda _: next(unused), text)


def with_stand_ins(translation: str, text: str) -> str | None:
    """Put the stand-ins of a text into its translation, or give none if one of them was lost.

    Args:
        translation: of `with_placeholders(text)`.
    """
    asked = with_placeholders(text)
    stand_ins = STAND_IN.findall(text)
    names = [name for name in _PLACEHOLDER.findall(asked) if name not in text]
    if sorted(_PLACEHOLDER.findall(translation)) != sorted(_PLACEHOLDER.findall(asked)):
        return None
    known = dict(zip(names, stand_ins, strict=True))
    return _PLACEHOLDER.sub(lambda match: known.get(match[0], match[0]), translation)
