"""The dev score is the same for the same weights, and better for better ones."""

from pathlib import Path

import numpy as np
import pytest
from keras import ops
from transformer.config import ModelConfig, TrainingConfig
from transformer.pairs.batches import Mix
from transformer.pairs.shards import Shard
from transformer.text import PAD, Vocabulary
from transformer.training.dev import scorer
from transformer.training.loop import Trainer, build


def test_what_was_learnt_by_heart_scores_a_hundred(
    shard: Shard,
    vocabulary: Vocabulary,
    model_config: ModelConfig,
    training_config: TrainingConfig,
    tmp_path: Path,
) -> None:
    model = build(model_config, training_config)
    measure = scorer(model, shard, vocabulary, training_config)
    before = measure()

    assert measure() == before
    Trainer(model, Mix([shard], [1], training_config), training_config, tmp_path).run()
    after = measure()
    assert after.loss < before.loss / 10
    assert after.chrf > 99.9 > before.chrf


def test_the_dev_loss_is_the_cross_entropy_without_smoothing(
    shard: Shard, vocabulary: Vocabulary, model_config: ModelConfig, training_config: TrainingConfig
) -> None:
    model = build(model_config, training_config)
    model.label_smoothing = 0.1
    (batch,) = Mix([shard], [1], training_config).epoch(0)
    chances = ops.log_softmax(model.scores(model((batch.source, batch.target))))
    wanted = np.take_along_axis(ops.convert_to_numpy(chances), batch.wanted[..., None], 2)[..., 0]

    loss = scorer(model, shard, vocabulary, training_config)().loss

    assert loss == pytest.approx(-wanted[batch.wanted != PAD].mean(), rel=1e-4)
