"""Say what is wrong with an answer, whoever gave it: it is empty, or it repeats itself."""

from collections.abc import Sequence

LONGEST_CYCLE_WORDS = 6
LONGEST_CYCLE_CHARACTERS = 12
CYCLES_OF_WORDS = 4
CYCLES_OF_CHARACTERS = 6
LENGTH_RATIO = 3
LENGTH_SLACK_CHARACTERS = 40


def fault(given: str, answer: str) -> str | None:
    """Name what is wrong with an answer; None for nothing.

    It is empty although something was given. Or it repeats one to six words four times in a row,
    or up to twelve characters six times, and what was given repeats nothing that often. Or it is
    three times as long as what was given, and forty characters.
    """
    if given.strip() and not answer.strip():
        return "empty"
    if cycles(answer.split(), LONGEST_CYCLE_WORDS) > max(
        CYCLES_OF_WORDS - 1, cycles(given.split(), LONGEST_CYCLE_WORDS)
    ):
        return "repeats words"
    if cycles(answer, LONGEST_CYCLE_CHARACTERS) > max(
        CYCLES_OF_CHARACTERS - 1, cycles(given, LONGEST_CYCLE_CHARACTERS)
    ):
        return "repeats characters"
    if len(answer) > LENGTH_RATIO * len(given) + LENGTH_SLACK_CHARACTERS:
        return "too long"
    return None


def cycles(items: Sequence[str], longest: int) -> int:
    """Count how often a run of at most `longest` items follows itself, at the worst place."""
    return max((_cycles(items, period) for period in range(1, longest + 1)), default=0)


def _cycles(items: Sequence[str], period: int) -> int:
    most = run = 0
    for before, after in zip(items, items[period:], strict=False):
        run = run + 1 if before == after else 0
        most = max(most, run)
    return most // period + 1 if items else 0
