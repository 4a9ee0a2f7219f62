"""Measure what serving costs: time for a sentence, and memory of a process of its own.

``python -m transformer.evaluation.serving_cost FOLDER`` is that process: it loads the service's
engine and nothing that only training or scoring needs, and prints one line of JSON.
"""

import dataclasses
import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from translator.engine import Engine
from translator.making import loaded_engine
from translator.model import Model
from translator.settings import Settings

from transformer.errors import EvaluationError

ROUNDS = 20
# Ten words each; none of them a sentence of a held-out set.
SENTENCES = {
    "en": (
        "The children are playing in the garden behind the house.",
        "I forgot to buy bread on my way home yesterday.",
        "She asked me whether I had already read that book.",
        "The meeting was moved to Thursday because of the holiday.",
        "We need two more chairs before the guests arrive tonight.",
        "My neighbour sells vegetables at the market every Saturday morning.",
    ),
    "es": (
        "Los niños están jugando en el jardín de la casa.",
        "Ayer me olvidé de comprar pan de camino a casa.",
        "Ella me preguntó si yo ya había leído ese libro.",
        "La reunión se pasó al jueves porque mañana es festivo.",
        "Necesitamos dos sillas más antes de que lleguen los invitados.",
        "Mi vecino vende verduras en el mercado todos los sábados.",
    ),
}
_KIBIBYTES_IN_A_MEGABYTE = 1_000_000 / 1024


@dataclasses.dataclass(frozen=True)
class ServingCost:
    """Hold medians for a 10-word sentence on one thread, and memory after the longest request.

    Args:
        milliseconds_beam_1: With the fastest search.
        milliseconds_beam_2: With the search that is served by default.
        megabytes: Resident, of a process with engine, model and vocabulary.
        megabytes_peak: The most that it ever had.
    """

    milliseconds_beam_1: float
    milliseconds_beam_2: float
    megabytes: float
    megabytes_peak: float


def measure_in_a_process(folder: Path) -> ServingCost:
    """Start a process of its own for the measurement.

    Raises:
        EvaluationError: It failed.
    """
    service = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-m", "transformer.evaluation.serving_cost", str(folder.resolve())]
    surroundings = os.environ | {"PYTHONPATH": str(service), "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise EvaluationError(f"the engine's cost cannot be measured: {reason}")
    return ServingCost(**json.loads(done.stdout))


def measure(folder: Path) -> ServingCost:
    """Measure in this process, memory first, before a second engine is loaded."""
    model = Model.in_directory(folder)
    sentences = SENTENCES[model.source]
    served = loaded_engine(folder, beam_size=Settings.beam_size)
    served.translate([_longest_request(sentences)])
    resident, peak = _megabytes("VmRSS"), _megabytes("VmHWM")
    return ServingCost(
        milliseconds_beam_1=_milliseconds(loaded_engine(folder, beam_size=1), sentences),
        milliseconds_beam_2=_milliseconds(loaded_engine(folder, beam_size=2), sentences),
        megabytes=resident,
        megabytes_peak=peak,
    )


def _longest_request(sentences: Sequence[str]) -> str:
    """Repeat the sentences until a visitor may send no more; none twice, or once would do."""
    numbered = (f"{sentence[:-1]}, {number}." for number in count(1) for sentence in sentences)
    text = ""
    while len(text) < Settings.max_characters:
        text += next(numbered) + " "
    return text[: Settings.max_characters]


def _milliseconds(engine: Engine, sentences: Sequence[str]) -> float:
    """Return the median time for one sentence in a call of its own."""
    engine.translate(sentences)
    times = []
    for sentence in [*sentences] * ROUNDS:
        start = time.perf_counter()
        engine.translate([sentence])
        times.append(time.perf_counter() - start)
    return round(statistics.median(times) * 1000, 1)


def _megabytes(field: str) -> float:
    """Read a size of this process from Linux; unlike getrusage it knows nothing of the parent."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    (kibibytes,) = re.findall(rf"^{field}:\s+(\d+) kB$", status, re.MULTILINE)
    return round(int(kibibytes) / _KIBIBYTES_IN_A_MEGABYTE, 1)


if __name__ == "__main__":
    print(json.dumps(dataclasses.asdict(measure(Path(sys.argv[1])))))
