"""Measure the service: ``python -m benchmark``; ``--help`` says what can be left out."""

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmark import latency, levels, resources, trials
from benchmark.errors import BenchmarkError
from benchmark.figures import Part
from benchmark.plan import QUICK, Plan
from benchmark.serving.variables import SERVICE
from benchmark.table import as_json, render

PARTS = {
    "sentences": "(a) a sentence, beside other translators",
    "requests": "(b) requests beside the bare engine",
    "trials": "(b) endurance, half load, too many, a long text",
    "resources": "(c) start, memory, size",
}
RESULT = SERVICE.parent / "build" / "bench.json"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; return 1 where a promise is not kept, 2 where it could not be measured."""
    asked = _parser().parse_args(arguments)
    machine = _machine()
    try:
        with tempfile.TemporaryDirectory(prefix="traductor-bench-") as folder:
            parts = measure(asked, Path(folder))
    except BenchmarkError as error:
        print(f"benchmark: {error}", file=sys.stderr)
        return 2
    print(_heading(machine), render(parts), sep="\n\n")
    found = {"when": datetime.now(UTC).isoformat(timespec="seconds"), "machine": machine}
    asked.to.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(found | as_json(parts), indent=1, ensure_ascii=False)
    asked.to.write_text(text + "\n", encoding="utf-8")
    return 0 if all(bar.is_kept for part in parts for bar in part.bars) else 1


def measure(asked: argparse.Namespace, folder: Path) -> list[Part]:
    """Run the parts that are asked for, one after the other."""
    plan = QUICK if asked.quick else Plan(runs=asked.runs)
    start = time.monotonic()

    def say(what: str) -> None:
        print(f"{time.monotonic() - start:5.0f} s  {what}", file=sys.stderr, flush=True)

    parts = []
    for name in asked.parts:
        place = folder / name
        place.mkdir()
        if name == "sentences":
            parts.append(latency.measure(place, runs=plan.runs, say=say))
        else:
            module = {"requests": levels, "trials": trials, "resources": resources}[name]
            parts.append(module.measure(place, server=asked.server, plan=plan, say=say))
    return parts


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="benchmark", description="Measure the service and hold it to what it promises."
    )
    parser.add_argument(
        "--parts",
        nargs="+",
        choices=PARTS,
        default=list(PARTS),
        help="; ".join(f"{name}: {about}" for name, about in PARTS.items()),
    )
    parser.add_argument("--runs", type=int, default=Plan.runs, help="runs behind each median")
    parser.add_argument("--quick", action="store_true", help="a glance: one short run of each")
    parser.add_argument("--server", choices=("uwsgi", "gunicorn"), default="uwsgi")
    parser.add_argument("--to", type=Path, default=RESULT, help="the file for the result")
    return parser


def _heading(machine: dict[str, object]) -> str:
    return (
        f"{machine['processor']}, {machine['cores']} cores; others at work here before: "
        f"{machine['load']} (above 0.1 only the ratios say something)"
    )


def _machine() -> dict[str, object]:
    """Say where this was measured, and whether others were at work there."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return {
        "processor": models[0] if models else platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "load": round(os.getloadavg()[0], 1),
    }
