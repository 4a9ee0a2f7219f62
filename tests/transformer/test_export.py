"""What is exported can be served, says what it is, and takes the place of nothing better."""

import json
from pathlib import Path

import numpy as np
import pytest
from transformer.errors import ScoresFellError
from transformer.export import export, load_average, write_model
from transformer.exporting.metadata import read_metadata, write_metadata
from transformer.model import Transformer
from transformer.training.checkpoints import to_numpy
from translator.making import loaded_engine

from tests.transformer.small_text import PAIRS


@pytest.fixture
def text(tmp_path: Path) -> Path:
    """Write a held-out set."""
    (tmp_path / "eval").mkdir()
    for ending, sentences in zip(("en", "es"), zip(*PAIRS, strict=True), strict=True):
        (tmp_path / "eval" / f"small.{ending}").write_text("\n".join(sentences) + "\n")
    return tmp_path


def test_exporting_leaves_the_model_as_it_was(
    model: Transformer, vocabulary_path: Path, tmp_path: Path
) -> None:
    before = to_numpy(model.embedding.matrix)

    write_model(model, vocabulary_path, tmp_path / "model")

    np.testing.assert_array_equal(before, to_numpy(model.embedding.matrix))


def test_the_service_loads_what_is_exported(run: Path, text: Path, tmp_path: Path) -> None:
    served = tmp_path / "served"
    export(load_average(run), run, served, text=text, sets=["small"])

    engine = loaded_engine(served)
    config = json.loads((served / "config.json").read_text())
    assert len(engine.translate(["The bread is on the table."])) == 1
    assert (engine.source, engine.target) == ("en", "es")
    assert config["add_source_eos"] is True
    assert config["decoder_start_token"] == "<s>"


def test_the_metadata_hold_the_scores_in_int8_and_in_float32(
    run: Path, text: Path, tmp_path: Path
) -> None:
    export(load_average(run), run, tmp_path / "served", text=text, sets=["small"])
    facts = read_metadata(tmp_path / "served")

    assert facts is not None
    assert facts == read_metadata(run / "float32")
    assert facts["scores"]["small"]["sentences"] == len(PAIRS)
    assert facts["float32_scores"].keys() == facts["scores"].keys()
    assert facts["run"] == "run"
    assert facts["max_source_tokens"] < facts["max_target_tokens"]


def test_a_model_with_lower_scores_takes_nobodys_place(
    run: Path, text: Path, tmp_path: Path
) -> None:
    served = tmp_path / "served"
    served.mkdir()
    write_metadata(served, {"scores": {"small": {"chrf": 99.0}}})

    with pytest.raises(ScoresFellError, match=r"99\.0, and stays; --anyway"):
        export(load_average(run), run, served, text=text, sets=["small"])
    assert not (served / "model.bin").exists()

    export(load_average(run), run, served, text=text, sets=["small"], anyway=True)
    assert (served / "model.bin").exists()


def test_a_model_that_cannot_be_compared_stays(run: Path, text: Path, tmp_path: Path) -> None:
    served = tmp_path / "served"
    served.mkdir()
    write_metadata(served, {"scores": {"other": {"chrf": 1.0}}})

    with pytest.raises(ScoresFellError, match="measured on other and cannot be compared"):
        export(load_average(run), run, served, text=text, sets=["small"])
