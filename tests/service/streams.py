"""Streams of text and markup that nobody planned for, and what must hold for their translation."""

import random
import re
from collections.abc import Sequence

from translator.documents.marked.items import Item, Kind, Stream, pairs

_WORDS = re.findall(
    r"\S+",
    "the red house is near my old friend. Yes! he said no, never 25 times (why?) Dr. Smith"
    " https://x.example/a b",
)
_NAMES = "abi"


def random_stream(seed: int) -> Stream:
    """Make a stream; the same one for the same seed."""
    return _some_items(random.Random(seed), depth=0)  # noqa: S311 - chosen for being repeatable


def _some_items(chance: random.Random, *, depth: int) -> list[str | Item]:
    found: list[str | Item] = []
    for _ in range(chance.randint(0, 6)):
        name = chance.choice(_NAMES)
        kind = chance.random()
        if kind < 0.5:
            words = " ".join(chance.choices(_WORDS, k=chance.randint(1, 6)))
            found.append(chance.choice(["", " "]) + words + chance.choice(["", " ", "\n  "]))
        elif kind < 0.75 and depth < 5:
            inside = _some_items(chance, depth=depth + 1)
            found += [Item(Kind.OPEN, name, name), *inside, Item(Kind.CLOSE, name, name)]
        else:
            found.append(Item(chance.choice(list(Kind)), name, name))
    return found


def items_of(stream: Stream) -> list[Item]:
    """List the markup of a stream."""
    return [item for item in stream if isinstance(item, Item)]


def text_of(stream: Stream) -> str:
    """Give the text of a stream without its spaces."""
    return "".join("".join(item for item in stream if isinstance(item, str)).split())


def parents(stream: Stream, source: Stream) -> dict[int, int | None]:
    """Say for each item of a stream in which element of its source it lies.

    Raises:
        AssertionError: two elements cross.
    """
    ends = {id(source[end]): id(source[start]) for start, end in pairs(source).items()}
    around: list[int] = []
    found: dict[int, int | None] = {}
    for item in items_of(stream):
        if id(item) in ends:
            assert around
            assert around.pop() == ends[id(item)]
            continue
        found[id(item)] = around[-1] if around else None
        if id(item) in ends.values():
            around.append(id(item))
    assert not around
    return found


def marked(text: str) -> Stream:
    """Read a text with [elements], {atoms} and | points as a stream."""
    kinds = {"[": Kind.OPEN, "]": Kind.CLOSE, "|": Kind.POINT, "/": Kind.LINE, "#": Kind.ATOM}
    found: list[str | Item] = [""]
    for character in text:
        if character in kinds:
            found += [Item(kinds[character], character, "element"), ""]
        else:
            found[-1] = f"{found[-1]}{character}"
    return found


def unmarked(stream: Sequence[str | Item]) -> str:
    """Write a stream as `marked` reads it."""
    return "".join(item if isinstance(item, str) else item.payload for item in stream)
