"""Find the model that was shipped before the present one, in git's history."""

import io
import subprocess
import zipfile
from pathlib import Path

WEIGHTS = "model.bin"


def extract_model_before(present: Path, shipped: Path, into: Path) -> Path | None:
    """Write the last committed version whose weights differ from the present ones.

    Args:
        present: The folder of the model that is to be compared.
        shipped: The folder in a git working tree that holds what is shipped.
        into: An existing folder.

    Returns:
        Where the earlier model lies now; None where there is no git, or no earlier model.
    """
    weights = _git(shipped, "hash-object", str((present / WEIGHTS).resolve()))
    for commit in (_git(shipped, "log", "--format=%H", "--", WEIGHTS) or b"").decode().split():
        committed = _git(shipped, "rev-parse", "--quiet", "--verify", f"{commit}:./{WEIGHTS}")
        if committed not in (None, weights):
            return _extract(shipped, commit, into)
    return None


def _extract(folder: Path, commit: str, into: Path) -> Path:
    packed = _git(folder, "archive", "--format=zip", commit, ".") or b""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        archive.extractall(into)
    return into


def _git(folder: Path, *arguments: str) -> bytes | None:
    """Return what git prints; None where it cannot answer."""
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments], capture_output=True, check=False
        )
    except FileNotFoundError:
        return None
    return None if done.returncode else done.stdout
