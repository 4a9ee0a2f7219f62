"""Memory that all processes of the service share, and that ends with them.

It is made before the server forks, which every child then inherits; no file stands behind it. What
has a name outlives the code that made it (lasting.py). There are no locks: a process that is killed
in the middle of a write blocks nobody. What it left half written fails its checksum and counts as
nothing.
"""

import mmap
import secrets
from hashlib import blake2b

from translator.lasting import lasting

# Another one for each layout of a slot, so that changed code does not read what it would not know.
_LAYOUT = 1
_CHECKSUM_BYTES = 8
_LENGTH_BYTES = 4
_HEADER_BYTES = _CHECKSUM_BYTES + _LENGTH_BYTES
_TAG_BYTES = 16


class SharedTable:
    """Hold a fixed number of short byte strings.

    Two processes that write to the same slot at a time leave what one of them wrote, or nothing.

    Args:
        slots: how many.
        slot_bytes: the longest content of a slot.
        name: whose table it is; one without a name is nobody else's.
    """

    def __init__(self, slots: int, slot_bytes: int, *, name: str = "") -> None:
        self.slots = slots
        self.slot_bytes = slot_bytes
        self._step = _HEADER_BYTES + slot_bytes
        size = slots * self._step
        self._memory = _memory(size, f"{name}, {slots} of {slot_bytes} bytes" if name else "")

    def read(self, slot: int) -> bytes:
        """Return what was written last; nothing if that was never, or not to its end."""
        start = self._start(slot)
        record = self._memory[start : start + self._step]
        length = int.from_bytes(record[_CHECKSUM_BYTES:_HEADER_BYTES], "little")
        written = record[_CHECKSUM_BYTES : _HEADER_BYTES + min(length, self.slot_bytes)]
        return written[_LENGTH_BYTES:] if _checksum(written) == record[:_CHECKSUM_BYTES] else b""

    def write(self, slot: int, content: bytes) -> None:
        """Replace what a slot holds.

        Raises:
            ValueError: the content is longer than a slot.
        """
        if len(content) > self.slot_bytes:
            raise ValueError(f"{len(content)} bytes for a slot of {self.slot_bytes}")
        written = len(content).to_bytes(_LENGTH_BYTES, "little") + content
        record = _checksum(written) + written
        start = self._start(slot)
        self._memory[start : start + len(record)] = record

    def _start(self, slot: int) -> int:
        if not 0 <= slot < self.slots:
            raise IndexError(f"slot {slot} of {self.slots}")
        return slot * self._step


class SharedMapping:
    """Find byte strings by a key of any length; a later one may push an earlier one out.

    Only a keyed digest of a key is kept, and the digest's own key is drawn anew at every start:
    nobody can choose keys that push out those of others.

    Args:
        slots: how many strings there is room for.
        value_bytes: the longest one.
        name: whose mapping it is, and how its values are laid out.
    """

    def __init__(self, slots: int, value_bytes: int, *, name: str = "") -> None:
        self.value_bytes = value_bytes
        self._table = SharedTable(slots, _TAG_BYTES + value_bytes, name=name)
        self._secret = _secret(name)

    def get(self, key: bytes) -> bytes | None:
        """Return what was put there, or none if it is not there any more."""
        slot, tag = self._place(key)
        content = self._table.read(slot)
        return content[_TAG_BYTES:] if content.startswith(tag) else None

    def put(self, key: bytes, value: bytes) -> None:
        """Keep a string, in the place of another if need be.

        Raises:
            ValueError: it is longer than there is room for.
        """
        slot, tag = self._place(key)
        self._table.write(slot, tag + value)

    def _place(self, key: bytes) -> tuple[int, bytes]:
        digest = blake2b(key, digest_size=8 + _TAG_BYTES, key=self._secret).digest()
        return int.from_bytes(digest[:8], "little") % self._table.slots, digest[8:]


def _memory(size: int, name: str) -> mmap.mmap:
    """Make shared memory; the kernel gives a page of it only once something is written there."""
    if not name:
        return mmap.mmap(-1, size)
    return lasting(f"memory {_LAYOUT}: {name}", lambda: mmap.mmap(-1, size))


def _secret(name: str) -> bytes:
    if not name:
        return secrets.token_bytes(32)
    return lasting(f"secret {_LAYOUT}: {name}", lambda: secrets.token_bytes(32))


def _checksum(content: bytes) -> bytes:
    return blake2b(content, digest_size=_CHECKSUM_BYTES).digest()
