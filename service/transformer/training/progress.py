"""Say how a training goes: a bar on a terminal, lines elsewhere, and a log that stays."""

import dataclasses
import json
import time
from pathlib import Path

import tqdm

from transformer.training.curves import LOG
from transformer.training.dev import DevScore

REPORT_STEPS = 25


class Progress:
    """Count tokens and their loss between two reports."""

    def __init__(self, folder: Path, *, step: int, last: int, deadline: float) -> None:
        """Take the run's folder, where it stands, where it ends, and when it must (seconds)."""
        self._log = folder / LOG
        self._last = last
        self._deadline = deadline
        self._dev: DevScore | None = None
        self._bar = tqdm.tqdm(
            total=last, initial=step, unit="step", disable=None, dynamic_ncols=True
        )
        self._count = _Count()

    def advance(self, *, step: int, tokens: int, loss: float) -> None:
        """Count one step; report now and then.

        Args:
            step: Its number, from 1.
            tokens: Its target tokens.
            loss: Their mean loss.
        """
        self._bar.update()
        self._count.steps += 1
        self._count.tokens += tokens
        self._count.loss += loss * tokens
        if step % REPORT_STEPS == 0:
            self._report(step)

    def score(self, step: int, measured: DevScore) -> None:
        """Note a dev score; the time that it took counts for nobody's speed."""
        self._dev = measured
        self._write({"step": step} | measured.as_dict())
        self._count = _Count()

    def close(self) -> None:
        """Leave the bar as it is."""
        self._bar.close()

    def _report(self, step: int) -> None:
        now = time.monotonic()
        count, self._count = self._count, _Count()
        speed = count.tokens / (now - count.since)
        loss = count.loss / count.tokens
        left = (self._last - step) * (now - count.since) / count.steps
        minutes_left = min(self._deadline - now, left) / 60
        parts = [f"loss {loss:.3f}", f"{speed:,.0f} tokens/s", f"{minutes_left:.0f} min left"]
        if self._dev:
            parts.insert(1, f"dev loss {self._dev.loss:.3f}, chrF2 {self._dev.chrf:.1f}")
        if self._bar.disable:
            print(f"step {step:,} of {self._last:,} · " + " · ".join(parts), flush=True)
        else:
            self._bar.set_postfix_str(" · ".join(parts))
        self._write({"step": step, "loss": round(loss, 4), "tokens_per_second": round(speed)})

    def _write(self, entry: dict[str, float]) -> None:
        with self._log.open("a", encoding="utf-8") as log:
            log.write(json.dumps(entry | {"time": round(time.time())}) + "\n")


@dataclasses.dataclass
class _Count:
    steps: int = 0
    tokens: int = 0
    loss: float = 0.0
    since: float = dataclasses.field(default_factory=time.monotonic)
