"""A run goes on as it was begun, with all that it needs in its own folder."""

import dataclasses
import shutil
from pathlib import Path

import pytest
from transformer import paths
from transformer.config import ModelConfig, TrainingConfig
from transformer.directions import ENGLISH_SPANISH, SPANISH_ENGLISH
from transformer.errors import PreparationError, RunMismatchError
from transformer.train import parse_mix
from transformer.training.checkpoints import STATE, average_weights, read_weights, weight_files
from transformer.training.runs import FIRST_WEIGHTS, RUN_FILE, Run, begin, describe

from tests.transformer.runs import finished_run


@pytest.fixture
def origin(
    tmp_path: Path,
    prepared: Path,
    model_config: ModelConfig,
    training_config: TrainingConfig,
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    """Make a run whose weights another may begin with."""
    monkeypatch.setattr(paths, "RUNS", tmp_path)
    return finished_run(tmp_path / "origin", prepared, model=model_config, training=training_config)


@pytest.fixture
def wanted(
    origin: Path, prepared: Path, model_config: ModelConfig, training_config: TrainingConfig
) -> Run:
    """Describe a run that begins with those weights."""
    return describe(
        direction=ENGLISH_SPANISH,
        model=model_config,
        training=training_config,
        mix={"small": 1.0},
        prepared=prepared,
        from_run=origin.name,
    )


def test_a_run_keeps_the_weights_that_it_began_with(
    origin: Path, wanted: Run, prepared: Path, tmp_path: Path
) -> None:
    begun = begin(tmp_path / "run", wanted, prepared=prepared)
    first = read_weights(tmp_path / "run" / FIRST_WEIGHTS)
    expected = average_weights(weight_files(origin))
    shutil.rmtree(origin)

    again = begin(tmp_path / "run", wanted, prepared=prepared)

    assert begun == again == Run.read(tmp_path / "run")
    assert len(begun.first_weights) == 1
    assert all((one == other).all() for one, other in zip(first, expected, strict=True))


def test_weights_that_do_not_fit_begin_nothing(wanted: Run, prepared: Path, tmp_path: Path) -> None:
    larger = dataclasses.replace(wanted, model=dataclasses.replace(wanted.model, width=64))

    with pytest.raises(RunMismatchError, match="another size or another vocabulary"):
        begin(tmp_path / "run", larger, prepared=prepared)

    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"direction": SPANISH_ENGLISH}, "direction"),
        ({"mix": {"small": 2.0}}, "mix"),
        ({"data": {"small": "another"}}, "data"),
        ({"from_run": None}, "from_run"),
    ],
)
def test_what_differs_is_named(
    change: dict[str, object], named: str, wanted: Run, prepared: Path, tmp_path: Path
) -> None:
    begin(tmp_path / "run", wanted, prepared=prepared)

    with pytest.raises(RunMismatchError, match=f"another {named}; choose another --run"):
        begin(tmp_path / "run", dataclasses.replace(wanted, **change), prepared=prepared)  # type: ignore[arg-type]


def test_the_end_can_be_moved_until_the_rate_cools_down(
    origin: Path, prepared: Path, training_config: TrainingConfig
) -> None:
    run = Run.read(origin)
    (origin / STATE).write_bytes(b"state")
    longer = dataclasses.replace(training_config, steps=999)

    begin(origin, dataclasses.replace(run, training=longer), prepared=prepared)
    weight_files(origin)[0].rename(origin / "weights-00000998.npz")

    with pytest.raises(RunMismatchError, match="cool down towards step 999"):
        begin(origin, run, prepared=prepared)


def test_weights_alone_cannot_go_on(origin: Path, prepared: Path) -> None:
    with pytest.raises(RunMismatchError, match="holds weights alone; begin another --run"):
        begin(origin, Run.read(origin), prepared=prepared)


def test_text_of_another_preparation_is_refused(
    prepared: Path, model_config: ModelConfig, training_config: TrainingConfig
) -> None:
    (prepared / "foreign.npz").write_bytes((prepared / "small.npz").read_bytes())

    with pytest.raises(PreparationError, match="foreign"):
        describe(
            direction=ENGLISH_SPANISH,
            model=model_config,
            training=training_config,
            mix={"foreign": 1.0},
            prepared=prepared,
        )


def test_a_folder_without_a_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(RunMismatchError, match=r"python -m transformer\.train"):
        Run.read(tmp_path)
    assert not (tmp_path / RUN_FILE).exists()


def test_a_mix_is_the_catalogue_or_what_is_named() -> None:
    assert parse_mix(["tatoeba=2", "novels_pd"], ["tatoeba.back"]) == {
        "tatoeba": 2.0,
        "novels_pd": parse_mix(())["novels_pd"],
        "tatoeba.back": 1.0,
    }
    assert "tatoeba" not in parse_mix((), ["tatoeba=0"])


def test_a_weight_that_is_none_is_named() -> None:
    with pytest.raises(RunMismatchError, match="tatoeba=much is no weight"):
        parse_mix(["tatoeba=much"])
