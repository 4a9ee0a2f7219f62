"""Several small files at once: what is written, what stays, and what is shown."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.traductor.host.plugins.modules import text_files

from tests.collection.simulated import argument_spec

Json = dict[str, Any]

ROOT = Path(__file__).parents[2]
AS_JSON = {
    "ANSIBLE_LOAD_CALLBACK_PLUGINS": "yes",
    "ANSIBLE_STDOUT_CALLBACK": "ansible.posix.json",
    # The second one instead of the table of chapters, which would follow the JSON.
    "ANSIBLE_CALLBACKS_ENABLED": "ansible.posix.json",
}


def run(*options: str, **given: object) -> Json:
    """Run the module on this machine, and return what it answers."""
    done = subprocess.run(
        [
            *("ansible", "localhost", "-e", f"ansible_python_interpreter={sys.executable}"),
            *("-m", "traductor.host.text_files", "-a", json.dumps({"mode": "0640", **given})),
            *options,
        ],
        cwd=ROOT,
        env={**os.environ, **AS_JSON},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout, done.stderr
    answer: Json = json.loads(done.stdout)["plays"][0]["tasks"][0]["hosts"]["localhost"]
    return answer


def wish(folder: Path, *, content: str = "one\n") -> Json:
    inner = folder / "settings"
    return {
        "folders": [str(folder), str(inner)],
        "files": [
            {"path": str(folder / ".env"), "content": content},
            {"path": str(inner / "reload"), "content": "", "kept": True},
        ],
    }


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_folders_and_files_are_written_with_their_modes_and_then_nothing_changes(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "release"
    first, second = run(**wish(folder)), run(**wish(folder))

    assert first["changed"]
    assert first["missing"] == [str(folder), str(folder / "settings")]
    assert (folder / ".env").read_text() == "one\n"
    assert (folder / "settings" / "reload").read_text() == ""
    assert [mode(path) for path in (folder, folder / ".env")] == [0o755, 0o640]
    assert not second["changed"]
    assert second["missing"] == []


def test_under_check_nothing_is_written_and_the_differences_are_told(tmp_path: Path) -> None:
    folder = tmp_path / "release"
    answer = run("--check", "--diff", **wish(folder))

    assert answer["changed"]
    assert answer["missing"] == [str(folder), str(folder / "settings")]
    assert [each["after"] for each in answer["diff"]] == ["one\n", ""]
    assert not folder.exists()


def test_another_content_and_another_mode_are_set_right(tmp_path: Path) -> None:
    run(**wish(tmp_path))
    (tmp_path / "settings").chmod(0o700)
    answer = run(**wish(tmp_path, content="two\n"))

    assert answer["changed"]
    assert [each["before"] for each in answer["diff"]] == ["one\n"]
    assert (tmp_path / ".env").read_text() == "two\n"
    assert mode(tmp_path / "settings") == 0o755
    assert sorted(path.name for path in tmp_path.iterdir()) == [".env", "settings"]


def test_a_mode_alone_is_a_change(tmp_path: Path) -> None:
    run(**wish(tmp_path))
    (tmp_path / ".env").chmod(0o644)

    assert run(**wish(tmp_path))["changed"]
    assert mode(tmp_path / ".env") == 0o640


def test_what_is_to_be_kept_keeps_its_content_and_its_time(tmp_path: Path) -> None:
    (tmp_path / "settings").mkdir()
    kept = tmp_path / "settings" / "reload"
    kept.write_text("touched\n")
    os.utime(kept, (1, 1))
    run(**wish(tmp_path))

    assert kept.read_text() == "touched\n"
    assert kept.stat().st_mtime == 1


def test_a_folder_in_the_place_of_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").mkdir()
    answer = run(**wish(tmp_path))

    assert answer["failed"]
    assert str(tmp_path / ".env") in answer["msg"]


@pytest.mark.parametrize(
    ("before", "kept", "differs"),
    [
        (None, False, True),
        (None, True, True),
        ("a\n", False, False),
        ("b\n", False, True),
        ("b\n", True, False),
        ("a\r\n", False, True),
    ],
)
def test_a_file_differs_where_its_content_does_and_it_is_not_kept(
    tmp_path: Path, before: str | None, kept: bool, differs: bool
) -> None:
    if before is not None:
        (tmp_path / "file").write_bytes(before.encode())

    assert (text_files.difference(tmp_path / "file", "a\n", kept=kept) is not None) is differs


def test_the_manual_lists_the_options_of_the_code() -> None:
    manual: Json = yaml.safe_load(text_files.DOCUMENTATION)["options"]
    spec = argument_spec(text_files)
    keys = ("type", "elements", "default", "required")

    def facts(options: Json) -> Json:
        return {
            name: {key: option[key] for key in keys if key in option}
            for name, option in options.items()
        }

    assert facts(manual) == facts(spec)
    assert facts(manual["files"]["suboptions"]) == facts(spec["files"]["options"])


def test_a_file_may_have_permissions_of_its_own(tmp_path: Path) -> None:
    given = wish(tmp_path / "release")
    given["files"][0]["mode"] = "0600"
    run(**given)

    assert mode(tmp_path / "release" / ".env") == 0o600
    assert mode(tmp_path / "release" / "settings" / "reload") == 0o640
