"""A folder or a file is the old one or the new one, whatever goes wrong."""

from pathlib import Path

import pytest
from transformer.files import replace_folder, write_text


def folder(path: Path) -> Path:
    """Make a folder that says what it is called."""
    path.mkdir(parents=True)
    (path / "name").write_text(path.name)
    return path


def test_a_new_folder_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    place = folder(tmp_path / "served")

    replace_folder(place, new=folder(tmp_path / "new"))

    assert (place / "name").read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["served"]


def test_the_old_folder_comes_back_when_the_new_one_does_not(tmp_path: Path) -> None:
    place = folder(tmp_path / "served")

    with pytest.raises(FileNotFoundError):
        replace_folder(place, new=tmp_path / "missing")

    assert (place / "name").read_text() == "served"


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    write_text(tmp_path / "file", "one")
    write_text(tmp_path / "file", "two")

    assert (tmp_path / "file").read_text() == "two"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
