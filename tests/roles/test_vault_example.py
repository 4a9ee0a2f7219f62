"""The example of the encrypted file holds what the playbooks read from it, and no more."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import yaml

REPOSITORY = Path(__file__).parents[2]
FOLDER = REPOSITORY / "group_vars" / "all"
EXAMPLE = FOLDER / "vault.yml.example"
READERS = [
    path
    for folder in ("roles", "playbooks", "group_vars", "collections", "inventory")
    for path in (REPOSITORY / folder).rglob("*")
    if path.suffix in {".yml", ".j2", ".py"} and path.name != "vault.yml"
]


def test_every_secret_that_is_read_is_in_the_example_and_no_other() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in READERS)
    found = set(re.findall(r"\bvault_[a-z]\w*", text))

    assert found == set(yaml.safe_load(EXAMPLE.read_text()))


def test_ansible_does_not_take_the_example_for_variables() -> None:
    assert EXAMPLE.suffix not in {".yml", ".yaml", ".json", ""}


def test_git_leaves_the_encrypted_file_alone_and_keeps_the_example() -> None:
    def is_ignored(path: Path) -> bool:
        return (
            subprocess.run(["git", "check-ignore", "-q", str(path)], cwd=REPOSITORY).returncode == 0
        )

    assert is_ignored(FOLDER / "vault.yml")
    assert not is_ignored(EXAMPLE)


def test_the_inventory_reads_the_file_that_the_example_is_for() -> None:
    inventory = yaml.safe_load((REPOSITORY / "inventory/digitalocean.yml").read_text())

    assert "../group_vars/all/vault.yml" in inventory["variables_files"]
