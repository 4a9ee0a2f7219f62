"""Find the weights: one resumable loop over batches, the same on every Keras backend."""

import dataclasses
import itertools
import json
import time
from collections.abc import Callable
from pathlib import Path

import keras
from keras import ops

from transformer.batches import Mix, Position
from transformer.checkpoints import restore_state, save_state
from transformer.config import ModelConfig, TrainingConfig
from transformer.layers import Tensor
from transformer.model import Transformer

REPORT_STEPS = 25


class Schedule(keras.optimizers.schedules.LearningRateSchedule):
    """Warm up, follow the inverse square root of the step (5.3), and cool down to nothing."""

    def __init__(self, config: TrainingConfig) -> None:
        """Take the steps of each part."""
        super().__init__()
        self.config = config

    def __call__(self, step: Tensor) -> Tensor:
        """Return the learning rate for a step, counted from 0."""
        config = self.config
        now = ops.cast(step, "float32") + 1
        rise = now / config.warm_up_steps
        decline = ops.sqrt(config.warm_up_steps / now)
        left = (config.steps + 1 - now) / (config.cool_down_share * config.steps)
        return config.peak_rate * ops.minimum(rise, decline) * ops.clip(left, 0.0, 1.0)


def build(model_config: ModelConfig, config: TrainingConfig) -> Transformer:
    """Return a model with fresh weights, its optimizer, and the seed set for all that follows."""
    keras.utils.set_random_seed(config.seed)
    keras.config.set_dtype_policy(config.precision)
    model = Transformer(model_config, label_smoothing=config.label_smoothing)
    optimizer = keras.optimizers.Adam(
        Schedule(config), beta_2=0.98, epsilon=1e-9, global_clipnorm=config.clip_norm
    )
    optimizer.build(model.trainable_variables)
    model.compile(optimizer=optimizer, jit_compile=keras.backend.backend() == "jax")
    return model


@dataclasses.dataclass
class Trainer:
    """Train a model within a run's folder.

    Args:
        model: As ``build`` makes it.
        mix: Where batches come from.
        config: How to train.
        folder: Where checkpoints and ``log.jsonl`` are kept.
        report: Called with a line of progress now and then.
    """

    model: Transformer
    mix: Mix
    config: TrainingConfig
    folder: Path
    report: Callable[[str], None] = print
    stopping: bool = False

    def stop(self, *_: object) -> None:
        """Let ``run`` end after the step under way; fit to handle a signal."""
        self.stopping = True

    def run(self, *, seconds: float, steps: int | None = None) -> int:
        """Go on from the last checkpoint until time is up or the last step done; return the step.

        Args:
            seconds: How long to train.
            steps: Stop at this step, whatever the schedule's end.
        """
        position = restore_state(self.folder, self.model)
        step = int(self.model.optimizer.iterations)
        last = min(self.config.steps, steps or self.config.steps)
        saved = time.monotonic()
        progress = _Progress(self, deadline=saved + seconds)
        for batch in itertools.islice(self.mix.batches(position), max(0, last - step)):
            loss = self.model.train_on_batch((batch.source, batch.target), batch.wanted)
            self.model.reset_metrics()  # Keras would return a mean over all steps so far
            step, position = step + 1, batch.after
            progress.count(batch.target_tokens, step=step, loss=float(loss))
            if time.monotonic() - saved > self.config.checkpoint_seconds:
                self._save(position)
                saved = time.monotonic()
            if self.stopping or time.monotonic() > progress.deadline:
                break
        self._save(position)
        return step

    def _save(self, position: Position) -> None:
        save_state(self.folder, self.model, position=position, kept=self.config.checkpoints_kept)


class _Progress:
    """Count tokens and their loss, and say every so often how it goes."""

    def __init__(self, trainer: Trainer, *, deadline: float) -> None:
        self.trainer = trainer
        self.deadline = deadline
        self._reset()

    def _reset(self) -> None:
        self.steps = 0
        self.tokens = 0
        self.loss = 0.0
        self.since = time.monotonic()

    def count(self, tokens: int, *, step: int, loss: float) -> None:
        self.steps += 1
        self.tokens += tokens
        self.loss += loss * tokens
        if step % REPORT_STEPS == 0:
            self._report(step)
            self._reset()

    def _report(self, step: int) -> None:
        now = time.monotonic()
        last = self.trainer.config.steps
        speed = self.tokens / (now - self.since)
        seconds_left = (last - step) * (now - self.since) / self.steps
        minutes_left = min(self.deadline - now, seconds_left) / 60
        loss = self.loss / self.tokens
        self.trainer.report(
            f"step {step:6,} of {last:,} · loss {loss:.3f} · {speed:,.0f} tokens/s"
            f" · {minutes_left:.0f} min left"
        )
        entry = {"step": step, "loss": round(loss, 4), "tokens_per_second": round(speed)}
        with (self.trainer.folder / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(entry | {"time": round(time.time())}) + "\n")
