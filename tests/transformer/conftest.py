"""Small text, a small vocabulary and a small model for the tests of the Transformer."""

from pathlib import Path

import keras
import numpy as np
import pytest
from transformer.config import ModelConfig, TrainingConfig
from transformer.model import Transformer
from transformer.pairs.shards import Shard, read_shard
from transformer.text import Vocabulary, train_vocabulary

from tests.transformer.runs import finished_run, prepare
from tests.transformer.small_text import PAIRS, VOCABULARY_PIECES


@pytest.fixture(autouse=True)
def _fresh_keras() -> None:
    """Start every test with the same chance, in float32."""
    keras.config.set_dtype_policy("float32")
    keras.utils.set_random_seed(7)


@pytest.fixture(scope="session")
def vocabulary_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Learn a vocabulary from the small text."""
    sentences = [side for pair in PAIRS for side in pair]
    prefix = tmp_path_factory.mktemp("vocabulary") / "vocabulary"
    return train_vocabulary(sentences, size=VOCABULARY_PIECES, prefix=prefix)


@pytest.fixture(scope="session")
def vocabulary(vocabulary_path: Path) -> Vocabulary:
    """Load that vocabulary."""
    return Vocabulary(vocabulary_path)


@pytest.fixture
def model_config(vocabulary: Vocabulary) -> ModelConfig:
    """Describe a model that a test can afford."""
    return ModelConfig(
        vocabulary=len(vocabulary),
        width=32,
        heads=4,
        hidden=64,
        encoder_layers=2,
        decoder_layers=2,
        max_length=64,
        dropout=0.1,
    )


@pytest.fixture
def training_config() -> TrainingConfig:
    """Describe a training that ends soon."""
    return TrainingConfig(
        steps=150,
        warm_up_steps=10,
        peak_rate=1e-2,
        tokens_per_batch=256,
        buckets=(32,),
        label_smoothing=0.0,
        joined_share=0.0,
        checkpoint_steps=1000,
        checkpoints_kept=2,
        precision="float32",
    )


@pytest.fixture
def model(model_config: ModelConfig) -> Transformer:
    """Make a model whose random weights are large enough to have opinions."""
    model = Transformer(model_config)
    chance = np.random.default_rng(3)
    for variable in model.trainable_variables:
        variable.assign(variable + chance.normal(0, 0.2, variable.shape))
    return model


@pytest.fixture
def prepared(tmp_path: Path, vocabulary_path: Path) -> Path:
    """Write the small text as shards."""
    return prepare(tmp_path / "prepared", vocabulary_path)


@pytest.fixture
def shard(prepared: Path) -> Shard:
    """Read the small text."""
    return read_shard(prepared / "small.npz")


@pytest.fixture
def run(
    tmp_path: Path, prepared: Path, model_config: ModelConfig, training_config: TrainingConfig
) -> Path:
    """Make a run with one checkpoint."""
    return finished_run(tmp_path / "run", prepared, model=model_config, training=training_config)
