"""Find in a tag what people read, and leave room for its translation."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from translator.documents.asking import has_letters
from translator.documents.hypertext.elements import is_language, is_text
from translator.documents.hypertext.tokens import Token, attributes_of
from translator.documents.marked.items import Stream


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a translated stream goes.

    Args:
        number: of the stream.
        is_attribute: whether quotes stand around it.
    """

    number: int
    is_attribute: bool


@dataclass(frozen=True, slots=True)
class LanguageSlot:
    """Where the page says in which language it is, or should.

    Args:
        before: what is put before the language of a translation.
        behind: what is put behind it.
        otherwise: what stands here in the source.
    """

    before: str
    behind: str
    otherwise: str


Markup = Sequence[str | Slot | LanguageSlot]


class NewSlot(Protocol):
    """What makes a slot of a stream."""

    def __call__(self, stream: Stream, *, is_attribute: bool) -> Slot:
        """Remember the stream."""
        ...


def values_of(tag: Token) -> dict[str, str]:
    """List the attributes of a tag that have a value."""
    return {attribute.name: attribute.value for attribute in attributes_of(tag)}


def with_slots(
    tag: Token, values: Mapping[str, str], new_slot: NewSlot
) -> Iterator[str | Slot | LanguageSlot]:
    """Write a start tag with slots for its texts, and for the language of the page.

    Args:
        values: of its attributes.
    """
    position = 0
    if tag.name == "html" and "lang" not in values:
        position = len("<html")
        yield tag.raw[:position]
        yield LanguageSlot(' lang="', '"', "")
    for attribute in attributes_of(tag):
        quote = "" if attribute.quote else '"'
        pieces: list[str | Slot | LanguageSlot]
        if is_language(attribute.name, tag.name, values):
            source = tag.raw[attribute.start : attribute.end]
            pieces = [LanguageSlot(quote, quote, source)]
        elif is_text(attribute.name, tag.name, values) and has_letters(attribute.value):
            pieces = [quote, new_slot([attribute.value], is_attribute=True), quote]
        else:
            continue
        yield from [tag.raw[position : attribute.start], *pieces]
        position = attribute.end
    yield tag.raw[position:]
