"""Cut a SubRip file into cues, without losing a character of what lies between their texts.

There is no standard, only habit: a number, a line of two times, lines of text, an empty line.
Numbers, times and whatever follows the times stay as they are.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from translator.errors import BrokenCueError

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
_BREAK = re.compile(r"\r\n|\n|\r")
_TIME = r"(\d{1,3}):(\d{1,2}):(\d{1,2})[,.](\d{1,3})"
_TIMES = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?", re.DOTALL)
_NUMBER = re.compile(r"\s*\d+\s*")


@dataclass(frozen=True)
class Cue:
    """A text and when it is shown.

    Args:
        head: all that stands before the text: its number, its times, what follows the cue before.
        text: its lines, as they stand in the file.
        begins: when it is shown, in milliseconds.
        ends: when it is gone.
    """

    head: str
    text: str
    begins: int
    ends: int

    @property
    def lines(self) -> list[str]:
        """List the lines of its text, without their ends."""
        return [match[0].rstrip("\r\n") for match in _LINE.finditer(self.text)]

    def written(self, lines: Sequence[str]) -> str:
        """Write it with other lines."""
        if list(lines) == self.lines:
            return self.head + self.text
        found = _BREAK.search(self.head)
        end = self.text[len(self.text.rstrip("\r\n")) :]
        return self.head + (found[0] if found else "\n").join(lines) + end


def cues_of(source: str) -> tuple[list[Cue], str]:
    """Cut subtitles into cues; give what follows the last one as well.

    Raises:
        BrokenCueError: something stands where a cue should, and is none.
    """
    reader = _Reader([match[0] for match in _LINE.finditer(source)])
    while reader.take():
        pass
    return reader.cues, reader.head


class _Reader:
    """Walk through the lines of a file."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.cues: list[Cue] = []
        self._lines = lines
        self._next = 0
        self._after_text = 0

    @property
    def head(self) -> str:
        """Give what was read since the last text."""
        return "".join(self._lines[self._after_text : self._next])

    def take(self) -> bool:
        """Take a cue, or one more text of the last one; tell whether there was any."""
        self._skip_blank()
        start = self._next
        if start < len(self._lines) and _NUMBER.fullmatch(self._lines[start]):
            self._next += 1
            is_lone = not self._line().strip()
            self._skip_blank()
            if is_lone and not _TIMES.fullmatch(self._line()):
                # Of a cue that was cut off, or of none.
                return self._next < len(self._lines)
        if self._next == len(self._lines):
            return False
        times = _TIMES.fullmatch(self._line())
        if times:
            self._next += 1
            begins, ends = _milliseconds(times.groups()[:4]), _milliseconds(times.groups()[4:])
        elif self._next > start or not self.cues or "-->" in self._line():
            raise BrokenCueError(len(self.cues) + 1, start + 1)
        else:
            begins, ends = self.cues[-1].begins, self.cues[-1].ends
        self.cues.append(Cue(self.head, self._text(), begins, ends))
        self._after_text = self._next
        return True

    def _line(self) -> str:
        return self._lines[self._next] if self._next < len(self._lines) else ""

    def _skip_blank(self) -> None:
        while self._next < len(self._lines) and not self._line().strip():
            self._next += 1

    def _text(self) -> str:
        """Take lines up to an empty one, or to the next cue if that is missing."""
        start = self._next
        while self._line().strip() and not self._is_start(self._next):
            self._next += 1
        return "".join(self._lines[start : self._next])

    def _is_start(self, index: int) -> bool:
        """Tell whether a cue begins at a line."""
        lines = self._lines[index : index + 2]
        if _NUMBER.fullmatch(lines[0]):
            lines = lines[1:]
        return bool(lines and _TIMES.fullmatch(lines[0]))


def _milliseconds(parts: Sequence[str]) -> int:
    hours, minutes, seconds, fraction = parts
    whole = (int(hours) * 60 + int(minutes)) * 60 + int(seconds)
    return whole * 1_000 + int(fraction.ljust(3, "0"))
