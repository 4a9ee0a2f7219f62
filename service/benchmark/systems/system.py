"""A translator in a process of its own, from outside."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from translator.model import MODELS_DIRECTORY
from translator.servers.start import ENVIRONMENT

from benchmark.errors import SystemFailedError
from benchmark.serving.variables import SERVICE

KERAS = {"KERAS_BACKEND": "tensorflow", "TF_CPP_MIN_LOG_LEVEL": "2"}


@dataclass(frozen=True)
class System:
    """A running translator."""

    name: str
    process: "subprocess.Popen[str]"
    log: Path

    def seconds_each(self, texts: Sequence[str], pieces: Sequence[int]) -> list[float]:
        """Let it translate one sentence after the other; return the seconds of each."""
        found: list[float] = self.answer("each", texts=list(texts), pieces=list(pieces))["seconds"]
        return found

    def answers(self, texts: Sequence[str]) -> list[str]:
        """Let it translate sentences together."""
        found: list[str] = self.answer("together", texts=list(texts))["answers"]
        return found

    def per_second(self, texts: Sequence[str]) -> float:
        """Let it translate sentences together; return how many it does in a second."""
        return len(texts) / float(self.answer("together", texts=list(texts))["seconds"])

    def answer(self, job: str, **arguments: object) -> dict[str, Any]:
        """Give it a job and wait for its answer.

        Raises:
            SystemFailedError: its process has ended.
        """
        self.begin(job, **arguments)
        return self.end()

    def begin(self, job: str, **arguments: object) -> None:
        """Give it a job."""
        print(json.dumps({"job": job, **arguments}), file=self.process.stdin, flush=True)

    def end(self) -> dict[str, Any]:
        """Wait for the answer of a job.

        Raises:
            SystemFailedError: its process has ended.
        """
        line = self.process.stdout.readline() if self.process.stdout else ""
        if not line:
            said = self.log.read_text(encoding="utf-8", errors="replace").strip()[-1_000:]
            raise SystemFailedError(f"the translator {self.name} failed; it said:\n{said}")
        found: dict[str, Any] = json.loads(line)
        return found


@contextlib.contextmanager
def running_system(name: str, folder: Path, *, models: Path = MODELS_DIRECTORY) -> Iterator[System]:
    """Start a translator and wait until it has loaded what it needs.

    Args:
        name: as in `child.make`.
        folder: for its log.
        models: the folder of its models, if it is one of the service's engines.

    Raises:
        SystemFailedError: it could not be made.
    """
    # As served, one thread each; the articles left TensorFlow to itself.
    threads = {} if name == "articles" else ENVIRONMENT
    surroundings = os.environ | KERAS | threads | {"PYTHONPATH": str(SERVICE)}
    log = folder / f"{name}-{len(list(folder.iterdir()))}.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "benchmark.systems.child", name, models],
            env=surroundings,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=output,
            text=True,
        )
    system = System(name, process, log)
    try:
        system.end()
        yield system
    finally:
        process.kill()
        process.communicate()


def make_tensorflow_models(folder: Path) -> Path:
    """Turn the model that is served into TensorFlow's; return the folder of its models.

    Raises:
        SystemFailedError: that failed.
    """
    module = "transformer.exporting.for_tensorflow"
    done = subprocess.run(
        [sys.executable, "-m", module, MODELS_DIRECTORY / "en-es", "--to", folder],
        env=os.environ | KERAS | {"PYTHONPATH": str(SERVICE)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemFailedError(f"{module} failed; it said:\n{done.stderr.strip()[-1_000:]}")
    return folder
