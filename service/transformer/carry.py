"""Carry a run to another machine and back: ``python -m transformer.carry pack`` and ``unpack``.

A run is written as files of limited size, with their checksums; what is unpacked is bit for bit
what was packed, and training goes on from it. ``--weights-only`` packs the mean of the last
weights instead, in half the bits: enough for exporting, or for ``train --from-run``.
"""

import argparse
import hashlib
import io
import json
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import numpy as np

from transformer import paths
from transformer.command import run
from transformer.errors import CarryError
from transformer.files import replace_folder
from transformer.pairs.manifest import VOCABULARY_FILE
from transformer.training.checkpoints import STATE, average_weights, weight_files
from transformer.training.curves import LOG
from transformer.training.runs import CHECKPOINTS_AVERAGED, COMMANDS, FIRST_WEIGHTS, RUN_FILE

PARTS = "parts.json"
MEBIBYTE = 1 << 20


def main() -> None:
    """Read the arguments and pack or unpack."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("action", choices=("pack", "unpack"))
    parser.add_argument("--run", required=True, help="the folder's name in .cache/runs")
    parser.add_argument("--folder", type=Path, required=True, help="where the files lie")
    parser.add_argument("--part-mebibytes", type=int, default=15, help="the largest file")
    parser.add_argument("--weights-only", action="store_true", help="not what resuming needs")
    options = parser.parse_args()
    folder = paths.RUNS / options.run
    if options.action == "pack":
        size = options.part_mebibytes * MEBIBYTE
        names = pack(folder, options.folder, part_bytes=size, weights_only=options.weights_only)
        print(f"{options.folder} holds {folder.name} in {len(names)} files")
    else:
        unpack(options.folder, folder)
        print(f"{folder} is as it was packed")


def pack(folder: Path, to: Path, *, part_bytes: int, weights_only: bool = False) -> list[str]:
    """Write a run as files of at most ``part_bytes``, and return their names.

    Raises:
        CarryError: The folder holds no run.
    """
    if not (folder / RUN_FILE).is_file():
        raise CarryError(f"{folder} holds no run; `python -m transformer.train` makes one")
    to.mkdir(parents=True, exist_ok=True)
    checksums = {}
    with tempfile.TemporaryFile() as archive:
        with tarfile.open(fileobj=archive, mode="w") as tar:
            for path in _kept(folder, weights_only=weights_only):
                tar.add(path, path.name)
            if weights_only:
                _add_mean(tar, weight_files(folder))
        archive.seek(0)
        for number, part in enumerate(iter(lambda: archive.read(part_bytes), b"")):
            name = f"part-{number:03}"
            (to / name).write_bytes(part)
            checksums[name] = hashlib.sha256(part).hexdigest()
    (to / PARTS).write_text(json.dumps(checksums, indent=1) + "\n", encoding="utf-8")
    return list(checksums)


def unpack(parts: Path, folder: Path) -> None:
    """Make a run's folder from packed files; what was there is replaced.

    Raises:
        CarryError: A file is missing or damaged, or a run that can go on would be lost; the folder
            is as it was.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile() as archive:
        for part in _checked(parts):
            archive.write(part)
        archive.seek(0)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".new-") as beside:
            new = Path(beside) / "run"
            _extract(archive, new)
            if (folder / STATE).is_file() and not (new / STATE).is_file():
                raise CarryError(
                    f"{folder} can go on, and {parts} holds weights alone; name another --run"
                )
            replace_folder(folder, new=new)


def _kept(folder: Path, *, weights_only: bool) -> list[Path]:
    names = [RUN_FILE, COMMANDS, VOCABULARY_FILE, LOG]
    names += [] if weights_only else [STATE, FIRST_WEIGHTS]
    weights = [] if weights_only else weight_files(folder)[-CHECKPOINTS_AVERAGED:]
    return [path for path in [*(folder / name for name in names), *weights] if path.is_file()]


def _add_mean(tar: tarfile.TarFile, weights: list[Path]) -> None:
    content = io.BytesIO()
    mean = average_weights(weights[-CHECKPOINTS_AVERAGED:])
    np.savez(content, *(value.astype(np.float16) for value in mean))
    entry = tarfile.TarInfo(weights[-1].name)
    entry.size = content.tell()
    content.seek(0)
    tar.addfile(entry, content)


def _checked(parts: Path) -> Iterator[bytes]:
    manifest = parts / PARTS
    if not manifest.is_file():
        raise CarryError(f"{manifest} is missing; name the folder that `pack` wrote")
    for name, checksum in json.loads(manifest.read_text(encoding="utf-8")).items():
        path = parts / name
        content = path.read_bytes() if path.is_file() else b""
        if hashlib.sha256(content).hexdigest() != checksum:
            raise CarryError(f"{path} is missing or damaged; copy it once more")
        yield content


def _extract(archive: IO[bytes], folder: Path) -> None:
    folder.mkdir()
    with tarfile.open(fileobj=archive) as tar:
        for entry in tar:
            content = tar.extractfile(entry)
            if content:
                with (folder / Path(entry.name).name).open("wb") as file:
                    shutil.copyfileobj(content, file)


if __name__ == "__main__":
    run(main)
