"""Fields: what Word works out by itself, like a page number, and links in their older form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from translator.documents.office.xml import Element, attribute, descendants, name_of

_LINK = "HYPERLINK"


@dataclass
class Field:
    """Neighbouring children of a paragraph that make a field.

    Args:
        start: the run that begins it.
        end: the run that ends it.
        separator: the run behind which its result begins.
        instruction: what it says to Word.
    """

    start: int
    end: int = -1
    separator: int = -1
    instruction: str = ""

    @property
    def is_link(self) -> bool:
        """Tell whether its result is text of the author's, with nothing else in the way."""
        return (
            self.instruction.split()[:1] == [_LINK] and self.start < self.separator < self.end - 1
        )


def fields_of(children: Sequence[Element]) -> Mapping[int, Field]:
    """Find the fields that begin and end among some neighbours, by their first runs.

    A field may hold others; only the outermost are given. One that goes on in the next paragraph,
    like a table of contents, is none here, but those in it are.
    """
    waiting: list[Field] = []
    found: list[Field] = []
    for index, child in enumerate(children):
        if name_of(child) != "r":
            continue
        for part in descendants(child, "fldChar", "instrText"):
            kind = attribute(part, "fldCharType")
            if kind == "begin":
                waiting.append(Field(index))
            elif waiting and kind == "separate":
                waiting[-1].separator = index
            elif waiting and kind == "end":
                waiting[-1].end = index
                found.append(waiting.pop())
            elif waiting and name_of(part) == "instrText":
                waiting[-1].instruction += part.text or ""
    outermost: dict[int, Field] = {}
    last = -1
    for field in sorted(found, key=lambda each: (each.start, -each.end)):
        if field.start > last:
            outermost[field.start] = field
            last = field.end
    return outermost
