"""Notice an answer in which the model ran into a loop or rambled, and take out small echoes.

What is repeated in the text to translate may be repeated as often in its translation.
"""

import re
from collections import Counter
from collections.abc import Sequence

LOOP_WORDS = 4
LOOP_CHARACTERS = 6
ECHO_WORDS = 3
LONGEST_CYCLE_WORDS = 6
LONGEST_CYCLE_CHARACTERS = 12
LENGTH_RATIO = 2
LENGTH_SLACK_CHARACTERS = 30


def _repeated(unit: str) -> re.Pattern[str]:
    """Match up to six words, the last one being `unit`, that follow themselves twice."""
    words = rf"(?:\S+ ){{0,{LONGEST_CYCLE_WORDS - 1}}}?{unit}"
    return re.compile(rf"(?<!\S)({words})(?: \1){{{ECHO_WORDS - 1},}}(?!\S)")


# A greeting may be said three times, each with its own mark; an echo has none at its end.
_ECHO = _repeated(r"\S*[^\s.!?…]")
# Whatever follows itself six times, three of its characters come four times.
_TRIPLES_OF_A_LOOP = LOOP_CHARACTERS - 2


def rambles(answer: str, source: str) -> bool:
    """Tell whether an answer repeats what its source does not, or is far longer than it."""
    return (
        len(answer) > LENGTH_RATIO * len(source) + LENGTH_SLACK_CHARACTERS
        or _words_repeat(answer, source, LOOP_WORDS)
        or _characters_repeat(answer, source)
    )


def without_echoes(answer: str, source: str) -> str:
    """Say once what a line of the answer says three times in a row and its source does not.

    Args:
        answer: A text with as many lines as the source.
        source: The text that was translated.
    """
    lines, given = answer.splitlines(keepends=True), source.splitlines()
    if len(lines) != len(given) or _most(answer.split()) < ECHO_WORDS:
        return answer
    return "".join(map(_line_without_echoes, lines, given))


def _line_without_echoes(line: str, source: str) -> str:
    if not _words_repeat(line, source, ECHO_WORDS):
        return line
    return _ECHO.sub(lambda echo: echo[0] if echo[0] in source else echo[1], line)


def _words_repeat(answer: str, source: str, limit: int) -> bool:
    # A quick look first, which only a suspect text passes on to be counted.
    words = answer.split()
    return _most(words) >= limit and _repeats_more(
        words, source.split(), limit, LONGEST_CYCLE_WORDS
    )


def _characters_repeat(answer: str, source: str) -> bool:
    return _has_close_triples(answer) and _repeats_more(
        answer, source, LOOP_CHARACTERS, LONGEST_CYCLE_CHARACTERS
    )


def _has_close_triples(text: str) -> bool:
    """Tell whether three characters come again soon, and again, as they do in every loop."""
    latest: dict[str, tuple[int, int]] = {}
    for start in range(len(text) - 2):
        triple = text[start : start + 3]
        before, run = latest.get(triple, (start, 0))
        run = run + 1 if start - before <= LONGEST_CYCLE_CHARACTERS else 1
        if run == _TRIPLES_OF_A_LOOP:
            return True
        latest[triple] = (start, run)
    return False


def _most(items: Sequence[str]) -> int:
    return max(Counter(items).values(), default=0)


def _repeats_more(answer: Sequence[str], source: Sequence[str], limit: int, longest: int) -> bool:
    return _cycles(answer, longest) >= max(limit, _cycles(source, longest) + 1)


def _cycles(items: Sequence[str], longest: int) -> int:
    """Count how often a run of at most `longest` items follows itself, at the worst place."""
    most = 1
    for period in range(1, longest + 1):
        run = 0
        for before, after in zip(items, items[period:], strict=False):
            run = run + 1 if before == after else 0
            most = max(most, run // period + 1)
    return most
