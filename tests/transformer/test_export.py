"""The exported model says what the model says."""

import json
from pathlib import Path

import numpy as np
from transformer.checkpoints import to_numpy
from transformer.decoding import greedy
from transformer.evaluation import ServedModel, score
from transformer.export import replace_folder, write_metadata, write_model
from transformer.model import Transformer
from transformer.text import Vocabulary

SENTENCES = ("The bread is on the table.", "Call me tomorrow, please.", "Where?", "日本 42")


def test_the_exported_model_writes_the_same_tokens(
    model: Transformer, vocabulary: Vocabulary, vocabulary_path: Path, tmp_path: Path
) -> None:
    write_model(model, vocabulary_path, tmp_path / "model", quantization=None)
    pieces = vocabulary.pieces
    sources = vocabulary.encode(SENTENCES)
    served = ServedModel(tmp_path / "model")

    answers = served.translate_pieces(
        [[pieces[n] for n in source[:-1]] for source in sources], beam_width=1, max_tokens=40
    )

    expected = greedy(model, sources, max_tokens=40)
    assert answers == [[pieces[n] for n in answer] for answer in expected]
    assert max(map(len, answers)) > 1


def test_exporting_leaves_the_model_as_it_was(
    model: Transformer, vocabulary_path: Path, tmp_path: Path
) -> None:
    before = to_numpy(model.embedding.matrix)

    write_model(model, vocabulary_path, tmp_path / "model")

    np.testing.assert_array_equal(before, to_numpy(model.embedding.matrix))


def test_the_directory_holds_all_that_serving_needs(
    model: Transformer, vocabulary_path: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "model"
    write_model(model, vocabulary_path, folder)
    write_metadata(folder, scores={})

    names = {path.name for path in folder.iterdir()}
    config = json.loads((folder / "config.json").read_text())
    assert names == {
        "model.bin",
        "config.json",
        "shared_vocabulary.json",
        "sentencepiece.model",
        "metadata.json",
    }
    assert config["add_source_eos"] is True
    assert config["decoder_start_token"] == "<s>"


def test_a_new_model_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    for name in ("served", "work/new"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "name").write_text(name)

    replace_folder(tmp_path / "served", new=tmp_path / "work" / "new")

    assert (tmp_path / "served" / "name").read_text() == "work/new"


def test_a_perfect_translation_scores_a_hundred() -> None:
    lines = ["El pan está sobre la mesa.", "Mi hermana vive en Madrid."]

    perfect = score("small", lines, lines)

    assert perfect.bleu > 99.9
    assert perfect.chrf > 99.9
    assert "version" in perfect.bleu_signature
