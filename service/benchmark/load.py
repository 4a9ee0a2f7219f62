"""Load on the site: many connections that ask one sentence after the other, made by `wrk`."""

import dataclasses
import json
import math
import os
import resource
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from benchmark.errors import BenchmarkError, MissingProgramError

_SCRIPT = Path(__file__).with_name("load.lua")
_PATIENCE_SECONDS = 20


@dataclasses.dataclass(frozen=True, kw_only=True)
class Load:
    """What became of a load; times in milliseconds.

    Args:
        requests: answered ones, refused or not.
        seconds: how long it went on.
        refused: answers whose status was not 2xx or 3xx.
        broken: connections that failed.
        timeouts: requests without an answer.
        core_share: of one core that the load itself took.
    """

    requests: int
    seconds: float
    refused: int
    broken: int
    timeouts: int
    p50: float
    p95: float
    p99: float
    longest: float
    core_share: float

    @property
    def per_second(self) -> float:
        """Say how many requests were answered a second."""
        return self.requests / self.seconds

    @property
    def failures(self) -> int:
        """Count what a visitor would have seen as a failure."""
        return self.refused + self.broken + self.timeouts


def bodies(sentences: Sequence[str], *, source: str = "en", target: str = "es") -> list[str]:
    """Write the bodies of requests for translations."""
    fields = ({"q": sentence, "source": source, "target": target} for sentence in sentences)
    return [json.dumps(each, ensure_ascii=False) for each in fields]


def write_bodies(lines: Sequence[str], path: Path) -> Path:
    """Write bodies into a file, one a line."""
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def run(
    port: int, file: Path, *, connections: int, seconds: float, think_milliseconds: int = 0
) -> Load:
    """Put load on a site.

    Args:
        port: of the loopback interface.
        file: from `write_bodies`.
        connections: how many there are at a time.
        seconds: how long, in whole seconds.
        think_milliseconds: how long a connection rests before each request, on average.

    Raises:
        MissingProgramError: there is no `wrk`.
        BenchmarkError: it failed.
    """
    if shutil.which("wrk") is None:
        raise MissingProgramError("wrk", "wrk")
    command = [
        "wrk", "--threads", "1", "--connections", str(connections),
        "--duration", f"{math.ceil(seconds)}s", "--timeout", f"{_PATIENCE_SECONDS}s",
        "--script", str(_SCRIPT), f"http://127.0.0.1:{port}/translate", "--", str(file),
    ]  # fmt: skip
    thinking = {"THINK_MILLISECONDS": str(think_milliseconds)} if think_milliseconds else {}
    before = _seconds_of_children()
    done = subprocess.run(
        command, env=os.environ | thinking, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BenchmarkError(f"wrk failed: {done.stdout}{done.stderr}")
    return read(done.stdout, core_seconds=_seconds_of_children() - before)


def read(output: str, *, core_seconds: float) -> Load:
    """Read the line that the script writes at the end."""
    found = json.loads(output.splitlines()[-1])
    return Load(**found, core_share=core_seconds / found["seconds"])


def _seconds_of_children() -> float:
    """Return the processor time of all programs that were run to their end."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
