"""A run in a folder, as training leaves it, for tests of what comes after."""

import shutil
from pathlib import Path

from transformer.config import ModelConfig, TrainingConfig
from transformer.directions import ENGLISH_SPANISH
from transformer.pairs.manifest import VOCABULARY_FILE, write_manifest
from transformer.pairs.shards import sha256, write_shard
from transformer.text import Vocabulary
from transformer.training.checkpoints import save_weights
from transformer.training.loop import build
from transformer.training.runs import begin, describe

from tests.transformer.small_text import PAIRS


def prepare(folder: Path, vocabulary_path: Path) -> Path:
    """Write what `transformer.prepare` would: a vocabulary, one source, and the dev text."""
    folder.mkdir()
    shutil.copyfile(vocabulary_path, folder / VOCABULARY_FILE)
    vocabulary = Vocabulary(vocabulary_path)
    english, spanish = zip(*PAIRS, strict=True)
    for name in ("small", "dev"):
        path = folder / f"{name}.npz"
        write_shard(path, source=vocabulary.encode(english), target=vocabulary.encode(spanish))
    noted = {"from": {}, "vocabulary": sha256(folder / VOCABULARY_FILE), "pairs": {"small": {}}}
    write_manifest(folder, noted)
    return folder


def finished_run(
    folder: Path, prepared: Path, *, model: ModelConfig, training: TrainingConfig
) -> Path:
    """Make a run whose only checkpoint has random weights."""
    wanted = describe(
        direction=ENGLISH_SPANISH,
        model=model,
        training=training,
        mix={"small": 1.0},
        prepared=prepared,
    )
    begin(folder, wanted, prepared=prepared)
    save_weights(folder, build(wanted.model, wanted.training), kept=1)
    return folder
