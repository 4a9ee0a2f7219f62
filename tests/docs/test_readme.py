"""The README names what is there."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
MADE_BY_THE_READER = {"group_vars/all/vault.yml"}

PATHS = sorted(
    set(re.findall(r"\b(?:playbooks|group_vars|service|docs)/[\w./-]*\w", README))
    - MADE_BY_THE_READER
)
TARGETS = sorted(set(re.findall(r"(?m)(?:^|`)make (?:-s )?([a-z][a-z-]*)", README)))
ROLES = sorted(path.name for path in (REPOSITORY / "roles").iterdir())


def test_the_readme_names_paths_and_targets() -> None:
    assert len(PATHS) > 5
    assert {"demo", "demo-stop", "test", "check", "translate"} <= set(TARGETS)


@pytest.mark.parametrize("path", PATHS)
def test_every_path_of_the_readme_exists(path: str) -> None:
    assert (REPOSITORY / path).exists()


@pytest.mark.parametrize("target", TARGETS)
def test_every_make_target_of_the_readme_can_be_made(target: str) -> None:
    done = subprocess.run(
        ["make", "--dry-run", "--always-make", target],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("role", ROLES)
def test_every_role_is_in_the_layout(role: str) -> None:
    assert re.search(rf"\b{role}\b", README)


def test_the_readme_has_no_gaps() -> None:
    assert "@@" not in README


def test_the_readme_can_be_read_in_one_go() -> None:
    assert 120 <= len(README.splitlines()) <= 200
