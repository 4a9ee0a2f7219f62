"""The archive that a Word file is, opened with distrust.

What is small outside can be endless inside, and what says that it is a letter can be anything.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy

from translator.documents.office.xml import Element, parsed
from translator.errors import BrokenFileError, FileTooLargeError, LockedFileError

MEGABYTE = 1_048_576
MOST_UNPACKED_MEGABYTES = 64
# In memory it takes ten times as much; 50,000 characters of a letter are 1 or 2.
MOST_XML_MEGABYTES = 8
_MOST_ENTRIES = 2_000
_OLD_OR_ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IS_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGES = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)
_TYPES = "[Content_Types].xml"
_SIGNS_OF_MACROS = ("macroEnabled", "vbaProject")
_FAULT = "it is no .docx file, or damaged; open it in Word and save it as .docx"


class Package:
    """A Word file's archive.

    Args:
        content: all of it.

    Raises:
        BrokenFileError: it is no archive, damaged, or larger inside than it may be.
    """

    def __init__(self, content: bytes) -> None:
        if content.startswith(_OLD_OR_ENCRYPTED):
            raise LockedFileError
        with _damage_explained():
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        self._check_entries()
        with _damage_explained():
            damaged = self._archive.testzip()
        if damaged or _TYPES not in self._archive.namelist():
            raise BrokenFileError(_FAULT)
        self._types = {
            override.get("PartName", "").removeprefix("/"): override.get("ContentType", "")
            for override in parsed(self._archive.read(_TYPES)).iterchildren("{*}Override")
        }
        if any(sign in each for sign in _SIGNS_OF_MACROS for each in self._types.values()):
            raise BrokenFileError("it has macros; save it as .docx without them")

    def parts(self, kind: str) -> list[str]:
        """List the parts whose content type ends in a way, for instance `.main+xml`."""
        names = self._archive.namelist()
        return [name for name, of in self._types.items() if of.endswith(kind) and name in names]

    def roots(self, *kinds: str) -> dict[str, Element]:
        """Parse all parts of some kinds, and give their roots by their names.

        Raises:
            FileTooLargeError: there is more XML in them than there may be.
            BrokenFileError: it is damaged.
        """
        names = [name for kind in kinds for name in self.parts(kind)]
        size = sum(self._archive.getinfo(name).file_size for name in names)
        if size > MOST_XML_MEGABYTES * MEGABYTE:
            raise FileTooLargeError("XML inside", limit=f"{MOST_XML_MEGABYTES} MB")
        return {name: parsed(self._archive.read(name)) for name in names}

    def written(self, changed: Mapping[str, bytes]) -> bytes:
        """Write the archive with some parts changed and all others as they are."""
        output = io.BytesIO()
        with zipfile.ZipFile(output, "w") as archive:
            for entry in self._archive.infolist():
                content = changed.get(entry.filename)
                if content is None:
                    content = self._archive.read(entry)
                # The archive that is written keeps its own account in the entry.
                archive.writestr(copy(entry), content)
        return output.getvalue()

    def _check_entries(self) -> None:
        entries = self._archive.infolist()
        names = {entry.filename for entry in entries}
        if any(entry.flag_bits & _IS_ENCRYPTED for entry in entries):
            raise LockedFileError
        if len(names) < len(entries) or any(each.compress_type not in _METHODS for each in entries):
            raise BrokenFileError(_FAULT)
        if len(entries) > _MOST_ENTRIES:
            raise FileTooLargeError("parts", limit=f"{_MOST_ENTRIES:,}")
        # Of an entry that is larger than it says, zipfile unpacks no more than that.
        if sum(entry.file_size for entry in entries) > MOST_UNPACKED_MEGABYTES * MEGABYTE:
            raise FileTooLargeError("data inside", limit=f"{MOST_UNPACKED_MEGABYTES} MB")


@contextmanager
def _damage_explained() -> Iterator[None]:
    try:
        yield
    except _DAMAGES:
        raise BrokenFileError(_FAULT) from None
