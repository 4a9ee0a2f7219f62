"""Part (c): how soon the site is ready, how much memory it takes, how large the image is."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from translator.model import MODELS_DIRECTORY

from benchmark import load
from benchmark.figures import Bar, Cell, Part, median
from benchmark.image import Size, size
from benchmark.levels import MOST
from benchmark.memory import megabytes, watched
from benchmark.plan import Plan, Say
from benchmark.sentences import load_sentences, long_text
from benchmark.serving.site import running_site
from benchmark.visitors import CHARACTERS, stream

PROCESSES = (1, 5)
LONG_TEXTS = 12  # in an hour
REST_SECONDS = 10  # a process gives back every five what it does not need
READY_SECONDS = 2
MEGABYTES = 300
MEGABYTES_AT_ANY_TIME = 1_000
IMAGE_MEGABYTES = 400


@dataclass(frozen=True, kw_only=True)
class Footprint:
    """What a site with some processes takes; memory in megabytes.

    Args:
        seconds: from each of its starts to its first answer.
        before: any load.
        most: at any time during an hour's worth of load.
        after: that load, and a rest.
    """

    processes: int
    seconds: tuple[float, ...]
    before: float
    most: float
    after: float


def measure(folder: Path, *, server: str, plan: Plan, say: Say) -> Part:
    """Start sites as they are served, and give each an hour's worth of load."""
    bodies = load.write_bodies(hour_of_bodies(plan.hour_of_requests), folder / "hour")
    found = []
    for processes in PROCESSES:
        say(f"starts, and an hour's worth of load; processes: {processes}")
        settings = {"wsgi_server": server, "processes": processes, "requests_per_minute": 0}
        found.append(_footprint(folder / str(processes), bodies, processes, settings, plan))
    return part(found, size(), plan)


def _footprint(
    folder: Path, bodies: Path, processes: int, settings: dict[str, object], plan: Plan
) -> Footprint:
    """Start a site several times, and put load on the last one."""
    starts = []
    for number in range(plan.runs - 1):
        with running_site(_made(folder / str(number)), **settings) as site:
            starts.append(site.seconds_to_ready)
    with running_site(_made(folder / "loaded"), **settings) as site:
        before = megabytes(site.pids)
        with watched(lambda: site.pids) as looks:
            _put_an_hour(site.port, bodies, plan)
        time.sleep(REST_SECONDS)
        after = megabytes(site.pids)
    return Footprint(
        processes=processes,
        seconds=(*starts, site.seconds_to_ready),
        before=before,
        most=max(looks, default=after),
        after=after,
    )


def hour_of_bodies(count: int) -> list[str]:
    """Write different requests, half of them in the other direction if there is one."""
    if not (MODELS_DIRECTORY / "es-en").is_dir():
        return load.bodies(load_sentences(count))
    english = load.bodies(load_sentences(count // 2))
    spanish = load.bodies(load_sentences(count // 2, "es"), source="es", target="en")
    return [body for pair in zip(english, spanish, strict=True) for body in pair]


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


def _put_an_hour(port: int, bodies: Path, plan: Plan) -> None:
    """Ask for different sentences and long texts, as many as in an hour, without the pauses."""
    asked = 0
    while asked < plan.hour_of_requests:
        asked += load.run(port, bodies, connections=MOST, seconds=10).requests
    text = long_text(CHARACTERS)
    for _ in range(LONG_TEXTS):
        stream(port, text)


def part(found: Sequence[Footprint], image: Size, plan: Plan) -> Part:
    """Put what was found into a table."""
    rows: list[tuple[Cell, ...]] = [
        (
            f"Nginx and {each.processes} process{'es' if each.processes > 1 else ''}",
            median(each.seconds),
            each.before,
            each.most,
            each.after,
        )
        for each in found
    ]
    most = found[-1]
    return Part(
        title="(c) Start, memory, size",
        columns=("", "ready after, s", "PSS before, MB", "PSS at most, MB", "PSS after, MB"),
        rows=tuple(rows),
        bars=(
            Bar(
                claim=f"ready with {most.processes} processes, seconds after the start",
                figure=median(most.seconds),
                at_most=READY_SECONDS,
            ),
            Bar(
                claim=f"Nginx and {most.processes} processes after an hour's load, MB",
                figure=most.after,
                at_most=MEGABYTES,
            ),
            Bar(
                claim="the same at any time during that load, MB",
                figure=most.most,
                at_most=MEGABYTES_AT_ANY_TIME,
            ),
            Bar(
                claim=f"{image.of}, MB",
                figure=image.megabytes,
                at_most=IMAGE_MEGABYTES,
            ),
        ),
        notes=(
            f"An hour's load: {plan.hour_of_requests:,} different sentences (five a second) in all "
            f"directions and {LONG_TEXTS} texts of {CHARACTERS:,} characters, without the pauses; "
            f"{REST_SECONDS} s of rest; settings as in .env.example.",
        ),
    )
