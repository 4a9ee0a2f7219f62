"""Write a stream into the paragraph of Word that it was read from."""

from copy import deepcopy

from translator.documents.marked.items import Item, Kind, Stream
from translator.documents.office.pieces import Container, Format, Markup
from translator.documents.office.reading import PROPERTIES
from translator.documents.office.xml import Element, name_of, new_element, set_text


def write_paragraph(container: Container, stream: Stream) -> None:
    """Replace what is in a paragraph by a stream that was made from it.

    Args:
        container: the paragraph as it was read.
        stream: all items of that time, in any order that keeps elements whole; any texts.
    """
    writer = _Writer(container)
    for item in stream:
        writer.write(item)


class _Writer:
    def __init__(self, container: Container) -> None:
        self._containers: list[Container] = []
        self._formats: list[Format] = []
        self._enter(container)

    def write(self, item: str | Item) -> None:
        """Write one item where the last one ended."""
        if isinstance(item, str):
            self._write_text(item)
        elif isinstance(item.payload, Markup):
            self._write_markup(item.payload)
        elif item.kind is Kind.CLOSE:
            self._formats.pop()
            if isinstance(item.payload, Container):
                self._containers.pop()
        elif isinstance(item.payload, Container):
            self._content.append(item.payload.element)
            self._enter(item.payload)
        else:
            self._formats.append(item.payload)

    @property
    def _content(self) -> Element:
        return self._containers[-1].content

    def _enter(self, container: Container) -> None:
        for child in list(container.content):
            if name_of(child) not in PROPERTIES:
                container.content.remove(child)
        self._containers.append(container)
        self._formats.append(container.format)

    def _write_text(self, text: str) -> None:
        if text:
            part = new_element(self._content, "t")
            set_text(part, text)
            self._run(self._formats[-1]).append(part)

    def _write_markup(self, markup: Markup) -> None:
        parent = self._content if markup.run is None else self._run(markup.run)
        for element in markup.elements:
            parent.append(element)

    def _run(self, look: Format) -> Element:
        run = new_element(self._content, "r")
        if look.properties is not None:
            run.append(deepcopy(look.properties))
        self._content.append(run)
        return run
