"""Read HTML as streams of text and inline markup, and all that stays as it is between them."""

import html
from collections.abc import Iterator, Sequence

from translator.documents.asking import has_letters
from translator.documents.hypertext.blocks import Block, parted, with_notes_as_points
from translator.documents.hypertext.elements import INLINE, VOID, is_untranslated, is_word
from translator.documents.hypertext.tags import LanguageSlot, Markup, Slot, values_of, with_slots
from translator.documents.hypertext.tokens import Token, TokenKind, tokens_of
from translator.documents.marked.items import Item, Kind, Stream


class Page:
    """HTML in pieces: what stays as it is, and slots for what is translated.

    Args:
        source: the HTML; it may be a part of a page, and broken.

    Raises:
        FileTooLargeError: it has too many tags.
    """

    def __init__(self, source: str) -> None:
        self.streams: list[Stream] = []
        self._markup: list[str | Slot | LanguageSlot] = []
        self._block: Block = []
        tokens = tokens_of(source)
        position = 0
        while position < len(tokens):
            position = self._take(tokens, position)
        self._finish_block()

    def written(self, streams: Sequence[Stream], *, language: str) -> str:
        """Write it with translated streams in the place of its own.

        Args:
            language: of the translation; what the page says about its own stays if it is empty.
        """
        return "".join(_pieces(self._markup, streams, language))

    def _take(self, tokens: Sequence[Token], position: int) -> int:
        """Take a token, or an element that stays as it is; say where to go on."""
        token = tokens[position]
        if token.kind is TokenKind.START:
            values = values_of(token)
            if is_untranslated(token.name, values):
                end = _end_of_element(tokens, position)
                self._keep(tokens[position:end])
                return end
            self._start(token, list(with_slots(token, values, self._slot)))
        elif token.kind is TokenKind.TEXT:
            self._block.append((token.text, [token.raw]))
        elif token.kind is TokenKind.OTHER:
            self._add(Kind.POINT, [token.raw])
        elif token.name in INLINE:
            self._add(Kind.CLOSE, [token.raw], token.name)
        else:
            self._cut([token.raw])
        return position + 1

    def _start(self, tag: Token, markup: Markup) -> None:
        if tag.name not in INLINE:
            self._cut(markup)
        elif tag.name == "br":
            self._add(Kind.LINE, markup)
        else:
            self._add(Kind.POINT if _is_empty(tag) else Kind.OPEN, markup, tag.name)

    def _keep(self, tokens: Sequence[Token]) -> None:
        """Leave an element as it is."""
        name = tokens[0].name
        markup = ["".join(token.raw for token in tokens)]
        texts = (token.raw for token in tokens if token.kind is TokenKind.TEXT)
        if name not in INLINE:
            self._cut(markup)
        elif is_word(name) and any(text.strip() for text in texts):
            self._add(Kind.ATOM, markup)
        else:
            self._add(Kind.POINT, markup)

    def _add(self, kind: Kind, markup: Markup, name: str = "") -> None:
        self._block.append((Item(kind, markup, name), markup))

    def _cut(self, markup: Markup) -> None:
        """End a block at markup that ends sentences."""
        self._finish_block()
        self._markup += markup

    def _finish_block(self) -> None:
        """Make a slot of the block, or keep it word for word if there is nothing to translate."""
        stream = [item for item, _ in self._block]
        if any(isinstance(item, str) and has_letters(item) for item in stream):
            self._markup.append(self._slot(parted(with_notes_as_points(self._block))))
        else:
            self._markup += [piece for _, markup in self._block for piece in markup]
        self._block = []

    def _slot(self, stream: Stream, *, is_attribute: bool = False) -> Slot:
        self.streams.append(stream)
        return Slot(len(self.streams) - 1, is_attribute)


def _is_empty(tag: Token) -> bool:
    return tag.name in VOID or tag.raw.endswith("/>")


def _end_of_element(tokens: Sequence[Token], position: int) -> int:
    """Find where an element ends: behind its end tag or, if that is missing, with the page."""
    first = tokens[position]
    if _is_empty(first):
        return position + 1
    depth = 0
    for index in range(position, len(tokens)):
        token = tokens[index]
        if token.name == first.name:
            depth += 1 if token.kind is TokenKind.START else -1
            if depth == 0:
                return index + 1
            if depth > 1 and first.name == "p":
                # A paragraph needs no end tag: the next one ends it.
                return index
    return len(tokens)


def _pieces(markup: Markup, streams: Sequence[Stream], language: str) -> Iterator[str]:
    """Write markup; a slot may hold markup with slots of its own."""
    for piece in markup:
        if isinstance(piece, str):
            yield piece
        elif isinstance(piece, LanguageSlot):
            yield piece.before + language + piece.behind if language else piece.otherwise
        else:
            for item in streams[piece.number]:
                if isinstance(item, str):
                    yield _escaped(item, is_attribute=piece.is_attribute)
                else:
                    yield from _pieces(item.payload, streams, language)


def _escaped(text: str, *, is_attribute: bool) -> str:
    if is_attribute:
        return html.escape(text, quote=True)
    return html.escape(text, quote=False).replace("\xa0", "&nbsp;")
