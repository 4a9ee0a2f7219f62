"""Training learns, and can be stopped and taken up without a trace."""

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest
from numpy.typing import NDArray
from transformer.config import ModelConfig, TrainingConfig
from transformer.decoding import greedy
from transformer.errors import NoCheckpointError
from transformer.model import Transformer
from transformer.pairs.batches import Mix
from transformer.pairs.shards import Shard
from transformer.text import Vocabulary
from transformer.training.checkpoints import average_weights, restore_state, to_numpy, weight_files
from transformer.training.loop import Schedule, Trainer, build

from tests.transformer.small_text import PAIRS

TrainerMaker: TypeAlias = Callable[[str], Trainer]


@pytest.fixture
def trainer(
    tmp_path: Path, model_config: ModelConfig, training_config: TrainingConfig, shard: Shard
) -> TrainerMaker:
    """Return a maker of trainers, each with a model of its own, by the name of the run."""

    def make(run: str) -> Trainer:
        (tmp_path / run).mkdir(exist_ok=True)
        model = build(model_config, training_config)
        mix = Mix([shard], [1], training_config)
        return Trainer(model, mix, training_config, tmp_path / run)

    return make


def values(model: Transformer) -> list[NDArray[np.float32]]:
    """Return all weights as numbers."""
    return [to_numpy(variable) for variable in model.weights]


def test_eight_sentences_are_learnt_by_heart_and_kept(
    trainer: TrainerMaker, vocabulary: Vocabulary
) -> None:
    learner = trainer("learner")
    sources = vocabulary.encode([english for english, _ in PAIRS])

    learner.run()
    answers = vocabulary.decode(greedy(learner.model, sources, max_tokens=32))

    assert answers == [spanish for _, spanish in PAIRS]
    loaded = trainer("learner")
    restore_state(loaded.folder, loaded.model)
    assert vocabulary.decode(greedy(loaded.model, sources, max_tokens=32)) == answers


def test_a_training_stopped_and_resumed_gives_the_weights_of_one_never_stopped(
    trainer: TrainerMaker,
) -> None:
    straight, stopped, resumed = trainer("straight"), trainer("stopped"), trainer("stopped")

    straight.run(steps=5)
    stopped.run(steps=2)
    step = resumed.run(steps=5)

    assert step == 5
    for one, other in zip(values(straight.model), values(resumed.model), strict=True):
        np.testing.assert_array_equal(one, other)


def test_the_mean_of_the_weights_is_taken_over_those_kept(trainer: TrainerMaker) -> None:
    learner = trainer("learner")
    learner.config = dataclasses.replace(learner.config, checkpoint_steps=1)
    seen = []
    for step in (1, 2, 3):
        learner.run(steps=step)
        seen.append(values(learner.model))

    mean = average_weights(weight_files(learner.folder))

    assert len(weight_files(learner.folder)) == 2
    for averaged, second, third in zip(mean, seen[1], seen[2], strict=True):
        np.testing.assert_allclose(averaged, (second + third) / 2, atol=1e-6)


def test_a_run_without_checkpoints_cannot_be_averaged() -> None:
    with pytest.raises(NoCheckpointError, match=r"python -m transformer\.train"):
        average_weights([])


def test_the_rate_rises_declines_and_ends_at_nothing() -> None:
    config = TrainingConfig(steps=1000, warm_up_steps=100, peak_rate=1.0, cool_down_share=0.2)
    rate = Schedule(config)
    rates = [float(rate(step)) for step in (0, 49, 99, 399, 899, 1000)]

    assert rates == pytest.approx([0.01, 0.5, 1.0, 0.5, 0.333 * 0.505, 0.0], abs=1e-3)
