"""Ansible and the service meet in one file, and agree about every setting in it."""

import pytest

from tests.roles.role_files import REPOSITORY, ROLES, defaults, options

PREFIX = "TRANSLATOR_"


def settings(text: str) -> dict[str, str]:
    """Return the settings of a file of lines NAME=VALUE."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


# What Docker Compose reads of the file itself follows from a setting.
DERIVED = {"COMPOSE_PROFILES": "${TRANSLATOR_DEPLOYMENT}"}
CATALOGUE = settings((REPOSITORY / "service" / ".env.example").read_text())
TEMPLATE = settings((ROLES / "translator" / "templates" / "env.j2").read_text())
OF_THE_ROLE = sorted(
    key
    for key in CATALOGUE
    if key.lower() in options("translator") and key.lower() in defaults("translator")
)

# How a template writes what is no plain word or number.
EXPRESSIONS = {"bool": "'yes' if {} else 'no'", "list": "{} | join(' ')"}


def written(value: object) -> str:
    """Write a default of the role as the service reads it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(value) if isinstance(value, list) else str(value)


def test_the_catalogue_and_the_template_list_the_same_settings() -> None:
    assert CATALOGUE
    assert list(TEMPLATE) == list(CATALOGUE)
    assert all(key.startswith(PREFIX) for key in CATALOGUE if key not in DERIVED)


def test_what_compose_reads_follows_from_a_setting_in_both() -> None:
    assert DERIVED.items() <= CATALOGUE.items()
    assert DERIVED.items() <= TEMPLATE.items()


@pytest.mark.parametrize("key", OF_THE_ROLE)
def test_a_default_is_the_same_with_and_without_ansible(key: str) -> None:
    assert written(defaults("translator")[key.lower()]) == CATALOGUE[key]


@pytest.mark.parametrize("key", OF_THE_ROLE)
def test_a_setting_keeps_its_name_at_every_hop(key: str) -> None:
    kind = options("translator")[key.lower()]["type"]

    assert TEMPLATE[key] == "{{ " + EXPRESSIONS.get(kind, "{}").format(key.lower()) + " }}"


def test_only_the_names_of_site_and_release_come_from_elsewhere() -> None:
    assert set(CATALOGUE) - set(OF_THE_ROLE) - set(DERIVED) == {
        "TRANSLATOR_SERVER_NAME",
        "TRANSLATOR_RELEASES",
        "TRANSLATOR_RELEASE",
        "TRANSLATOR_SETTINGS_DIRECTORY",
        "TRANSLATOR_VERSION",
        "TRANSLATOR_IMAGE",
    }
