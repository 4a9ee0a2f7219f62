"""The process of one translator: jobs come in as lines of JSON, and go out as such.

``python -m benchmark.systems.child NAME MODELS``; its other end is `benchmark.systems.system`.
"""

import itertools
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmark.systems.program import Program

ENGINES = {"served": "ctranslate2", "tensorflow": "tensorflow"}


def main() -> None:
    """Answer jobs until there are no more."""
    # Whatever a library prints goes to the log, not between the answers.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    name, models = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="traductor-system-") as folder:
        program = make(name, models=Path(models), folder=Path(folder))
        print(json.dumps({"ready": True}), file=answers, flush=True)
        for line in sys.stdin:
            job = json.loads(line)
            print(json.dumps(JOBS[job.pop("job")](program, **job)), file=answers, flush=True)


def make(name: str, *, models: Path, folder: Path) -> Program:
    """Make a translator; only its own libraries are imported.

    Args:
        name: of the translator.
        models: the folder of its models, if it is one of the service's engines.
        folder: empty, for what it writes.
    """
    if name in ENGINES:
        from benchmark.systems.served import ServedEngine

        return ServedEngine(ENGINES[name], models)
    if name == "articles":
        from benchmark.systems.articles import ArticlesWay

        return ArticlesWay()
    if name == "bare":
        from benchmark.systems.bare import BareCTranslate2

        return BareCTranslate2()
    from benchmark.systems.apertium import ApertiumCommand, ApertiumRunning

    return ApertiumCommand() if name == "apertium-command" else ApertiumRunning(folder)


def each(program: Program, *, texts: list[str], pieces: list[int]) -> dict[str, Any]:
    """Translate one sentence after the other, and say how long each took."""
    answers, seconds = [], []
    for text, length in zip(texts, pieces, strict=True):
        start = time.perf_counter()
        answers.append(program.one(text, length))
        seconds.append(time.perf_counter() - start)
    return {"answers": answers, "seconds": seconds}


def together(program: Program, *, texts: list[str]) -> dict[str, Any]:
    """Translate sentences together, and say how long all took."""
    start = time.perf_counter()
    answers = program.many(texts)
    return {"answers": answers, "seconds": time.perf_counter() - start}


def saturate(
    program: Program, *, texts: list[str], first: int, at_once: int, seconds: float
) -> dict[str, Any]:
    """Translate sentences for a time, again from the first when all are done.

    Args:
        program: the translator.
        texts: the sentences.
        first: where in them to begin.
        at_once: how many to a call.
        seconds: how long.
    """
    endless = itertools.cycle(texts[first:] + texts[:first])
    done = 0
    start = time.perf_counter()
    while (elapsed := time.perf_counter() - start) < seconds:
        batch = list(itertools.islice(endless, at_once))
        if at_once == 1:
            program.one(batch[0], 0)
        else:
            program.many(batch)
        done += at_once
    return {"sentences": done, "seconds": elapsed}


JOBS: dict[str, Callable[..., dict[str, Any]]] = {
    "each": each,
    "together": together,
    "saturate": saturate,
}


if __name__ == "__main__":
    main()
