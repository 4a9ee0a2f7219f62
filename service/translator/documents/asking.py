"""Have many texts translated, each once, in blocks of a sensible size."""

from collections.abc import Callable, Iterable, Iterator, Sequence

Translate = Callable[[Sequence[str]], list[str]]

# Enough for the engine to make good batches, and so little that a deadline stops it in time.
_CHARACTERS_IN_A_BLOCK = 8_000


class Answers(dict[str, str]):
    """Texts and their translations; what has no letter is its own.

    Args:
        translate: returns as many texts as it gets, in the same order.
    """

    def __init__(self, translate: Translate) -> None:
        super().__init__()
        self._translate = translate

    def ask(self, texts: Iterable[str]) -> None:
        """Translate what is not known yet.

        Raises:
            TranslatorError: whatever `translate` raises.
        """
        wanted = [text for text in dict.fromkeys(texts) if text not in self]
        self.update((text, text) for text in wanted if not has_letters(text))
        for block in _blocks([text for text in wanted if has_letters(text)]):
            self.update(zip(block, self._translate(block), strict=True))


def has_letters(text: str) -> bool:
    """Tell whether there is anything to translate in a text."""
    return any(character.isalpha() for character in text)


def _blocks(texts: Sequence[str]) -> Iterator[list[str]]:
    block: list[str] = []
    size = 0
    for text in texts:
        if block and size + len(text) > _CHARACTERS_IN_A_BLOCK:
            yield block
            block, size = [], 0
        block.append(text)
        size += len(text)
    if block:
        yield block
