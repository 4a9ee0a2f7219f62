"""Cut HTML into tags, text and the rest, without losing a character.

It follows the tokenizer of the HTML standard, which has an answer to every mistake. Every token is
a piece of the source, so that joined they are the source again, and is found by looking at each
character once: Python's own parser takes minutes for 100 kB of tags that are never closed.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from translator.errors import FileTooLargeError

# More would fill the memory and keep others waiting; a long page has some ten thousand.
MOST_TOKENS = 100_000

_NAME_AND_VALUE = r"""
    (?P<name> =?+ [^\s/>=]++ | = )
    (?: \s*+ = \s*+ (?: "(?P<double>[^"]*+)(?:"|\Z) | '(?P<single>[^']*+)(?:'|\Z)
                      | (?P<bare>[^\s>"'][^\s>]*+) )? )?
"""
_UNNAMED = re.sub(r"\?P<\w+>", "?:", _NAME_AND_VALUE)
_ATTRIBUTE = re.compile(_NAME_AND_VALUE, re.VERBOSE)
_QUOTES = {"double": '"', "single": "'", "bare": ""}
_TOKEN = re.compile(
    rf"""
      (?P<other> <!--(?: -?> | .*?(?:--!?>|\Z) ) | <(?:[!?]|/(?![a-z]))[^>]*+(?:>|\Z) )
    | <(?P<slash>/?)(?P<tag>[a-z][^\s/>]*+) (?: [\s/]++ | {_UNNAMED} )* (?:>|\Z)
    | (?P<text> (?: [^<]++ | <(?![a-z/!?]) )+ )
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
# Up to the tag that ends them, everything in them is text.
_VERBATIM = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title", "iframe", "noembed", "noframes", "xmp")
}


class TokenKind(Enum):
    """What a piece of HTML is."""

    START = "a tag that begins an element"
    END = "a tag that ends one"
    TEXT = "text"
    OTHER = "a comment or a declaration"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of HTML.

    Args:
        raw: as it stands in the source.
        name: of the element, in lower case.
    """

    kind: TokenKind
    raw: str
    name: str = ""

    @property
    def text(self) -> str:
        """Give it without character references."""
        return html.unescape(self.raw)


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of a tag.

    Args:
        name: in lower case.
        value: without character references.
        start: where the value begins in the tag, without its quotes.
        end: where it ends.
        quote: what stands around it.
    """

    name: str
    value: str
    start: int
    end: int
    quote: str


def tokens_of(source: str) -> list[Token]:
    """Cut HTML into tokens.

    Raises:
        FileTooLargeError: there are too many.
    """
    found: list[Token] = []
    for token in _tokens(source):
        found.append(token)
        if len(found) > MOST_TOKENS:
            raise FileTooLargeError("tags", limit=f"{MOST_TOKENS:,}")
    return found


def attributes_of(tag: Token) -> Iterator[Attribute]:
    """List the attributes of a tag that have a value, each name once."""
    seen = set()
    for match in _ATTRIBUTE.finditer(tag.raw, 1 + len(tag.name)):
        name = match["name"].lower()
        kind = next((each for each in _QUOTES if match[each] is not None), None)
        if name not in seen and kind:
            value = html.unescape(match[kind])
            yield Attribute(name, value, *match.span(kind), _QUOTES[kind])
        seen.add(name)


def _tokens(source: str) -> Iterator[Token]:
    position = 0
    while match := _TOKEN.match(source, position):
        position = match.end()
        yield _token(match)
        name = (match["tag"] or "").lower()
        if name in _VERBATIM and not match["slash"]:
            end = _end_of(_VERBATIM[name], source, position)
            if position < end:
                yield Token(TokenKind.TEXT, source[position:end])
            position = end


def _token(match: re.Match[str]) -> Token:
    name = match["tag"]
    if name is None:
        return Token(TokenKind.OTHER if match["text"] is None else TokenKind.TEXT, match[0])
    if not match[0].endswith(">"):
        return Token(TokenKind.OTHER, match[0])
    return Token(TokenKind.END if match["slash"] else TokenKind.START, match[0], name.lower())


def _end_of(pattern: re.Pattern[str], source: str, position: int) -> int:
    found = pattern.search(source, position)
    return found.start() if found else len(source)
