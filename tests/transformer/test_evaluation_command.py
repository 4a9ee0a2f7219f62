"""``python -m transformer.evaluate``: what it prints, writes, and ends with."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from transformer import evaluate, paths
from transformer.evaluation.bars import BARS, Bar, figure
from transformer.evaluation.serving_cost import SENTENCES, measure_in_a_process
from transformer.model import Transformer

from tests.transformer.evaluation_samples import write_program, write_served_folder, write_set

SETS = ("small", "flores")


@pytest.fixture
def folder(
    model: Transformer, vocabulary_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Put a model, two sets and an Apertium that gives back what it reads into one folder."""
    recorded = {
        "sentences": 8, "bleu": 1.5, "chrf": 9.5, "bleu_signature": "b", "chrf_signature": "c"
    }  # fmt: skip
    write_served_folder(
        model, vocabulary_path, tmp_path / "en-es", float32_scores={"small": recorded}
    )
    for name in SETS:
        write_set(tmp_path, name)
    write_program(tmp_path / "bin", "apertium", "exec cat")
    write_program(tmp_path / "bin", "dpkg-query", "echo apertium-small 1")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=":")
    monkeypatch.setattr(paths, "served_model", lambda direction: tmp_path / direction)
    return tmp_path


def _run(folder: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[int, Any]:
    """Run the command in this process; return its status and what it wrote."""
    output = folder / "build" / "evaluate.json"
    options = ["--text", str(folder), "--output", str(output), "--sets", *SETS, *arguments]
    monkeypatch.setattr(sys, "argv", ["evaluate", *options])
    with pytest.raises(SystemExit) as end:
        evaluate.main()
    return int(str(end.value.code)), json.loads(output.read_text(encoding="utf-8"))


def test_the_table_and_the_file_hold_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    status, written = _run(folder, monkeypatch)

    printed = capsys.readouterr().out
    found = written["directions"]["en-es"]
    assert status == 0
    assert set(found["sets"]) == set(SETS)
    for scores in found["sets"].values():
        for one in scores.values():
            assert f"{one['bleu']:.1f} / {one['chrf']:.1f}" in printed
    assert set(found["sets"]["small"]) == {"model", "Apertium", "float32"}
    assert "float32" not in found["sets"]["flores"]
    assert all(signature in printed for signature in written["signatures"])
    assert len(found["worst"]) == 16
    assert printed.rindex("worst sentences") > printed.rindex("Bars\n")


@pytest.mark.parametrize(("limit", "status"), [(0, 0), (101, 1)])
def test_a_missed_bar_ends_the_command_with_1_after_all_is_printed(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    limit: float,
    status: int,
) -> None:
    bar = Bar(figure("small", "chrF2"), "≥", limit, needs="small")
    monkeypatch.setitem(BARS, "en-es", (bar,))

    ended, written = _run(folder, monkeypatch)

    printed = capsys.readouterr().out
    assert ended == status
    assert written["all_bars_held"] is (status == 0)
    assert f"Bars missed: {status}." in printed


def test_the_model_before_has_a_column_of_its_own(
    folder: Path, model: Transformer, vocabulary_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_served_folder(model, vocabulary_path, folder / "before", version="small-0")

    _, written = _run(folder, monkeypatch, "--before", str(folder / "before"))

    found = written["directions"]["en-es"]
    assert found["systems"]["before"] == "small-0, int8"
    assert found["sets"]["small"]["before"] == found["sets"]["small"]["model"]


@pytest.mark.parametrize(
    ("arguments", "fact"),
    [
        (["--sets", "nowhere"], "nowhere.en is missing"),
        (["--direction", "en-es", "--model", "nowhere"], "nowhere holds no exported model"),
        (["--model", "nowhere"], "not clear which direction"),
    ],
)
def test_what_is_missing_is_said_in_one_line(folder: Path, arguments: list[str], fact: str) -> None:
    command = [sys.executable, "-m", "transformer.evaluate", "--text", str(folder)]
    sets = [] if "--sets" in arguments else ["--sets", *SETS]

    done = subprocess.run(
        [*command, *arguments, *sets],
        cwd=paths.ROOT / "service",
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert fact in done.stderr
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1


def test_what_serving_costs_is_measured_in_a_process_of_its_own() -> None:
    cost = measure_in_a_process(paths.ROOT / "service" / "model" / "en-es")

    assert 0 < cost.milliseconds_beam_1 < 1000
    assert 20 < cost.megabytes <= cost.megabytes_peak < 1000


@pytest.mark.parametrize("sentences", SENTENCES.values(), ids=SENTENCES)
def test_the_timed_sentences_have_ten_words(sentences: tuple[str, ...]) -> None:
    assert {len(sentence.split()) for sentence in sentences} == {10}
