"""Files of a droplet in one piece and back, with their owners, modes and links."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

MEGABYTE = 1_000_000


class PackingError(Exception):
    """Files cannot be packed or unpacked; the text ends with the remedy."""


@dataclass(frozen=True, kw_only=True)
class Member:
    """One file, folder or link.

    Args:
        path: where it belongs.
        info: its kind, owner and mode.
        content: of a file; empty otherwise.
    """

    path: Path
    info: tarfile.TarInfo = field(repr=False)
    content: bytes = field(default=b"", repr=False)


@dataclass
class Unpacked:
    """What became of the wanted paths.

    Args:
        brought: those of which something was missing and is there now.
        kept: those that are there with another content, and stay as they are.
        absent: those that the archive does not hold.
    """

    brought: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)


def listed(root: Path, paths: Iterable[str]) -> list[Path]:
    """Return the paths that exist, with all that is below them and the folders that lead there."""
    found: set[Path] = set()
    for path in (root / text.lstrip("/") for text in paths):
        if not os.path.lexists(path):
            continue
        found |= {path, *(parent for parent in path.parents if root in parent.parents)}
        if path.is_dir() and not path.is_symlink():
            found |= set(path.rglob("*"))
    return sorted(path for path in found if path.is_symlink() or path.is_dir() or path.is_file())


def pack(paths: Sequence[str], *, root: Path = Path("/"), limit_megabytes: int) -> bytes:
    """Return a tar file of the paths that exist; empty if none does.

    Raises:
        PackingError: they are larger than the limit.
    """
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as tar:
        members = listed(root, paths)
        for path in members:
            _add(tar, path, str(path.relative_to(root)))
            if buffer.tell() > limit_megabytes * MEGABYTE:
                raise PackingError(
                    f"{', '.join(paths)} hold more than {limit_megabytes} MB. Remedy: leave the "
                    "largest out of backup_paths, or raise backup_limit_megabytes."
                )
    return buffer.getvalue() if members else b""


def members_of(content: bytes) -> list[Member]:
    """Read a tar file.

    Raises:
        PackingError: it is none, or a path in it leads elsewhere.
    """
    try:
        with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as tar:
            return [_member(tar, info) for info in tar.getmembers()]
    except tarfile.TarError as error:
        raise PackingError(
            "the archive holds no tar file. Remedy: choose another archive, -e restore=..."
        ) from error


def digest(content: bytes) -> str:
    """Return a digest of what a tar file holds, whenever its files were written."""
    found = hashlib.sha256()
    for member in members_of(content):
        info = member.info
        fields = (info.name, info.type.decode(), info.mode, info.uid, info.gid, info.linkname)
        found.update(json.dumps([*fields, hashlib.sha256(member.content).hexdigest()]).encode())
    return found.hexdigest()


def joined_lines(archived: bytes, present: bytes) -> bytes:
    """Join two states of a journal of JSON lines; no line is lost, and none comes twice."""
    lines = dict.fromkeys([*archived.splitlines(), *present.splitlines()])
    ordered = sorted((line for line in lines if line.strip()), key=_time_of)
    return b"".join(line + b"\n" for line in ordered)


def unpack(
    members: Sequence[Member],
    paths: Sequence[str],
    *,
    journals: Sequence[str] = (),
    overwrite: bool = False,
    root: Path = Path("/"),
    check_mode: bool = False,
) -> Unpacked:
    """Bring the wanted paths back.

    A path that is there with another content stays whole as it is, or new and old would mix; a
    journal is joined with the one that is there.

    Args:
        members: of the archive.
        paths: what is wanted.
        journals: those of the paths that are files of JSON lines with a `time`.
        overwrite: whether the archive wins over what is there.
        root: where the paths begin.
        check_mode: whether to leave all as it is.
    """
    done = Unpacked()
    for path in paths:
        own = [one for one in members if Path(path) in (one.path, *one.path.parents)]
        if path in journals:
            own = [_joined(member, root) for member in own]
        changed = [member for member in own if not _is_there(member, root)]
        conflict = any(os.path.lexists(_place(member, root)) for member in changed)
        if not own:
            done.absent.append(path)
        elif conflict and not (overwrite or path in journals):
            done.kept.append(path)
        elif changed:
            done.brought.append(path)
            if not check_mode:
                for member in [*_leading_to(path, members, root), *changed]:
                    _write(member, root)
    return done


def _add(tar: tarfile.TarFile, path: Path, name: str) -> None:
    """Add a file, folder or link; a second name of a file is a file of its own."""
    info = tar.gettarinfo(path, name)
    if info.islnk():
        info.type, info.linkname, info.size = tarfile.REGTYPE, "", path.stat().st_size
    tar.addfile(info, io.BytesIO(path.read_bytes()) if info.isreg() else None)


def _member(tar: tarfile.TarFile, info: tarfile.TarInfo) -> Member:
    path = PurePosixPath("/") / info.name
    if ".." in path.parts:
        raise PackingError(
            f"the archive holds {info.name}, which leads elsewhere. Remedy: choose another archive."
        )
    file = tar.extractfile(info) if info.isreg() else None
    return Member(path=Path(path), info=info, content=file.read() if file else b"")


def _time_of(line: bytes) -> str:
    try:
        return str(json.loads(line)["time"])
    except (ValueError, KeyError, TypeError):
        return ""


def _place(member: Member, root: Path) -> Path:
    return root / member.path.relative_to("/")


def _joined(member: Member, root: Path) -> Member:
    place = _place(member, root)
    present = place.read_bytes() if place.is_file() else b""
    content = joined_lines(member.content, present)
    return Member(path=member.path, info=member.info, content=content)


def _is_there(member: Member, root: Path) -> bool:
    """Tell whether a member is there with the same content; who owns it is the roles' matter."""
    place, info = _place(member, root), member.info
    if info.isdir():
        return place.is_dir()
    if info.issym():
        return place.is_symlink() and str(place.readlink()) == info.linkname
    return place.is_file() and not place.is_symlink() and place.read_bytes() == member.content


def _leading_to(path: str, members: Sequence[Member], root: Path) -> list[Member]:
    """Return the folders that lead to a path and are missing."""
    above = set(Path(path).parents)
    leading = [one for one in members if one.path in above and one.info.isdir()]
    return [member for member in leading if not _place(member, root).exists()]


def _write(member: Member, root: Path) -> None:
    place, info = _place(member, root), member.info
    if info.isdir():
        place.mkdir(exist_ok=True)
        _own(place, info)
    elif info.issym():
        place.unlink(missing_ok=True)
        place.symlink_to(info.linkname)
        os.lchown(place, info.uid, info.gid)
    elif info.isreg():
        new = place.with_name(f".{place.name}.new")
        with contextlib.suppress(FileNotFoundError):
            new.unlink()
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(member.content)
        _own(new, info)
        new.replace(place)


def _own(place: Path, info: tarfile.TarInfo) -> None:
    os.chown(place, info.uid, info.gid)
    place.chmod(info.mode)
