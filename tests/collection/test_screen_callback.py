"""The playbooks that only look show their words alone; all others are shown as ever."""

from __future__ import annotations

import configparser
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLAYBOOK = """
- name: Look around
  hosts: localhost
  connection: local
  gather_facts: false
  any_errors_fatal: true
  tasks:
    - name: Do something
      ansible.builtin.command: echo what nobody wants to see
      changed_when: true
    - name: Say it
      ansible.builtin.debug:
        msg: [one, two]
    - name: Pass over
      ansible.builtin.debug:
        msg: never
      when: false
    - name: Fail where it is wanted
      ansible.builtin.fail:
        msg: it is wanted
      when: fails | default(false) | bool
"""


def play(folder: Path, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    (folder / name).write_text(PLAYBOOK)
    return subprocess.run(
        ["ansible-playbook", "-i", "/dev/null", str(folder / name), *arguments],
        cwd=ROOT,
        env={**os.environ, "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"), "ANSIBLE_NOCOLOR": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_only_words_are_shown(tmp_path: Path) -> None:
    done = play(tmp_path, "status.yml")

    assert done.stdout == "one\ntwo\n"
    assert done.stderr == ""
    assert done.returncode == 0


def test_why_it_failed_is_shown_beside_the_words(tmp_path: Path) -> None:
    done = play(tmp_path, "status.yml", "-e", "fails=true")

    assert done.stdout == "one\ntwo\n"
    assert done.stderr == "it is wanted\n"
    assert done.returncode != 0


@pytest.mark.parametrize(("name", "arguments"), [("other.yml", []), ("status.yml", ["-v"])])
def test_everything_is_shown_otherwise(tmp_path: Path, name: str, arguments: list[str]) -> None:
    done = play(tmp_path, name, *arguments)

    for words in ("PLAY [Look around]", "TASK [Do something]", "skipping:", "PLAY RECAP"):
        assert words in done.stdout


def test_the_bare_playbooks_are_there() -> None:
    settings = configparser.ConfigParser()
    settings.read(ROOT / "ansible.cfg")
    names = settings["callback_screen"]["bare_playbooks"].split(", ")

    assert names == ["status.yml", "logs.yml"]
    assert all((ROOT / "playbooks" / name).is_file() for name in names)
