"""Rows on one screen: no line is longer than a terminal is wide, and all of it fits."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from ansible_collections.traductor.host.plugins.module_utils.judgement import Row

COLUMNS = 80
LINES = 40
TOPIC_COLUMNS = 11
# What a screen can do without, first to last; what needs attention stays.
LEAST_WANTED = ("deployed", "requests", "release", "load", "bans", "updates", "units")


def screen(rows: Sequence[Row], *, name: str, time: str) -> list[str]:
    """Return the lines of a screen, those that need attention marked."""
    shown = _fitting(rows)
    count = sum(bool(row.remedy) for row in rows)
    verdict = f"{count} to look at" if count else "all is well"
    head = f"{name}, {time[:16].replace('T', ' ')} UTC: {verdict}"
    lines = [head, *(line for row in shown for line in _lines(row))]
    if len(shown) < len(rows) or len(lines) > LINES:
        lines = [*lines[: LINES - 1], "  (more with -e status_format=json)"]
    return [_cut(line) for line in lines]


def _fitting(rows: Sequence[Row]) -> list[Row]:
    """Leave out what is wanted least until the rest fits, with a line to say so."""
    shown = list(rows)
    for topic in LEAST_WANTED:
        while 1 + sum(len(_lines(row)) for row in shown) > LINES - 1:
            dispensable = [row for row in shown if row.topic == topic and not row.remedy]
            if not dispensable:
                break
            shown.remove(dispensable[0])
    return shown


def _lines(row: Row) -> list[str]:
    mark = "!" if row.remedy else " "
    width = COLUMNS - TOPIC_COLUMNS - 3
    first, *others = textwrap.wrap(row.text, width) or [""]
    remedies = textwrap.wrap(row.remedy, width - 2)
    return [
        f"{mark} {row.topic:<{TOPIC_COLUMNS}} {first}",
        *(f"{'':{TOPIC_COLUMNS + 3}}{line}" for line in others),
        *(
            f"{'':{TOPIC_COLUMNS + 3}}{'→ ' if number == 0 else '  '}{line}"
            for number, line in enumerate(remedies)
        ),
    ]


def _cut(line: str) -> str:
    return line if len(line) <= COLUMNS else f"{line[: COLUMNS - 1]}…"
