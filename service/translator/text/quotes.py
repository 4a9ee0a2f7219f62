"""Keep quotation marks and brackets: what opens closes, and is of the kind that the source has.

The model knows straight double quotes best; it reads those, whatever the source has.
"""

import re

_DOUBLE = re.compile(r"[\"“”„‟«»]")
# What stands at the side of a word on which no letter is; an apostrophe has one on both.
_SINGLE = re.compile(
    r"(?<![\w'’])(['‘])(?=\S)([^'‘’\"]*(?:['’]\w[^'‘’\"]*)*)(?<=\S)(['’])(?![\w'’])"
)
_OPENS = re.compile(r"[\"“”„‟«»'‘(\[{]")
_ANY = re.compile(r"[\"“”„‟«»'‘()\[\]{}]")
_BRACKET = re.compile(r"[()\[\]{}]")
_OPENING = {"(": ")", "[": "]", "{": "}"}
_CLOSING_QUOTES = {'"': '"', "“": "”", "”": "”", "„": "“”", "«": "»", "»": "«"}


def with_straight_quotes(sentence: str) -> str:
    """Write all quotes of a sentence as the model knows them."""
    if _DOUBLE.search(sentence):
        return _DOUBLE.sub('"', sentence)
    return _SINGLE.sub(lambda match: f'"{match[2]}"', sentence)


def without_quotes(answer: str) -> str:
    """Leave out the quotes and brackets that the model added to a part that has none."""
    return _BRACKET.sub("", _DOUBLE.sub("", answer))


def quotes_of(sentence: str) -> list[str]:
    """List the quotes of a sentence in their order: double ones, or single ones if it has none."""
    double: list[str] = _DOUBLE.findall(sentence)
    if double:
        return double
    return [mark for match in _SINGLE.finditer(sentence) for mark in (match[1], match[3])]


def with_quotes_of(answer: str, source: str) -> str | None:
    """Give a translation the quotes of its source.

    Returns:
        None if there are more or fewer of them, or the brackets are others. A source in which one
        is open makes no promise.
    """
    if not _ANY.search(source) and not _ANY.search(answer):
        return answer
    if not _has_brackets_of(answer, source):
        return None
    given = quotes_of(source)
    if len(_DOUBLE.findall(answer)) != len(given):
        return answer if len(given) % 2 else None
    marks = iter(given)
    return _DOUBLE.sub(lambda _: next(marks), answer)


def quoted_spans(sentence: str) -> list[tuple[int, int]]:
    """Find what is within quotes or brackets, with these, the outermost only.

    Returns:
        None of those that open and do not close.
    """
    spans: list[tuple[int, int]] = []
    if not _OPENS.search(sentence):
        return spans
    ends = _bracket_ends(sentence) | {m.start(): m.end() for m in _SINGLE.finditer(sentence)}
    position = 0
    while position < len(sentence):
        end = ends.get(position) or _quote_end(sentence, position)
        if end:
            spans.append((position, end))
        position = end or position + 1
    return spans


def _bracket_ends(sentence: str) -> dict[int, int]:
    """Find where each bracket that closes does so."""
    ends: dict[int, int] = {}
    waiting: list[int] = []
    for match in _BRACKET.finditer(sentence):
        if match[0] in _OPENING:
            waiting.append(match.start())
        elif waiting and _OPENING[sentence[waiting[-1]]] == match[0]:
            ends[waiting.pop()] = match.end()
    return ends


def _quote_end(sentence: str, start: int) -> int | None:
    """Find where a double quote closes."""
    mark = sentence[start]
    if not _DOUBLE.match(mark):
        return None
    closing = _CLOSING_QUOTES.get(mark, mark)
    return next(
        (end for end in range(start + 2, len(sentence) + 1) if sentence[end - 1] in closing), None
    )


def _has_brackets_of(answer: str, source: str) -> bool:
    """Compare the brackets; a source in which they are wrong makes no promise."""
    given = _BRACKET.findall(source)
    return not _are_balanced(given) or (
        sorted(_BRACKET.findall(answer)) == sorted(given)
        and _are_balanced(_BRACKET.findall(answer))
    )


def _are_balanced(brackets: list[str]) -> bool:
    waiting: list[str] = []
    for bracket in brackets:
        if bracket in _OPENING:
            waiting.append(_OPENING[bracket])
        elif not waiting or waiting.pop() != bracket:
            return False
    return not waiting
