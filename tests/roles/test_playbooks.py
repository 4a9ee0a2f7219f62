"""The chapters come in their order, and each runs alone."""

from pathlib import Path
from typing import Any

import pytest

from tests.roles.role_files import PLAYBOOKS, REPOSITORY, ROLE_NAMES, ROLES, name_of, read_yaml

Json = dict[str, Any]

CHAPTERS = [
    *("preflight", "droplet", "domain", "harden", "docker", "restore", "deploy", "certificate"),
    *("former_domain", "monitoring"),
]
NEEDS_A_DROPLET = [*CHAPTERS[2:], "backup"]


def imported(path: Path) -> list[str]:
    """Return the playbooks that a playbook imports, in their order."""
    keys = ("import_playbook", "ansible.builtin.import_playbook")
    return [entry[key] for entry in read_yaml(path) for key in keys if key in entry]


def plays(path: Path) -> list[Json]:
    return [play for play in read_yaml(path) if "hosts" in play]


def imported_roles(path: Path) -> list[Json]:
    """Return the parts of roles that the tasks of a playbook import."""
    key = "ansible.builtin.import_role"
    return [task[key] for play in plays(path) for task in play.get("tasks", []) if key in task]


ALL_PLAYS = [play for path in PLAYBOOKS for play in plays(path)]


def test_the_journey_has_its_chapters_in_their_order() -> None:
    imports = imported(REPOSITORY / "site.yml")

    assert imports == [f"playbooks/{chapter}.yml" for chapter in CHAPTERS]
    assert all((REPOSITORY / path).is_file() for path in imports)


@pytest.mark.parametrize("chapter", NEEDS_A_DROPLET)
def test_a_chapter_that_needs_a_droplet_looks_for_it_first(chapter: str) -> None:
    path = REPOSITORY / "playbooks" / f"{chapter}.yml"

    assert imported(path) == ["find.yml"]
    assert "hosts" not in read_yaml(path)[0]


@pytest.mark.parametrize("play", ALL_PLAYS, ids=lambda play: str(play["name"]))
def test_a_play_says_what_it_does_where_and_how_it_fails(play: Json) -> None:
    assert play["name"][0].isupper()
    assert not play["name"].endswith(".")
    assert play["any_errors_fatal"] is True
    assert "gather_facts" in play
    assert (play["hosts"] == "localhost") == (play.get("connection") == "local")


@pytest.mark.parametrize("path", PLAYBOOKS, ids=name_of)
def test_a_part_of_a_role_that_is_imported_is_there(path: Path) -> None:
    for part in imported_roles(path):
        assert (ROLES / part["name"] / "tasks" / part["tasks_from"]).is_file()


@pytest.mark.parametrize("path", PLAYBOOKS, ids=name_of)
def test_a_role_has_one_tag_and_it_is_the_name_of_a_role_of_that_playbook(path: Path) -> None:
    entries = [entry for play in plays(path) for entry in play.get("roles", [])]
    names = [entry["role"] for entry in entries]
    tags = [entry["tags"] for entry in entries]

    assert all(len(tag) == 1 and tag[0] in names for tag in tags)
    assert all((ROLES / name / "tasks" / "main.yml").is_file() for name in names)
    assert entries or imported_roles(path) or plays(path)[0]["tags"] == ["always"]


def test_every_role_is_used() -> None:
    used = {entry["role"] for play in ALL_PLAYS for entry in play.get("roles", [])}

    assert used == set(ROLE_NAMES)


def test_no_two_playbooks_share_a_tag() -> None:
    tags = [
        {tag for play in plays(path) for entry in play.get("roles", []) for tag in entry["tags"]}
        for path in PLAYBOOKS
    ]

    assert sum(map(len, tags)) == len(set().union(*tags))


def task_names(value: object) -> list[str]:
    """Return the names of tasks and blocks, at every depth."""
    if isinstance(value, list):
        return [name for inner in value for name in task_names(inner)]
    if not isinstance(value, dict):
        return []
    own = [str(value.get("name", ""))]
    parts = ("block", "rescue", "always", "tasks")
    return own + [name for part in parts for name in task_names(value.get(part, []))]


@pytest.mark.parametrize("path", sorted(ROLES.glob("*/tasks/*.yml")), ids=name_of)
def test_a_task_is_named_by_a_verb_with_a_capital(path: Path) -> None:
    names = task_names(read_yaml(path))

    assert names
    assert [name for name in names if not name[:1].isupper() or name.endswith(".")] == []
    assert [name for name in names if name.startswith("Ensure")] == []
