"""Find in a plain text the paragraphs that somebody broke into lines of one width.

A sentence that a line break cuts in two cannot be translated in halves. Verse, addresses, lists
and tables have line breaks too, and need them. What tells them apart: in a broken paragraph the
next word would not have fitted on the line.
"""

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from translator.documents.asking import has_letters

_LINES = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
_PREFIX = re.compile(
    r"(?P<quote>(?:>[ ]?)*)(?P<indent>[ \t]*)"
    r"(?P<bullet>(?:[-*+•·–—]|\d{1,3}[.)]|\(?[a-z]\))[ \t]+)?"
)
_ENDED = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_GAP = re.compile(r"[ ]*\t\s*| {3,}")
_HYPHEN = re.compile(r"\w-$")
_NARROWEST, _WIDEST = 40, 100
# A line that is shorter was hardly broken for want of room.
_SHORTEST_BROKEN = 30
# Two lines alone are a broken paragraph only if the first is as long as this.
_WIDTH_OF_A_PAIR = 60


@dataclass(frozen=True)
class Line:
    """A line of a text; its parts joined are the line.

    Args:
        content: what is translated.
        tail: spaces, and the line break.
    """

    quote: str
    indent: str
    bullet: str
    content: str
    tail: str

    @classmethod
    def of(cls, text: str) -> "Line":
        """Cut a line into its parts."""
        match = _PREFIX.match(text)
        quote, indent, bullet = match.groups(default="") if match else ("", "", "")
        rest = text[len(quote + indent + bullet) :]
        content = rest.rstrip()
        return cls(quote, indent, bullet, content, rest[len(content) :])

    @property
    def prefix(self) -> str:
        """Give all that stands in front of its content."""
        return self.quote + self.indent + self.bullet

    @property
    def width(self) -> int:
        """Count its characters, without spaces at its end."""
        return len(self.prefix + self.content)


@dataclass
class Paragraph:
    """One line, or several that were one before somebody broke them.

    Args:
        width: that the lines were broken at.
    """

    width: int
    lines: list[Line] = field(default_factory=list)

    @property
    def contents(self) -> list[str]:
        """List what is translated: the cells of a table's row, or all of it on one line."""
        if len(self.lines) == 1:
            return _GAP.split(self.lines[0].content)
        text = ""
        for line in self.lines:
            text += line.content if not text or _HYPHEN.search(text) else f" {line.content}"
        return [text]

    def written(self, answers: Mapping[str, str]) -> str:
        """Write it with the translations of its contents, broken as before."""
        contents = self.contents
        translations = [answers[content] for content in contents]
        first, last = self.lines[0], self.lines[-1]
        if translations == contents:
            return "".join(line.prefix + line.content + line.tail for line in self.lines)
        if first is last:
            return first.prefix + _row(first.content, translations) + first.tail
        broken = textwrap.wrap(
            translations[0],
            self.width,
            initial_indent=first.prefix,
            subsequent_indent=self.lines[1].prefix,
            break_long_words=False,
            break_on_hyphens=False,
        )
        return first.tail.lstrip(" \t").join(broken) + last.tail


def _row(content: str, cells: Sequence[str]) -> str:
    """Write the cells of a row where those of the source began, as far as they fit."""
    row = cells[0]
    gaps = list(_GAP.finditer(content))
    for gap, cell in zip(gaps, cells[1:], strict=True):
        spaces = gap[0] if "\t" in gap[0] else " " * max(2, gap.end() - len(row))
        row += spaces + cell
    return row


def paragraphs_of(text: str) -> list[Paragraph]:
    """Cut a text into paragraphs; written one after the other they are the text."""
    lines = [Line.of(line) for line in _LINES.findall(text)]
    blocks = [
        list(block)
        for _, block in groupby(lines, key=lambda line: (line.quote, has_letters(line.content)))
    ]
    usual = max((_width(block) for block in blocks if len(block) > 2), default=0)
    return [paragraph for block in blocks for paragraph in _paragraphs(block, usual)]


def _width(block: Sequence[Line]) -> int:
    """Give the width at which a block may have been broken, or none."""
    width = max(line.width for line in block)
    return width if _NARROWEST <= width <= _WIDEST else 0


def _paragraphs(block: Sequence[Line], usual: int) -> Iterator[Paragraph]:
    """Cut lines that follow each other without an empty one.

    Args:
        usual: the width of the text around them, if it has one.
    """
    width = _width(block)
    if len(block) < 3:
        width = max(width, usual) if width and (usual or width >= _WIDTH_OF_A_PAIR) else 0
    is_verse = len(block) > 2 and all(line.content[:1].isupper() for line in block)
    full = [not is_verse and _is_full(line, after, width) for line, after in pairwise(block)]
    cut = [_is_cut(line, after) for line, after in pairwise(block)]
    is_broken = any(full) and all(
        one or other or _ENDED.search(line.content)
        for line, one, other in zip(block, full, cut, strict=False)
    )
    paragraph = Paragraph(width or block[0].width, [block[0]])
    for after, one, other in zip(block[1:], full, cut, strict=True):
        if ((one and is_broken) or other) and _goes_on(paragraph.lines, after):
            paragraph.lines.append(after)
        else:
            yield paragraph
            paragraph = Paragraph(width or after.width, [after])
    yield paragraph


def _is_full(line: Line, after: Line, width: int) -> bool:
    """Tell whether the next word would not have fitted on a line."""
    word = after.content.split(maxsplit=1)[:1]
    return bool(word and width) and line.width + 1 + len(word[0]) > width


def _is_cut(line: Line, after: Line) -> bool:
    """Tell whether a line ends inside a sentence, as its words show."""
    return (
        line.width >= _SHORTEST_BROKEN
        and not _ENDED.search(line.content)
        and after.content[:1].islower()
    )


def _goes_on(lines: Sequence[Line], after: Line) -> bool:
    """Tell whether a line looks like one more of a paragraph."""
    if after.bullet or any(_GAP.search(line.content) for line in (lines[-1], after)):
        return False
    if len(lines) > 1:
        return after.indent == lines[-1].indent
    return len(after.indent) <= len(lines[0].indent + lines[0].bullet)
