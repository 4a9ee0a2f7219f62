"""The API keys of programs: read from the owner's file, where only their hashes stand.

A key has 256 bits of chance, so that a plain SHA-256 of it tells nothing: there is no dictionary
to try. Whoever sees the file cannot use it.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from translator.errors import InputError, SettingsError

KEYS_FILE = Path(__file__).resolve().parents[2] / "settings" / "api-keys.txt"
KEY_BYTES = 32
MAX_REQUESTS_PER_MINUTE = 1_000_000
_LINE = re.compile(r"([0-9a-f]{64})[ \t]+([0-9]{1,7})[ \t]+(\S.*)")
_NAME = re.compile(r"[\w.@+-]+(?: [\w.@+-]+)*")


@dataclass(frozen=True, kw_only=True)
class ApiKey:
    """Whose key it is, and how much it allows.

    Args:
        sha256: of the key, as hexadecimal digits.
        requests_per_minute: 0 sets no limit.
        name: for the log; the key itself is nowhere.
    """

    sha256: str
    requests_per_minute: int
    name: str

    @property
    def line(self) -> str:
        """Write it as the file has it."""
        return f"{self.sha256} {self.requests_per_minute} {self.name}"


def new_key(name: str, *, requests_per_minute: int) -> tuple[str, ApiKey]:
    """Draw a key.

    Returns:
        The key, which is shown once, and what the file says of it.

    Raises:
        InputError: the name or the number would not be read back.
    """
    key = secrets.token_urlsafe(KEY_BYTES)
    made = ApiKey(sha256=_sha256(key), requests_per_minute=requests_per_minute, name=name)
    if _parsed(made.line) != made:
        raise InputError(
            "a key's name has up to 64 letters, digits and any of . _ @ + - with single spaces "
            f"between; its number of requests a minute is from 0 to {MAX_REQUESTS_PER_MINUTE:,}"
        )
    return key, made


class ApiKeys:
    """Know a key when it comes.

    Args:
        keys: those that are valid.
        are_required: whether a program needs one.
    """

    def __init__(self, keys: Iterable[ApiKey] = (), *, are_required: bool = False) -> None:
        self._keys = tuple(keys)
        self.are_required = are_required

    @classmethod
    def of_file(cls, path: Path, *, are_required: bool = False) -> Self:
        """Read the owner's file; no file means no keys.

        Raises:
            SettingsError: lines of it cannot be read.
        """
        if not path.is_file():
            return cls(are_required=are_required)
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        return cls.of_lines(lines, path.name, are_required=are_required)

    @classmethod
    def of_lines(cls, lines: Iterable[str], file: str, *, are_required: bool = False) -> Self:
        """Read lines of `SHA256 REQUESTS_PER_MINUTE NAME`, `#` beginning a comment.

        Raises:
            SettingsError: some cannot be read; all of them are named, by their numbers.
        """
        keys: list[ApiKey] = []
        faults: list[str] = []
        for number, line in _with_content(lines):
            key = _parsed(line)
            if key is None:
                faults.append(f"line {number} of {file} is not `SHA256 REQUESTS_PER_MINUTE NAME`")
            elif key.name in {each.name for each in keys}:
                faults.append(f"line {number} of {file} has the name of a key above it")
            else:
                keys.append(key)
        if faults:
            raise SettingsError(
                faults, "Make lines with `docker compose run --rm translator new-api-key NAME`."
            )
        return cls(keys, are_required=are_required)

    @property
    def are_used(self) -> bool:
        """Tell whether a key means anything here; if not, one that a client sends is ignored."""
        return self.are_required or bool(self._keys)

    def find(self, key: str) -> ApiKey | None:
        """Look a key up, in the same time wherever it stands and however much of it is right."""
        digest = _sha256(key)
        found = None
        for each in self._keys:
            if hmac.compare_digest(each.sha256, digest):
                found = each
        return found


def _with_content(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines, start=1):
        content = line.strip()
        if content and not content.startswith("#"):
            yield number, content


def _parsed(line: str) -> ApiKey | None:
    match = _LINE.fullmatch(line)
    if match is None or not _NAME.fullmatch(match[3]) or len(match[3]) > 64:
        return None
    requests_per_minute = int(match[2])
    if requests_per_minute > MAX_REQUESTS_PER_MINUTE:
        return None
    return ApiKey(sha256=match[1], requests_per_minute=requests_per_minute, name=match[3])


def _sha256(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
