"""Every command of docs/docker.md runs, in the order of the page."""

from __future__ import annotations

import re

from tests.journey.finished_site import REPOSITORY
from tests.standalone.docker_host import BUILD, DockerHost

PAGE = (REPOSITORY / "docs" / "docker.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"(?ms)^```\n(.+?)^```$", PAGE)
# What a first hour with Docker teaches.
BASICS = ("build", "run", "ps", "logs", "stop", "rm")
BASICS_OF_COMPOSE = ("config", "up", "ps", "logs", "run", "down")


def test_the_page_shows_the_basics_and_the_image_that_is_tested() -> None:
    commands = "\n".join(BLOCKS)

    assert BUILD in commands
    assert all(f"docker {command} " in commands for command in BASICS)
    assert all(f"docker compose {command}" in commands for command in BASICS_OF_COMPOSE)


def test_every_command_of_the_page_runs_and_leaves_nothing(host: DockerHost) -> None:
    printed = [host.do(block) for block in BLOCKS]
    left = host.do("docker ps --all --quiet; docker images --quiet 'traductor*'; ls -A")

    translations = [text for text in printed if "Buenos días." in text]
    assert len(translations) == sum("Good morning" in block for block in BLOCKS)
    assert [line for line in left.splitlines() if re.fullmatch(r"[0-9a-f]{12}|\.env", line)] == []
