"""Put files and folders in their place whole: a kill leaves the old or the new, never half."""

import shutil
from pathlib import Path


def write_text(path: Path, text: str) -> None:
    """Write beside and rename."""
    beside = path.with_name(f".{path.name}.part")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def replace_folder(place: Path, *, new: Path) -> None:
    """Put a folder in the place of another, which comes back if that fails.

    Args:
        place: Where to, whether something is there or not.
        new: A folder on the same file system.
    """
    old = place.with_name(f".{place.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        place.rename(old)
    try:
        new.rename(place)
    except OSError:
        if old.exists():
            old.rename(place)
        raise
    shutil.rmtree(old, ignore_errors=True)
