"""The role `monitoring` lays out what lies in service/monitoring, with the name of the site."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from tests.roles.role_files import REPOSITORY, defaults, internals
from tests.roles.test_templates import render, template

Json = dict[str, Any]

FOLDER = REPOSITORY / "service" / "monitoring"
EXAMPLE = "translate.example.com"


def rendered(name: str, *, issuer: str = "production") -> Any:
    wishes: Json = {
        "monitoring_server_name": EXAMPLE,
        "monitoring_certificate_issuer": issuer,
    }
    return yaml.safe_load(render(template(name), **wishes))


def test_every_file_is_copied_or_rendered() -> None:
    there = {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file()}
    copied = set(internals("monitoring")["__monitoring_files"])
    made = set(internals("monitoring")["__monitoring_templates"].values())

    assert copied | made == there
    assert copied & made == set()


def test_every_file_has_its_folder() -> None:
    folders = {str((FOLDER / name).parent.relative_to(FOLDER)) for name in files()}

    assert folders - {"."} == set(internals("monitoring")["__monitoring_folders"])


def files() -> list[str]:
    found = internals("monitoring")
    return [*found["__monitoring_files"], *found["__monitoring_templates"].values()]


@pytest.mark.parametrize("name", ["visitor.yaml.j2", "site.yaml.j2"])
def test_the_examples_are_what_is_rendered_for_the_example_s_name(name: str) -> None:
    file = FOLDER / internals("monitoring")["__monitoring_templates"][name]

    assert rendered(name) == yaml.safe_load(file.read_text())


@pytest.mark.parametrize(
    ("issuer", "address", "unchecked"),
    [
        ("production", "https://nginx:8443/health", False),
        ("staging", "https://nginx:8443/health", True),
        ("own", "https://nginx:8443/health", True),
        ("none", "http://nginx:8080/health", None),
    ],
)
def test_the_site_is_asked_as_it_is_served(
    issuer: str, address: str, unchecked: bool | None
) -> None:
    (target,) = rendered("site.yaml.j2", issuer=issuer)
    http: Json = rendered("visitor.yaml.j2", issuer=issuer)["modules"]["site"]["http"]

    assert target == {"targets": [address]}
    assert http["headers"] == {"Host": EXAMPLE}
    assert http.get("tls_config", {}).get("insecure_skip_verify") is unchecked


def test_the_settings_are_those_of_the_compose_file() -> None:
    compose = (FOLDER / "compose.yaml").read_text()
    lines = render(template("monitoring.env.j2")).splitlines()
    names = [line.partition("=")[0] for line in lines if "=" in line]

    assert len(names) == 3
    assert all(f"${{{name}:-" in compose for name in names)
    assert f"MONITORING_PORT={defaults('monitoring')['monitoring_port']}" in lines


def test_a_changed_file_makes_the_containers_anew() -> None:
    other = {"results": [{"checksum": "c"}]}
    one = render(template("monitoring.env.j2"))

    assert render(template("monitoring.env.j2"), __monitoring_copied=other) != one
    assert render(template("monitoring.env.j2")) == one


def test_it_is_off_unless_it_is_wanted() -> None:
    wired = yaml.safe_load((REPOSITORY / "group_vars/all/monitoring.yml").read_text())

    assert wired["monitoring_enabled"] is False
    assert defaults("monitoring")["monitoring_enabled"] is False
