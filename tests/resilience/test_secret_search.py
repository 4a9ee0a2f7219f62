"""The search for secrets on this machine finds them; the one on a droplet is tried on a droplet."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from tests.resilience.secret_search import files_with, watching

SECRET = "dop_v1_0123456789abcdef"
IDLE = "import time; time.sleep(0.5)"


def test_a_file_that_holds_the_secret_is_found_if_it_is_new(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "file").write_text(f"token: {SECRET}\n")
    (tmp_path / "other").write_text("nothing")

    assert files_with(SECRET, [tmp_path], since=time.time() - 60) == [tmp_path / "folder" / "file"]
    assert files_with(SECRET, [tmp_path], since=time.time() + 60) == []


def test_a_command_line_that_holds_the_secret_is_seen(tmp_path: Path) -> None:
    with watching(SECRET, tmp_path) as seen:
        subprocess.run([sys.executable, "-c", IDLE, SECRET], check=True)

    assert len(seen) == 1
    assert all(place.startswith("/proc/") and SECRET not in place for place in seen)


def test_a_file_that_holds_the_secret_for_a_moment_is_seen(tmp_path: Path) -> None:
    with watching(SECRET, tmp_path) as seen:
        (tmp_path / "file").write_text(SECRET)
        time.sleep(0.5)
        (tmp_path / "file").unlink()

    assert [place.partition(":")[0] for place in seen] == [str(tmp_path / "file")]


def test_where_there_is_no_secret_nothing_is_seen(tmp_path: Path) -> None:
    with watching(SECRET, tmp_path) as seen:
        subprocess.run([sys.executable, "-c", IDLE], check=True)

    assert seen == set()
