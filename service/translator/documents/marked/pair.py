"""A text beside its translation, and their words."""

import re
from dataclasses import dataclass
from functools import cached_property

from translator.documents.marked.matching import plain_words, word_spans
from translator.documents.marked.stand_ins import STAND_IN

_SPACE_OR_WORD = re.compile(rf"[\w\s]|{STAND_IN.pattern}")


@dataclass(frozen=True)
class Pair:
    """A text and its translation."""

    source: str
    target: str

    @cached_property
    def source_words(self) -> list[tuple[int, int]]:
        """List where the words of the text begin and end."""
        return word_spans(self.source)

    @cached_property
    def words(self) -> list[tuple[int, int]]:
        """List where the words of the translation begin and end."""
        return word_spans(self.target)

    @cached_property
    def plain(self) -> list[str]:
        """List the words of the translation without case and accents."""
        return ["".join(plain_words(self.target[start:end])) for start, end in self.words]


def count_taken(outside: str, text: str) -> int:
    """Count the characters beyond the last word of a mark that belong to it as in the source.

    Args:
        outside: what follows that word in the translation.
        text: the mark's own text in the source.
    """
    count = 0
    if not _SPACE_OR_WORD.match(text.rstrip()[-1:]):
        found = _SPACE_OR_WORD.search(outside)
        count = found.start() if found else len(outside)
    if text[-1:].isspace():
        count = len(outside) - len(outside[count:].lstrip())
    return count
