"""Read the bytes of a text, and write another one in the same way."""

import codecs
import re
from dataclasses import dataclass

from translator.errors import FileEncodingError

_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_FOR_WESTERN_TEXTS = re.compile(r"utf-8|utf-16|cp125\d|iso8859-\d+|mac-roman")
# On the web these names have always meant Windows' larger set.
_SETS_OF_WINDOWS = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254"}


@dataclass(frozen=True)
class Encoded:
    """A text and how its bytes are made.

    Args:
        mark: the bytes at its start that name the encoding; mostly none.
    """

    text: str
    encoding: str
    mark: bytes = b""

    def encode(self, text: str, *, errors: str = "strict") -> bytes:
        """Write another text as this one was written."""
        return self.mark + text.encode(self.encoding, errors)


def decoded(content: bytes, *, declared: str = "") -> Encoded:
    """Read a text in UTF-8, in UTF-16 that says so, or in the encoding that it declares.

    Nothing is guessed: a text that was read in a wrong encoding becomes a translation that is
    wrong in ways that nobody sees.

    Raises:
        FileEncodingError: the bytes are no text in that encoding.
    """
    mark = next((each for each in _MARKS if content.startswith(each)), b"")
    encoding = _MARKS.get(mark) or _known(declared) or "utf-8"
    try:
        text = content[len(mark) :].decode(encoding)
    except UnicodeError:
        raise FileEncodingError(encoding.upper()) from None
    if "\0" in text:
        # UTF-16 that does not say so, or no text at all.
        raise FileEncodingError(encoding.upper())
    return Encoded(text, encoding, mark)


def _known(name: str) -> str:
    """Give Python's name of an encoding for texts in Western languages, or nothing."""
    try:
        found = codecs.lookup(name).name
    except LookupError:
        return ""
    found = _SETS_OF_WINDOWS.get(found, found)
    return found if _FOR_WESTERN_TEXTS.fullmatch(found) else ""
