"""Print how long each chapter took."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = r"""
name: chapters
type: aggregate
short_description: Print how long each play took
description:
  - At the end of a run, one line for each play with its time in seconds, and the total.
author: The Traductor maintainers
options:
  bare_playbooks:
    description: File names of the playbooks after which nothing is printed.
    type: list
    elements: str
    default: []
    ini:
      - {section: callback_screen, key: bare_playbooks}
requirements:
  - enabled in ansible.cfg
"""


def table(chapters: list[tuple[str, float]]) -> list[str]:
    """Return one aligned line for each chapter; plays of the same name are one chapter.

    Args:
        chapters: name and duration in seconds, in order.
    """
    rows: dict[str, float] = {}
    for name, seconds in chapters:
        rows[name] = rows.get(name, 0.0) + seconds
    rows["Total"] = sum(rows.values())
    width = max(map(len, rows))
    return [f"{name:<{width}} {seconds:7.1f} s" for name, seconds in rows.items()]


class CallbackModule(CallbackBase):
    """The callback plugin."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "traductor.digitalocean.chapters"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Start with no chapter."""
        super().__init__(*args, **kwargs)
        self._starts: list[tuple[str, float]] = []
        self._bare = False

    def v2_playbook_on_start(self, playbook: Any) -> None:
        """See whether the times are of interest."""
        self._bare = Path(playbook._file_name).name in self.get_option("bare_playbooks")

    def v2_playbook_on_play_start(self, play: Any) -> None:
        """Note when a play starts."""
        self._starts.append((play.get_name().strip(), time.monotonic()))

    def v2_playbook_on_stats(self, stats: Any) -> None:  # noqa: ARG002 - the callback's signature
        """Print the table."""
        if self._bare:
            return
        ends = [start for _, start in self._starts[1:]] + [time.monotonic()]
        chapters = [
            (name, end - start) for (name, start), end in zip(self._starts, ends, strict=True)
        ]
        self._display.banner("CHAPTERS")
        for line in table(chapters):
            self._display.display(line)
