"""What is set is declared somewhere; what is misspelt is found here."""

from pathlib import Path

import pytest

from tests.roles.role_files import GROUP_VARS, REPOSITORY, ROLE_NAMES, name_of, options, read_yaml

# Files that feed no role, and the prefix of what they may set.
PREFIXES = {"project": "project_", "connection": "ansible_"}
LINK = REPOSITORY / "inventory" / "group_vars"
WIRES = [path for path in GROUP_VARS if path.stem not in PREFIXES]


def test_there_are_group_variables() -> None:
    assert len(GROUP_VARS) >= 10


def test_the_inventory_sees_the_group_variables_too() -> None:
    # Plays imported from playbooks/ read those beside the inventory only.
    assert LINK.is_symlink()
    assert str(LINK.readlink()) == "../group_vars"
    assert LINK.resolve() == REPOSITORY / "group_vars"


@pytest.mark.parametrize("path", GROUP_VARS, ids=name_of)
def test_a_file_is_named_after_what_it_feeds(path: Path) -> None:
    assert path.stem in {*ROLE_NAMES, *PREFIXES}
    assert path.parent.name in {"all", "translator"}


@pytest.mark.parametrize("path", WIRES, ids=name_of)
def test_a_file_sets_only_what_its_role_declares(path: Path) -> None:
    assert set(read_yaml(path)) - set(options(path.stem)) == set()


@pytest.mark.parametrize("name", sorted(PREFIXES))
def test_other_files_keep_to_their_prefix(name: str) -> None:
    (path,) = [path for path in GROUP_VARS if path.stem == name]

    assert [key for key in read_yaml(path) if not key.startswith(PREFIXES[name])] == []


@pytest.mark.parametrize("role", ROLE_NAMES)
def test_every_required_option_is_wired(role: str) -> None:
    required = {name for name, option in options(role).items() if option.get("required")}
    wired = {name for path in WIRES if path.stem == role for name in read_yaml(path)}

    assert required - wired == set()


def test_the_inventory_reads_plain_values() -> None:
    project = read_yaml(REPOSITORY / "group_vars" / "all" / "project.yml")

    assert project["project_domain"] == "", "the one value that has to be filled in"
    assert "{{" not in project["project_tag"]
