"""From the clone alone, one command makes a model that is served."""

import json
import subprocess
from pathlib import Path

import pytest
from transformer.evaluation.scores import served_engine
from transformer.paths import ROOT
from translator.directions import Directions
from translator.settings import Settings
from translator.web.app import create_app

# Some of the steps of `make model-small`: enough to tell learning from guessing.
# All of them reach about 64 chrF2, these about 55.
OPTIONS = "--steps 900"
LEAST_CHRF = 35


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Run the command, and return its folder and what it printed."""
    folder = tmp_path_factory.mktemp("small")
    command = ["make", "--silent", "model-small", f"SMALL={folder}", f"OPTIONS={OPTIONS}"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return folder, ended.stdout


def test_the_model_has_learnt_and_says_how_well(made: tuple[Path, str]) -> None:
    folder, printed = made
    facts = json.loads((folder / "model" / "metadata.json").read_text(encoding="utf-8"))

    assert facts["scores"]["small"]["chrf"] > LEAST_CHRF
    assert "0 of " in printed
    assert "sentences are held out" in printed


def test_the_run_folder_shows_how_it_came_about(made: tuple[Path, str]) -> None:
    run = made[0] / "runs" / "en-es"
    described = json.loads((run / "run.json").read_text(encoding="utf-8"))
    log = [json.loads(line) for line in (run / "log.jsonl").read_text().splitlines()]
    commands = [json.loads(line) for line in (run / "commands.jsonl").read_text().splitlines()]

    assert described["data"].keys() == {"phrases", "phrases.capitals"}
    assert {"step", "loss", "tokens_per_second"} <= log[0].keys()
    assert any("dev_chrf" in entry for entry in log)
    assert commands[0]["keras"]
    assert (run / "curves.png").stat().st_size > 1000


def test_the_service_answers_with_it(made: tuple[Path, str]) -> None:
    app = create_app(Settings(server_name="_"), Directions([served_engine(made[0] / "model")]))

    answer = app.test_client().post(
        "/translate", json={"q": "Where is the bakery?", "source": "en", "target": "es"}
    )

    assert answer.status_code == 200
    assert answer.get_json()["translatedText"].startswith("¿")
