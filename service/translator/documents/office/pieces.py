"""What a paragraph is taken apart into, and put together from again."""

from collections.abc import Sequence
from dataclasses import dataclass

from translator.documents.office.xml import Element


@dataclass(frozen=True)
class Format:
    """How text looks.

    Args:
        properties: of its runs; none where that is as the paragraph's style has it.
    """

    properties: Element | None


PLAIN = Format(None)


@dataclass(frozen=True)
class Markup:
    """What is written as it was.

    Args:
        elements: in their order.
        run: the format of the run that they stand in; they stand in none if there is none.
    """

    elements: Sequence[Element]
    run: Format | None = None


@dataclass(frozen=True)
class Container:
    """A paragraph, or what holds runs in one: a link, an insertion, a control.

    Args:
        element: as its parent has it.
        content: the element in it that holds the runs; mostly itself.
        format: that most of its text has.
    """

    element: Element
    content: Element
    format: Format
