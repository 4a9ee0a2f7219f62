"""How large the image is, or what goes into it where there is no Docker."""

import importlib.metadata
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from benchmark.serving.variables import SERVICE

# As compose.yaml names it.
NAMES = "traductor-translator:*-ctranslate2"
BYTES_IN_A_MEGABYTE = 1_000_000
# What goes into the image besides the packages.
FOLDERS = ("translator", "model", "settings")


@dataclass(frozen=True)
class Size:
    """Some megabytes, and of what."""

    megabytes: float
    of: str


def size() -> Size:
    """Measure the newest image with the default engine; without one, what goes into it."""
    found = _newest_image()
    if found is None:
        return Size(_installed_megabytes(), "packages, model and code; without the base image")
    name, size_bytes = found
    return Size(size_bytes / BYTES_IN_A_MEGABYTE, f"the image {name}")


def _newest_image() -> tuple[str, int] | None:
    """Return the name and the bytes of the image that was built last, if an engine has one."""
    if shutil.which("docker") is None:
        return None
    names = _docker(
        "images", "--filter", f"reference={NAMES}", "--format", "{{.Repository}}:{{.Tag}}"
    )
    if not names:
        return None
    name = names.splitlines()[0]
    return name, int(_docker("image", "inspect", "--format", "{{.Size}}", name))


def _docker(*arguments: str) -> str:
    done = subprocess.run(["docker", *arguments], capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def _installed_megabytes() -> float:
    files = [path for name in FOLDERS for path in (SERVICE / name).rglob("*")]
    for requirements in ("requirements.in", "requirements-ctranslate2.in"):
        for line in (SERVICE / "translator" / requirements).read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                files += _files_of(line.partition("==")[0])
    kept = (path for path in files if path.is_file() and "__pycache__" not in path.parts)
    return sum(path.stat().st_size for path in kept) / BYTES_IN_A_MEGABYTE


def _files_of(package: str) -> list[Path]:
    """List the files of an installed package."""
    return [Path(str(file.locate())) for file in importlib.metadata.files(package) or []]
