"""What is said in a cue: by one person, or by two with dashes; or a sound in brackets."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from translator.documents.marked.items import Item, Kind
from translator.documents.marked.passage import Passage, passage_of
from translator.documents.marked.units import SPACES, Unit

# <i>, </font>, {i}, {/i}; {\an8} and the like stand by themselves.
_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[a-z]++)[^<>]*>|\{(?P<brace_end>/?)(?P<brace_name>[biu])\}|\{\\[^{}]*\}",
    re.IGNORECASE,
)
_DASH = re.compile(r"\s*[-–—]\s*(?=\S)")
_SOUND = re.compile(r"\s*(?:\[[^\[\]]*\]|\([^()]*\)|[♪♫#].*)\s*")
_BEFORE = re.compile(r"\s*(?:[-–—]+\s*)?(?:[♪♫#]+\s*)?")
_BEHIND = " \t♪♫#"
_BRACKETS = ("[]", "()")


@dataclass(frozen=True)
class Speech:
    """What is said in one go in one cue.

    Args:
        passage: its text on one line, with its tags.
        unit: the part of it that is translated: no dash, no brackets around it, no note of music.
        lines: how many it had.
    """

    passage: Passage
    unit: Unit
    lines: int


def speeches_of(lines: Sequence[str]) -> list[Speech]:
    """Find what is said in the lines of a cue."""
    found: list[list[str]] = []
    for line in lines:
        if found and not _is_apart(line) and not _SOUND.fullmatch(_TAG.sub("", found[-1][-1])):
            found[-1].append(line)
        else:
            found.append([line])
    return [_speech(each) for each in found]


def _is_apart(line: str) -> bool:
    """Tell whether a line does not go on with what the line before says."""
    text = _TAG.sub("", line)
    return bool(_DASH.match(text) or _SOUND.fullmatch(text))


def _speech(lines: Sequence[str]) -> Speech:
    passage = passage_of(list(_items(" ".join(lines))))
    text = passage.text
    before = _BEFORE.match(text)
    start = before.end() if before else 0
    end = max(start, len(text.rstrip(_BEHIND)))
    inside = text[start:end]
    if inside[:1] + inside[-1:] in _BRACKETS and _SOUND.fullmatch(inside):
        start, end = start + 1, end - 1
    return Speech(passage, Unit(start, end, SPACES.sub(" ", text[start:end])), len(lines))


def _items(line: str) -> Iterator[str | Item]:
    """Turn a line into text and tags."""
    position = 0
    for match in _TAG.finditer(line):
        yield line[position : match.start()]
        name = match["name"] or match["brace_name"]
        if name is None:
            yield Item(Kind.POINT, match[0])
        else:
            is_end = match["end"] or match["brace_end"]
            yield Item(Kind.CLOSE if is_end else Kind.OPEN, match[0], name.lower())
        position = match.end()
    yield line[position:]
