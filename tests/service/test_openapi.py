"""The description of the JSON interface says what the code does, and nothing else."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_schema_validator import OAS31Validator
from translator.directions import Directions
from translator.engine import Engine
from translator.settings import Settings
from translator.web import query
from translator.web.app import create_app
from translator.web.failures import FOR_PEOPLE

from tests.service.conftest import ShoutingDecoder
from tests.service.serving import served

CONFIG = str(Path(__file__).parent / "schemathesis.toml")
EXAMPLES = 25
SEED = 1


def described(directions: Directions, **settings: Any) -> dict[str, Any]:
    app = create_app(Settings(server_name="_", **settings), directions)
    found = app.test_client().get("/openapi.json").json
    assert isinstance(found, dict)
    return found


def both() -> Directions:
    return Directions([Engine(ShoutingDecoder()), Engine(ShoutingDecoder("es", "en"))])


def validator(document: dict[str, Any], name: str) -> OAS31Validator:
    return OAS31Validator({"$ref": f"#/components/schemas/{name}", **document})


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        yield from ([part["$ref"]] if "$ref" in part else [])
        part = list(part.values())
    for each in part if isinstance(part, list) else ():
        yield from references(each)


def test_every_path_and_method_is_described_and_nothing_else(
    app: Flask, directions: Directions
) -> None:
    served_ones = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if FOR_PEOPLE.isdisjoint(rule.endpoint.split("."))
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    paths = described(directions)["paths"]

    assert served_ones == {(path, method) for path in paths for method in paths[path]}


def test_the_limits_are_those_of_the_settings(directions: Directions) -> None:
    document = described(directions, max_characters=1_234, requests_per_minute=77)

    schemas = document["components"]["schemas"]
    for name in ("TranslateForm", "StreamRequest", "DetectForm"):
        assert schemas[name]["properties"]["q"]["maxLength"] == 1_234
    for name in ("TranslateRequest", "DetectRequest"):
        text, texts = schemas[name]["properties"]["q"]["anyOf"]
        assert text["maxLength"] == texts["items"]["maxLength"] == 1_234
        assert texts["maxItems"] == query.MAX_TEXTS
    assert "77 a minute" in document["components"]["responses"]["TooManyRequests"]["description"]


@pytest.mark.parametrize(
    ("required", "security"), [("no", [{}, {"key": []}]), ("yes", [{"key": []}])]
)
def test_the_description_says_whether_a_key_is_needed(
    directions: Directions, required: str, security: list[Any]
) -> None:
    assert described(directions, api_key_required=required)["security"] == security


@pytest.mark.parametrize(
    ("source", "target", "is_served"),
    [
        ("en", "es", True),
        ("es", "en", True),
        ("auto", "es", True),
        ("auto", "en", True),
        ("en", "en", False),
        ("fr", "es", False),
        ("en", "auto", False),
    ],
)
def test_the_description_and_the_code_agree_about_the_directions(
    source: str, target: str, is_served: bool
) -> None:
    body = {"q": "Hi.", "source": source, "target": target}
    client = create_app(Settings(server_name="_"), both()).test_client()

    assert validator(described(both()), "TranslateRequest").is_valid(body) == is_served
    assert (client.post("/translate", json=body).status_code == 200) == is_served


@pytest.mark.parametrize("directions", [both(), Directions([Engine(ShoutingDecoder())])])
def test_every_schema_is_one_and_every_reference_leads_somewhere(directions: Directions) -> None:
    document = described(directions)

    assert document["openapi"].startswith("3.1")
    for schema in document["components"]["schemas"].values():
        OAS31Validator.check_schema(schema)
    found = set(references(document))
    assert found
    for reference in found:
        part = document
        for step in reference.removeprefix("#/").split("/"):
            part = part[step]


def test_the_description_is_the_same_under_libretranslates_name_for_it(
    client: FlaskClient,
) -> None:
    assert client.get("/spec").json == client.get("/openapi.json").json


@pytest.mark.parametrize("directions", [Directions([Engine(ShoutingDecoder())]), both()])
def test_schemathesis_finds_nothing(directions: Directions, tmp_path: Path) -> None:
    app = create_app(Settings(server_name="_", requests_per_minute=0), directions)
    with served(app) as address:
        command = [sys.executable, "-m", "schemathesis.cli", "--config-file", CONFIG, "run"]
        options = ["--checks", "all", "--max-examples", str(EXAMPLES), "--seed", str(SEED)]
        result = subprocess.run(
            [*command, f"{address}/openapi.json", *options, "--no-color"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    assert result.returncode == 0, result.stdout[-8_000:] + result.stderr
    # All but the one that serves the description itself.
    assert f"Tested: {len(described(directions)['paths']) - 1}\n" in result.stdout
