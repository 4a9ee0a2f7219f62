"""Disturb a site under load: ``python -m tests.chaos``; ``make chaos`` starts a simulator for it.

The exit status is 0 where every bar is kept, 1 where one is missed, and 2 where something could
not be done.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmark.figures import Part
from benchmark.sentences import load_sentences
from benchmark.table import as_json, render, render_part

from tests.chaos import changes, faults, malformed
from tests.chaos.load import capacity
from tests.journey.finished_site import REPOSITORY, find_site, make_site

RESULT = REPOSITORY / "build" / "chaos.json"
# No limit of requests, since all come from one address; and a hanging engine is given up soon.
SETTINGS = ("translator_requests_per_minute=0", "translator_request_timeout_seconds=10")
SENTENCES = 8_000
CAPACITY_SECONDS = 8
SHARE = 0.5


def main() -> int:
    """Make the site, disturb it, print and write; return the exit status."""
    try:
        parts = disturb()
    except (AssertionError, OSError, subprocess.SubprocessError) as error:
        print(f"chaos: {error}", file=sys.stderr)
        return 2
    print(f"\n{render(parts)}")
    values = as_json(parts)
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    when = datetime.now(UTC).isoformat(timespec="seconds")
    RESULT.write_text(json.dumps({"when": when} | values, indent=1) + "\n", encoding="utf-8")
    missed = sum(not bar.is_kept for part in parts for bar in part.bars)
    print(f"\nBars missed: {missed}. The same as values: {RESULT}")
    return 1 if missed else 0


def disturb() -> list[Part]:
    """Make the site on the simulator that runs, and do everything to it.

    Raises:
        AssertionError, OSError, subprocess.SubprocessError: something could not be done.
    """
    make_site(*SETTINGS)
    site, sentences = find_site(), load_sentences(SENTENCES)
    per_second = capacity(site, sentences, CAPACITY_SECONDS) * SHARE
    with tempfile.TemporaryDirectory() as folder:
        owner = changes.Owner(site, SETTINGS, Path(folder))
        experiments: list[Callable[[], Part]] = [
            lambda: changes.measure(owner, sentences, per_second),
            lambda: malformed.measure(site, sentences[0]),
            lambda: faults.measure_reboot(site, sentences[0]),
            lambda: faults.measure_resize(site, sentences, SETTINGS),
            lambda: faults.measure(site, sentences, per_second),
        ]
        parts = []
        for experiment in experiments:
            parts.append(experiment())
            print(render_part(parts[-1]), flush=True)
    return parts
