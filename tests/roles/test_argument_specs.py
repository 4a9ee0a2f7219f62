"""A role's contract, its defaults and its names agree."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.roles.role_files import (
    ROLE_NAMES,
    ROLES,
    defaults,
    internals,
    is_template,
    options,
    read_yaml,
)

EACH_ROLE = pytest.mark.parametrize("role", ROLE_NAMES)
EXPRESSION = re.compile(r"\{[{%](.*?)[%}]\}", re.DOTALL)
CONDITIONS = ("when", "that", "until", "failed_when", "changed_when")


def test_there_are_roles() -> None:
    assert len(ROLE_NAMES) >= 8


@EACH_ROLE
def test_a_role_has_a_contract_with_everything_described(role: str) -> None:
    main = read_yaml(ROLES / role / "meta" / "argument_specs.yml")["argument_specs"]["main"]

    assert main["short_description"]
    assert main["description"]
    undescribed = [name for name, option in options(role).items() if not option.get("description")]
    assert undescribed == []


@EACH_ROLE
def test_every_option_has_a_type_and_is_required_or_has_a_default(role: str) -> None:
    for name, option in options(role).items():
        assert option["type"], name
        assert ("elements" in option) == (option["type"] == "list"), name
        assert option.get("required", False) != (name in defaults(role)), name


@EACH_ROLE
def test_contract_and_defaults_are_the_same(role: str) -> None:
    declared = {
        name: option["default"] for name, option in options(role).items() if "default" in option
    }
    literal = {name: value for name, value in defaults(role).items() if not is_template(value)}

    assert literal == declared
    assert set(defaults(role)) <= set(options(role))


@EACH_ROLE
def test_names_bear_the_roles_prefix(role: str) -> None:
    interface = {*options(role), *defaults(role)}

    assert [name for name in interface if not name.startswith(f"{role}_")] == []
    assert [name for name in internals(role) if not name.startswith(f"__{role}_")] == []


def expressions(value: object, *, bare: bool = False) -> Iterator[str]:
    """Yield the template expressions of a task file; conditions are expressions without braces."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from expressions(inner, bare=key in CONDITIONS)
    elif isinstance(value, list):
        for inner in value:
            yield from expressions(inner, bare=bare)
    elif isinstance(value, str):
        yield from [value] if bare else EXPRESSION.findall(value)


def role_expressions(role: str) -> Iterator[str]:
    for path in sorted((ROLES / role).rglob("*")):
        if path.suffix == ".yml" and "meta" not in path.parts:
            yield from expressions(read_yaml(path))
        if path.suffix == ".j2":
            yield from EXPRESSION.findall(path.read_text())


def words(role: str) -> set[str]:
    without_texts = [re.sub(r"'[^']*'", "", text) for text in role_expressions(role)]
    return {word for text in without_texts for word in re.findall(r"\w+", text)}


@EACH_ROLE
def test_a_role_reads_no_variable_of_another_role(role: str) -> None:
    foreign = {name for other in ROLE_NAMES if other != role for name in options(other)}

    assert words(role) & foreign == set()


@EACH_ROLE
def test_every_option_of_a_role_is_used_by_it(role: str) -> None:
    unused = set(options(role)) - words(role)

    assert unused == set()


def registered(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("register"), str):
            yield value["register"]
        for key, inner in value.items():
            if key.endswith("set_fact"):
                yield from inner
            yield from registered(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from registered(inner)


@EACH_ROLE
def test_what_a_role_remembers_bears_its_prefix(role: str) -> None:
    names = [
        name
        for path in sorted((ROLES / role / "tasks").glob("*.yml"))
        for name in registered(yaml.safe_load(path.read_text()))
    ]

    assert [name for name in names if not re.match(rf"(__)?{role}(_|$)", name)] == []


def test_no_role_has_an_empty_file() -> None:
    files = [path for path in ROLES.rglob("*") if path.is_file() and path.suffix != ".pyc"]

    assert [path for path in files if not path.read_text().strip()] == []
    assert Path(ROLES / "README.md") not in files, "ansible-doc prints the contract"
