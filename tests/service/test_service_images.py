"""The images hold what they need, pinned, and nothing else."""

import json
import re
from pathlib import Path

import pytest
from translator.errors import EngineError
from translator.web.failures import describe
from werkzeug.exceptions import RequestEntityTooLarge

ROOT = Path(__file__).parents[2]
SERVICE = ROOT / "service"
DOCKERFILES = sorted(SERVICE.glob("*/Dockerfile"))


def pins(path: Path) -> dict[str, str]:
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][A-Za-z0-9.]*", line) for line in lines), lines
    return dict(line.split("==") for line in lines)


def test_there_are_two_images() -> None:
    assert [path.parent.name for path in DOCKERFILES] == ["nginx", "translator"]


@pytest.mark.parametrize("path", DOCKERFILES, ids=lambda path: path.parent.name)
def test_an_image_drops_root_and_checks_its_health(path: Path) -> None:
    words = [line.split()[0] for line in path.read_text().splitlines() if line[:1].isalpha()]

    assert "HEALTHCHECK" in words
    assert "USER" in words
    assert "RUN" not in words[words.index("USER") :]


def test_every_requirement_is_pinned_and_none_is_for_training_or_tests() -> None:
    names = {name.lower() for name in pins(SERVICE / "translator" / "requirements.txt")}

    assert {"flask", "ctranslate2", "sentencepiece", "pyuwsgi"} <= names
    assert not names & {"tensorflow", "tensorflow-cpu", "keras", "pytest", "mypy", "ruff"}


def test_the_error_pages_of_nginx_come_in_both_forms() -> None:
    names = {path.name for path in (SERVICE / "nginx" / "errors").iterdir()}

    assert names == {
        f"{kind}.{form}" for kind in ("413", "unavailable") for form in ("html", "json")
    }


@pytest.mark.parametrize(
    ("name", "error"),
    [("413.json", RequestEntityTooLarge()), ("unavailable.json", EngineError("away"))],
)
def test_nginx_and_the_application_report_a_failure_in_the_same_words(
    name: str, error: Exception
) -> None:
    body = json.loads((SERVICE / "nginx" / "errors" / name).read_text(encoding="utf-8"))

    assert body == {"error": describe(error).english}
