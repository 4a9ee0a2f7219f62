"""The page for who comes from an article names what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
PAGE = (REPOSITORY / "docs/from-the-articles.md").read_text(encoding="utf-8")
NAMES = sorted(
    set(re.findall(r"`((?:playbooks|group_vars|service|roles|docs)/[\w./@-]*\w)`", PAGE))
    - {"service/.env"}
)


def test_it_names_files() -> None:
    assert len(NAMES) > 20


@pytest.mark.parametrize("name", NAMES)
def test_what_it_names_is_there(name: str) -> None:
    assert (REPOSITORY / name).exists()


def test_every_article_has_its_table() -> None:
    sections = PAGE.split("\n## ")[1:]

    assert len(sections) == 5
    assert all("| by hand | here |" in section for section in sections)
    assert all("\n- **" in section for section in sections)
