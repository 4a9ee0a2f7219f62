"""Draw how a run went: loss, dev loss and dev chrF2 over its steps."""

import json
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

PICTURE = "curves.png"
LOG = "log.jsonl"


def draw(folder: Path) -> Path:
    """Write ``curves.png`` from ``log.jsonl`` and return where it is."""
    entries = read_log(folder)
    figure = Figure(figsize=(9, 5), layout="constrained")
    losses = figure.add_subplot()
    losses.set(xlabel="step", ylabel="loss, nats a token")
    chrf = losses.twinx()
    chrf.set_ylabel("dev chrF2")
    for axes, key, label, colour in (
        (losses, "loss", "training loss, smoothed labels", "tab:blue"),
        (losses, "dev_loss", "dev loss", "tab:orange"),
        (chrf, "dev_chrf", "dev chrF2, greedy", "tab:green"),
    ):
        points = [(step, entry[key]) for step, entry in entries.items() if key in entry]
        if points:
            axes.plot(*zip(*points, strict=True), label=label, color=colour)
    figure.legend(loc="outside upper center", ncols=3)
    path = folder / PICTURE
    with mpl.rc_context({"savefig.dpi": 110}):
        figure.savefig(path)
    return path


def read_log(folder: Path) -> dict[int, dict[str, Any]]:
    """Return what was logged at each step.

    What was repeated after a kill counts once; a line that the kill cut short does not count.
    """
    entries: dict[int, dict[str, Any]] = {}
    for line in (folder / LOG).read_text(encoding="utf-8").splitlines():
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        entries.setdefault(entry["step"], {}).update(entry)
    return dict(sorted(entries.items()))
