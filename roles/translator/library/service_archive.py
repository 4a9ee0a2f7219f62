#!/usr/bin/python
"""Pack a part of a folder into one archive whose name is its content."""

from __future__ import annotations

DOCUMENTATION = r"""
module: service_archive
short_description: Pack a part of a folder into one archive whose name is its content
description:
  - The same files give the same bytes and the same version, whoever packs them and when.
  - Its last file is the empty C(.complete); where that one is, the archive was unpacked to its end.
author: The Traductor maintainers
options:
  source:
    description: The folder.
    type: path
    required: true
  names:
    description: The files and folders in it that are packed.
    type: list
    elements: str
    required: true
  built:
    description: Those of the files and folders, and what is below them, that an image is made of.
    type: list
    elements: str
    required: true
  destination:
    description: Folder for the archive; older archives in it are deleted.
    type: path
    required: true
"""

EXAMPLES = r"""
- name: Pack the service
  service_archive:
    source: service
    names: [compose.yaml, translator]
    built: [translator/Dockerfile]
    destination: .cache/releases
"""

RETURN = r"""
version:
  description: The first twelve hexadecimal digits of the content's SHA-256.
  returned: success
  type: str
image:
  description: The same of the files that the image is made of.
  returned: success
  type: str
path:
  description: Path of the archive.
  returned: success
  type: str
"""

import gzip
import hashlib
import io
import tarfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from ansible.module_utils.basic import AnsibleModule

VERSION_LENGTH = 12
LAST_FILE = ".complete"


def shipped_files(source: Path, names: Sequence[str]) -> Iterator[Path]:
    """Yield the files to pack in a fixed order; what Python compiled stays behind."""
    for name in sorted(names):
        path = source / name
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and "__pycache__" not in file.parts:
                yield file


def pack(source: Path, names: Sequence[str]) -> bytes:
    """Return these files and folders as a tar, the same bytes for the same content."""
    tar_bytes = io.BytesIO()
    files = list(shipped_files(source, names))
    with tarfile.open(fileobj=tar_bytes, mode="w", format=tarfile.PAX_FORMAT) as tar:
        # Containers read them, whatever the umask of who unpacks.
        for folder in sorted({parent for file in files for parent in file.parents}):
            if source in folder.parents:
                entry = tarfile.TarInfo(str(folder.relative_to(source)))
                entry.type, entry.mode = tarfile.DIRTYPE, 0o755
                tar.addfile(entry)
        for file in files:
            entry = tarfile.TarInfo(str(file.relative_to(source)))
            entry.size = file.stat().st_size
            entry.mode = 0o755 if file.stat().st_mode & 0o100 else 0o644
            with file.open("rb") as content:
                tar.addfile(entry, content)
        tar.addfile(tarfile.TarInfo(LAST_FILE))
    return tar_bytes.getvalue()


def version_of(content: bytes) -> str:
    """Name a content."""
    return hashlib.sha256(content).hexdigest()[:VERSION_LENGTH]


def write_archive(source: Path, names: Sequence[str], destination: Path) -> tuple[str, Path]:
    """Write the archive where it is missing, and return its version and path."""
    content = pack(source, names)
    version = version_of(content)
    destination.mkdir(parents=True, exist_ok=True)
    path = destination / f"{version}.tar.gz"
    for old in destination.glob("*.tar.gz"):
        if old != path:
            old.unlink()
    if not path.exists():
        partial = path.with_suffix(".partial")
        partial.write_bytes(gzip.compress(content, compresslevel=6, mtime=0))
        partial.replace(path)
    return version, path


def main() -> None:
    """Run the module; the archive is a copy for shipping, so nothing counts as changed."""
    module = AnsibleModule(
        argument_spec={
            "source": {"type": "path", "required": True},
            "names": {"type": "list", "elements": "str", "required": True},
            "built": {"type": "list", "elements": "str", "required": True},
            "destination": {"type": "path", "required": True},
        },
        supports_check_mode=True,
    )
    source = Path(module.params["source"])
    names, built = module.params["names"], module.params["built"]
    missing = [name for name in (*names, *built) if not (source / name).exists()]
    if missing:
        module.fail_json(
            msg=f"{source} lacks {', '.join(missing)}. Remedy: git checkout -- service, or correct "
            "translator_source."
        )
    version, path = write_archive(source, names, Path(module.params["destination"]))
    module.exit_json(
        changed=False,
        version=version,
        image=version_of(pack(source, built)),
        path=str(path),
    )


if __name__ == "__main__":
    main()
