"""What the machine can do at the most: bare CTranslate2 on every core, with nothing around it."""

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmark.systems.bare import TOGETHER
from benchmark.systems.system import System, running_system


@dataclass(frozen=True)
class BareEngines:
    """As many processes with the bare engine as there are cores."""

    systems: tuple[System, ...]

    def per_second(self, sentences: Sequence[str], *, seconds: float) -> float:
        """Saturate all cores with one sentence a call, as requests bring them."""
        return self._saturate(sentences, at_once=1, seconds=seconds)

    def per_second_together(self, sentences: Sequence[str], *, seconds: float) -> float:
        """Saturate all cores with batches, which no request waits for."""
        return self._saturate(sentences, at_once=TOGETHER, seconds=seconds)

    def _saturate(self, sentences: Sequence[str], *, at_once: int, seconds: float) -> float:
        step = len(sentences) // len(self.systems)
        for number, system in enumerate(self.systems):
            system.begin(
                "saturate",
                texts=list(sentences),
                first=number * step,
                at_once=at_once,
                seconds=seconds,
            )
        answers = [system.end() for system in self.systems]
        return sum(float(answer["sentences"] / answer["seconds"]) for answer in answers)


@contextmanager
def running_bare_engines(folder: Path) -> Iterator[BareEngines]:
    """Start one process a core."""
    with ExitStack() as stack:
        count = len(os.sched_getaffinity(0))
        systems = [stack.enter_context(running_system("bare", folder)) for _ in range(count)]
        yield BareEngines(tuple(systems))
