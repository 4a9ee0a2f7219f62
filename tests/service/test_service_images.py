"""The images hold what they need, pinned, and nothing else."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from benchmark.serving.variables import variables
from translator.errors import BusyError, EngineError
from translator.settings import Settings
from translator.web.failures import describe
from werkzeug.exceptions import RequestEntityTooLarge

ROOT = Path(__file__).parents[2]
PACKAGES = {"ctranslate2": "ctranslate2", "tensorflow": "tensorflow-cpu"}
ENGINES = sorted(PACKAGES)
NGINX_MEGABYTES = 40  # what it takes itself, buffers of 128 requests included
SERVICE = ROOT / "service"
DOCKERFILES = sorted(SERVICE.glob("*/Dockerfile"))
PACKAGE = SERVICE / "translator"
REQUIREMENTS = sorted(PACKAGE.glob("requirements*.in"))
HASHED = re.compile(r"^(\S+==\S+)((?: \\\n    --hash=sha256:[0-9a-f]{64})+)$", re.MULTILINE)


def pins(path: Path) -> dict[str, str]:
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][A-Za-z0-9.]*", line) for line in lines), lines
    return dict(line.split("==") for line in lines)


def compose() -> dict[str, Any]:
    """Read the compose file as it is with the settings of the catalogue."""
    settings = variables()
    text = (SERVICE / "compose.yaml").read_text()
    found: dict[str, Any] = yaml.safe_load(
        re.sub(r"\$\{([A-Z_]+)[^}]*\}", lambda match: settings[match[1]], text)
    )
    return found


def test_nginx_is_taken_as_it_comes_and_the_translator_is_built() -> None:
    services = compose()["services"]

    assert [path.parent.name for path in DOCKERFILES] == ["translator"]
    assert "build" in services["translator"]
    assert services["nginx"]["image"] == "nginx:stable"
    assert services["nginx"]["user"] == "nginx"
    assert services["nginx"]["healthcheck"]["test"][0] == "CMD"


def test_the_image_drops_root_and_checks_its_health() -> None:
    (path,) = DOCKERFILES
    words = [line.split()[0] for line in path.read_text().splitlines() if line[:1].isalpha()]

    assert "HEALTHCHECK" in words
    assert "USER" in words
    assert "RUN" not in words[words.index("USER") :]


@pytest.mark.parametrize("engine", ENGINES)
def test_every_requirement_is_pinned_and_each_engine_brings_its_own(engine: str) -> None:
    shared = {name.lower() for name in pins(PACKAGE / "requirements.in")}
    own = {name.lower() for name in pins(PACKAGE / f"requirements-{engine}.in")}

    assert {"flask", "sentencepiece", "pyuwsgi", "gunicorn"} <= shared
    assert not shared & {"tensorflow-cpu", "ctranslate2", "keras", "pytest", "mypy", "ruff"}
    assert own & {"tensorflow-cpu", "ctranslate2"} == {PACKAGES[engine]}
    assert not shared & own


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.stem)
def test_what_is_installed_is_what_is_pinned_and_carries_hashes(path: Path) -> None:
    text = path.with_suffix(".txt").read_text()
    hashed = {pin for pin, _ in HASHED.findall(text)}

    written = {f"{name}=={version}" for name, version in pins(path).items()}
    assert hashed == {re.sub("[_.](?=.*==)", "-", pin).lower() for pin in written}
    assert HASHED.sub("", re.sub("^#.*", "", text, flags=re.MULTILINE)).strip() == ""


def test_the_image_installs_nothing_without_its_hash() -> None:
    assert "--require-hashes" in (PACKAGE / "Dockerfile").read_text()


def test_each_engine_has_its_model_in_the_image() -> None:
    dockerfile = (SERVICE / "translator" / "Dockerfile").read_text()

    assert sorted(re.findall(r"AS model-(\w+)", dockerfile)) == sorted(ENGINES)
    assert f"ARG TRANSLATOR_ENGINE={Settings.engine}" in dockerfile


def test_all_that_a_dockerfile_copies_reaches_the_engine() -> None:
    ignored = (SERVICE / ".dockerignore").read_text().splitlines()
    sources = {
        source.partition("/")[0]
        for path in DOCKERFILES
        for line in path.read_text().splitlines()
        if line.startswith("COPY ") and "--from" not in line
        for source in line.split()[1:-1]
    }

    assert sources
    assert {f"!{source}" for source in sources} <= set(ignored)


def test_compose_reads_no_variable_that_is_no_setting() -> None:
    named = re.findall(r"\$\{([A-Z_]+)", (SERVICE / "compose.yaml").read_text())

    assert named
    assert set(named) <= set(variables())


@pytest.mark.parametrize("deployment", ["compose", "standalone"])
def test_the_containers_of_a_deployment_fit_into_a_small_machine(deployment: str) -> None:
    limits = [
        int(service["deploy"]["resources"]["limits"]["memory"].removesuffix("m"))
        for service in compose()["services"].values()
        if service["profiles"] == [deployment]
    ]

    assert 0 < sum(limits) <= 1_000


def test_nginx_keeps_bodies_in_memory_that_it_is_allowed() -> None:
    nginx = compose()["services"]["nginx"]
    room = int(nginx["tmpfs"][0].removeprefix("/tmp:size=").removesuffix("m"))  # noqa: S108 its
    memory = int(nginx["deploy"]["resources"]["limits"]["memory"].removesuffix("m"))
    uploads = re.findall(r"limit_conn large (\d+);", (SERVICE / "nginx" / "pass.conf").read_text())

    assert room >= int(uploads[0]) * Settings.max_file_megabytes
    assert memory >= room + NGINX_MEGABYTES


def test_the_error_pages_of_nginx_come_in_both_forms() -> None:
    names = {path.name for path in (SERVICE / "nginx" / "errors").iterdir()}
    named = re.findall(r"/errors/(\w+)\.", (SERVICE / "nginx" / "site.conf").read_text())

    assert names == {f"{kind}.{form}" for kind in named for form in ("html", "json")}


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("413.json", RequestEntityTooLarge()),
        ("busy.json", BusyError()),
        ("unavailable.json", EngineError("away")),
    ],
)
def test_nginx_and_the_application_report_a_failure_in_the_same_words(
    name: str, error: Exception
) -> None:
    body = json.loads((SERVICE / "nginx" / "errors" / name).read_text(encoding="utf-8"))

    assert body == {"error": describe(error).english}
