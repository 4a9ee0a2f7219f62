"""Find in a sentence what is no language of the model and must come out as it went in.

A small model guesses at what it cannot know. An address with one wrong letter is useless, a
placeholder with one is a broken program, and emoji or words in another script make it ramble.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    """What a part of a sentence is, which decides what stands in for it."""

    SITE = auto()
    MAIL = auto()
    COUNT = auto()
    PICTURE = auto()
    OTHER = auto()
    # These three are not found here: numbers, terms of a glossary, what stands in quotes.
    NUMBER = auto()
    TERM = auto()
    PART = auto()


@dataclass(frozen=True)
class Span:
    """A part of a sentence: from `start` to before `end`."""

    start: int
    end: int
    kind: Kind


_TICKS = r"(?<!`)`[^`\n]+`(?!`)|`{2,3}[^`\n]+`{2,3}"
_TAG = r"</?[A-Za-z][^<>\n]{0,200}>|<!--[^<>\n]{0,200}-->|&(?:[a-z]{2,8}|#\d{1,6});"
_MAIL = r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
_DOMAINS = r"(?:com|org|net|edu|gov|info|io|dev|app|eu|es|mx|ar|cl|co|uk|de|fr|it|pt|example)"
_SITE = (
    r"(?:https?://|www\.)\S*[\w/=&#-]"
    rf"|(?<![\w.@-])(?:[a-z0-9-]{{1,63}}\.){{1,4}}{_DOMAINS}(?![\w-])(?:/[^\s()]*[\w/=&#-])?"
)
_FILE = (
    r"(?<![\w.-])[\w-]{1,64}\.(?:pdf|docx?|xlsx?|pptx?|txt|csv|zip|jpe?g|png|gif|svg|mp[34]|html?"
    r"|json|ya?ml|xml|toml|py|js|css|sh|exe)(?!\w)"
)
# Of a brace with words in it, `{he said}`, nobody knows whether it is a placeholder.
_BRACES = r"\{\{[^{}\n]{1,60}\}\}|[$#%@]?\{\s?[\w.:|!\[\]-]{0,40}\s?\}"
_PRINTF = (
    r"%\(\w{1,40}\)[#0+-]?\d{0,3}(?:\.\d{1,3})?[a-zA-Z]"
    r"|(?<![\d%])%(?:\d\$)?[#0+-]?\d{0,3}(?:\.\d{1,3})?(?:hh?|ll?|z)?[sdiufFgGxXeEc@](?![A-Za-z])|%%"
)
_SHORTCODE = r"(?<![\w:]):[a-z+-][a-z0-9_+-]{0,40}:(?![\w:])"
_HANDLE = r"(?<![\w&@#/])[@#][A-Za-z_]\w{1,50}"
_LONGER_THAN_ANY_WORD = r"\w{36,}"
_RUN_OF_MARKS = r"[^\w\s]{8,}"
# A letter that is not Latin; then all that is as foreign, with the marks and spaces between.
_FOREIGN_LETTER = r"[^\W\d_\u0000-\u036f\u1e00-\u1eff\ufb00-\ufb06]"
_FOREIGN = (
    rf"{_FOREIGN_LETTER}(?:[\s0-9!-/:-@]*(?![\u2000-\u206f])[^\s\u0000-\u036f\u1e00-\u1eff]+)*"
)
# A Greek letter without another is a symbol, which English has too.
_SYMBOL = r"(?<![\u0370-\u03ff])[\u0370-\u03ff](?![\u0370-\u03ff])"
_EMOTICON = r"(?<![\w:;=])(?:[:;=]['’]?-?[)(DPp|]+|<3+)(?!\w)"
_PICTURE = r"[\u2300-\u23ff\u2460-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
_NO_CHARACTER = r"[\u0000-\u0008\u000e-\u001b\u007f-\u009f\ue000-\uf8ff\ufdd0-\ufdef\ufff0-\uffff]"
_JOINED = r"[\u200d\u20e3\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
PICTURE = rf"(?:{_PICTURE}|{_NO_CHARACTER}|{_JOINED})"
_PICTURES = rf"{PICTURE}(?:\s*{PICTURE})*"

_VERBATIM = re.compile(
    rf"(?P<symbol>{_SYMBOL})|(?P<code>{_TICKS}|{_TAG})|(?P<mail>{_MAIL})|(?P<site>{_SITE})"
    rf"|(?P<placeholder>{_BRACES}|{_PRINTF})|(?P<shortcode>{_SHORTCODE})"
    rf"|(?P<picture>{_EMOTICON}|{_PICTURES})"
    rf"|(?P<rest>{_FILE}|{_HANDLE}|{_LONGER_THAN_ANY_WORD}|{_RUN_OF_MARKS}|{_FOREIGN})"
)
# A quick look: whatever is found above has one of these in it.
_SUSPECT = re.compile(
    r"[`<&@#%${:;=\u0000-\u0008\u000e-\u001b\u007f-\u009f]|\.\w|\w{36}|[^\w\s]{8}"
    r"|[^\u0000-\u036f\u1e00-\u1eff\u2010-\u2027\u20ac\ufb00-\ufb06]"
)
_KINDS = {
    "mail": Kind.MAIL,
    "site": Kind.SITE,
    "shortcode": Kind.PICTURE,
    "picture": Kind.PICTURE,
}
# A placeholder that programs fill with a number; the words around it agree with one.
_COUNT = re.compile(
    r"%[^s@c()]*[diufF]|\W*(?:\w*(?:count|number|total|amount|qty|quantity)\w*|num|n|days?|hours?"
    r"|minutes?|seconds?|percent)\W*",
    re.IGNORECASE,
)
# What touches a placeholder is a part of it: `{count}th`, `file_{n}.txt`, `{first}{last}`.
_TOUCHING = re.compile(r"(?:[\w{}$%]|\.(?=\w)){0,40}")


def verbatim_spans(sentence: str) -> list[Span]:
    """Find addresses, code, placeholders, overlong words, other scripts, emoji and the like."""
    spans: list[Span] = []
    if not _SUSPECT.search(sentence):
        return spans
    for match in _VERBATIM.finditer(sentence):
        if match.lastgroup == "symbol":
            continue
        span = Span(*match.span(), _kind(match))
        if match.lastgroup == "placeholder":
            span = _widened(span, sentence)
        if spans and span.start < spans[-1].end:
            last = spans.pop()
            span = Span(last.start, max(last.end, span.end), Kind.OTHER)
        spans.append(span)
    return spans


def outside(text: str, spans: Sequence[Span]) -> Iterator[str]:
    """Give the parts of a text between spans."""
    position = 0
    for span in spans:
        yield text[position : span.start]
        position = span.end
    yield text[position:]


def _kind(match: re.Match[str]) -> Kind:
    if match.lastgroup == "placeholder" and _COUNT.fullmatch(match[0]):
        return Kind.COUNT
    return _KINDS.get(match.lastgroup or "", Kind.OTHER)


def _widened(span: Span, sentence: str) -> Span:
    """Take in the letters that touch a placeholder."""
    before = _TOUCHING.match(sentence[: span.start][:-41:-1])
    after = _TOUCHING.match(sentence, span.end)
    start = span.start - (len(before[0]) if before else 0)
    end = after.end() if after else span.end
    is_as_it_was = (start, end) == (span.start, span.end)
    return span if is_as_it_was else Span(start, end, Kind.OTHER)
