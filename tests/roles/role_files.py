"""Read the project's YAML files, as plain data."""

from pathlib import Path
from typing import Any

import yaml

Json = dict[str, Any]

REPOSITORY = Path(__file__).parents[2]
ROLES = REPOSITORY / "roles"
ROLE_NAMES = sorted(path.name for path in ROLES.iterdir() if path.is_dir())
TEMPLATE_PATHS = sorted(ROLES.glob("*/templates/*.j2"))
PLAYBOOKS = sorted((REPOSITORY / "playbooks").glob("*.yml"))
GROUP_VARS = sorted((REPOSITORY / "group_vars").rglob("*.yml"))


def read_yaml(path: Path) -> Any:
    """Return a YAML file's content, or None if there is no such file."""
    return yaml.safe_load(path.read_text()) if path.exists() else None


def options(role: str) -> Json:
    """Return the options that a role declares."""
    specs = read_yaml(ROLES / role / "meta" / "argument_specs.yml")
    declared: Json = specs["argument_specs"]["main"]["options"]
    return declared


def defaults(role: str) -> Json:
    """Return a role's defaults."""
    return read_yaml(ROLES / role / "defaults" / "main.yml") or {}


def internals(role: str) -> Json:
    """Return a role's own variables."""
    return read_yaml(ROLES / role / "vars" / "main.yml") or {}


def is_template(value: object) -> bool:
    """Tell whether a value is worked out by Ansible."""
    return isinstance(value, str) and "{{" in value


def name_of(path: Path) -> str:
    """Name a file in a test's title."""
    return str(path.relative_to(REPOSITORY))
