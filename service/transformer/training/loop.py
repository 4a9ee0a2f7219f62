"""Find the weights: one resumable loop over batches, the same on every Keras backend."""

import dataclasses
import itertools
import math
import time
from pathlib import Path

import keras
from keras import ops

from transformer.config import ModelConfig, TrainingConfig
from transformer.layers import Tensor
from transformer.model import Transformer
from transformer.pairs.batches import Mix, Position
from transformer.training.checkpoints import (
    drop_weights_between,
    restore_state,
    save_state,
    save_weights,
    weight_files,
)
from transformer.training.curves import draw
from transformer.training.dev import Scorer
from transformer.training.progress import Progress


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
        decline = ops.sqrt(config.warm_up_steps / (config.steps_before + now))
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
        folder: Where checkpoints, ``log.jsonl`` and ``curves.png`` are kept.
        score: Called at each checkpoint, if given.
    """

    model: Transformer
    mix: Mix
    config: TrainingConfig
    folder: Path
    score: Scorer | None = None
    stopping: bool = False

    def stop(self, *_: object) -> None:
        """Let ``run`` end after the step under way; fit to handle a signal."""
        self.stopping = True

    def run(self, *, seconds: float = math.inf, steps: int | None = None) -> int:
        """Go on from the last checkpoint until time is up or the last step done; return the step.

        Args:
            seconds: How long to train.
            steps: Stop at this step, whatever the schedule's end.
        """
        position = restore_state(self.folder, self.model)
        step = int(self.model.optimizer.iterations)
        last = min(self.config.steps, steps or self.config.steps)
        deadline = time.monotonic() + seconds
        progress = Progress(self.folder, step=step, last=self.config.steps, deadline=deadline)
        for batch in itertools.islice(self.mix.batches(position), max(0, last - step)):
            loss = self.model.train_on_batch((batch.source, batch.target), batch.wanted)
            self.model.reset_metrics()  # Keras would return a mean over all steps so far
            step, position = step + 1, batch.after
            progress.advance(step=step, tokens=batch.target_tokens, loss=float(loss))
            if step % self.config.checkpoint_steps == 0 or step == self.config.steps:
                self._check(step, position, progress)
            if self.stopping or time.monotonic() > deadline:
                break
        save_state(self.folder, self.model, position=position)
        if not weight_files(self.folder):  # stopped before the first checkpoint
            save_weights(self.folder, self.model, kept=1)
        progress.close()
        return step

    def _check(self, step: int, position: Position, progress: Progress) -> None:
        """Keep the state and the weights, and say how good they are."""
        drop_weights_between(self.folder, steps=self.config.checkpoint_steps)
        save_weights(self.folder, self.model, kept=self.config.checkpoints_kept)
        save_state(self.folder, self.model, position=position)
        if self.score:
            progress.score(step, self.score())
            draw(self.folder)
