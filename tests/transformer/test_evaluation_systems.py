"""The systems beside the model: Apertium, the model before, and the weights in float32."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from transformer import paths
from transformer.directions import ENGLISH_SPANISH, SPANISH_ENGLISH, Direction
from transformer.errors import EvaluationError
from transformer.evaluation import apertium
from transformer.evaluation.earlier import extract_model_before
from transformer.evaluation.scores import evaluate
from transformer.evaluation.systems import FLOAT32, System, all_systems
from transformer.model import Transformer

from tests.transformer.evaluation_samples import (
    VERSION,
    write_program,
    write_served_folder,
    write_set,
)
from tests.transformer.small_text import PAIRS

SENTENCES = ("I have 3 < 5 & 7 > 6 apples.", "", "</p> is a tag", "&amp; is &lt;p&gt;", "No stop")


def test_apertium_keeps_the_lines_and_their_special_characters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_program(tmp_path, "apertium", "exec cat")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")

    assert apertium.translate(SENTENCES, ENGLISH_SPANISH) == list(SENTENCES)


@pytest.mark.parametrize(
    ("direction", "sentence", "word"),
    [(ENGLISH_SPANISH, "The white house.", "casa"), (SPANISH_ENGLISH, "La casa.", "house")],
)
def test_the_installed_apertium_translates_both_ways(
    direction: Direction, sentence: str, word: str
) -> None:
    answers = apertium.translate([sentence, "<&>", sentence], direction)

    assert len(answers) == 3
    assert word in answers[0]
    assert answers[0] == answers[2]
    assert answers[1] == "<&>"
    assert apertium.version().startswith("apertium-eng-spa ")


def test_lines_that_apertium_lost_are_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_program(tmp_path, "apertium", "exec head -n 1")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")

    with pytest.raises(EvaluationError, match="gave back 1 of 5 sentences"):
        apertium.translate(SENTENCES, ENGLISH_SPANISH)


@pytest.mark.parametrize("script", [None, "echo no such mode >&2; exit 1"])
def test_without_apertium_the_remedy_is_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str | None
) -> None:
    if script:
        write_program(tmp_path, "apertium", script)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(EvaluationError, match="apt-get install") as failure:
        apertium.translate(SENTENCES, ENGLISH_SPANISH)

    assert "\n" not in str(failure.value)


def _git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=Test", "-c", "user.email=test@example.com")
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True)


def _commit(shipped: Path, *versions: str) -> None:
    """Commit each version of the weights, with a file beside them that changes more often."""
    shipped.mkdir(parents=True)
    _git(shipped, "init", "--quiet")
    for number, version in enumerate(versions):
        (shipped / "model.bin").write_text(version)
        (shipped / "metadata.json").write_text(f"{number}")
        _git(shipped, "add", ".")
        _git(shipped, "commit", "--quiet", "--message", version)


@pytest.mark.parametrize(
    ("committed", "present", "before"),
    [
        (["one", "two"], "two", "one"),
        (["one", "two", "two"], "two", "one"),
        (["one", "two"], "three", "two"),
        (["one", "two", "one"], "one", "two"),
        (["one"], "one", None),
    ],
)
def test_the_model_before_is_the_last_commit_with_other_weights(
    tmp_path: Path, committed: Sequence[str], present: str, before: str | None
) -> None:
    shipped, into = tmp_path / "shipped", tmp_path / "before"
    into.mkdir()
    _commit(shipped, *committed)
    (shipped / "model.bin").write_text(present)

    found = extract_model_before(shipped, shipped, into)

    assert found == (into if before else None)
    assert not before or (into / "model.bin").read_text() == before
    assert not before or (into / "metadata.json").is_file()


def test_a_candidate_is_compared_with_what_is_shipped(tmp_path: Path) -> None:
    shipped, candidate, into = (tmp_path / name for name in ("shipped", "candidate", "before"))
    into.mkdir()
    candidate.mkdir()
    _commit(shipped, "one", "two")
    (candidate / "model.bin").write_text("three")

    assert extract_model_before(candidate, shipped, into) == into
    assert (into / "model.bin").read_text() == "two"


def test_without_git_there_is_no_model_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "model.bin").write_text("one")

    assert extract_model_before(tmp_path, tmp_path, tmp_path) is None
    monkeypatch.setenv("PATH", str(tmp_path))
    assert extract_model_before(tmp_path, tmp_path, tmp_path) is None


@pytest.fixture
def served(model: Transformer, vocabulary_path: Path, tmp_path: Path) -> Path:
    """Export a small model that came from the run `small`."""
    write_served_folder(model, vocabulary_path, tmp_path / "served", run="small")
    return tmp_path / "served"


def _float32(folder: Path) -> System:
    (system,) = (
        one for one in all_systems(folder, ENGLISH_SPANISH, before=None) if one.name == FLOAT32
    )
    return system


@pytest.mark.parametrize(("version", "measured"), [(VERSION, True), ("another", False)])
def test_float32_is_measured_if_the_run_still_has_these_weights(
    model: Transformer,
    vocabulary_path: Path,
    served: Path,
    monkeypatch: pytest.MonkeyPatch,
    version: str,
    measured: bool,
) -> None:
    monkeypatch.setattr(paths, "RUNS", served.parent)
    folder = served.parent / "small" / "float32"
    write_served_folder(model, vocabulary_path, folder, version=version)

    assert (_float32(served).translate is not None) is measured


def test_without_the_run_the_recorded_scores_stand_for_float32(
    model: Transformer,
    vocabulary_path: Path,
    served: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(paths, "RUNS", tmp_path)
    recorded = tmp_path / "recorded"
    write_served_folder(model, vocabulary_path, recorded, float32_scores={"small": {}})

    assert _float32(recorded).about == "as recorded when the model was exported"
    assert _float32(served).about.startswith("none")


def test_a_model_of_the_other_direction_is_refused(served: Path) -> None:
    with pytest.raises(EvaluationError, match="translates en-es, not es-en"):
        all_systems(served, SPANISH_ENGLISH, before=None)


def test_an_exported_folder_is_scored_set_by_set(
    served: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_set(served.parent, "small")

    (found,) = evaluate(served, served.parent, sets=["small"], direction=ENGLISH_SPANISH)

    assert (found.name, found.sentences) == ("small", len(PAIRS))
    assert f"chrF2 {found.chrf:5.1f}" in capsys.readouterr().out


def test_a_folder_without_metadata_is_not_scored(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="no usable model"):
        evaluate(tmp_path, tmp_path, sets=[])


def test_a_folder_of_the_other_direction_is_not_scored(served: Path) -> None:
    with pytest.raises(EvaluationError, match="translates en-es, not es-en"):
        evaluate(served, served.parent, sets=[], direction=SPANISH_ENGLISH)
