"""Keep encoded pairs in plain ``.npz`` files, one a source, that NumPy alone can read.

A file holds four arrays: ``source`` and ``target`` (uint16, all pieces of all sentences in a
row) and ``source_ends`` and ``target_ends`` (uint32, where each sentence ends in that row).
Pairs lie in the order of their length, so that a length bucket is one run of them.
"""

import dataclasses
import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from transformer.errors import PreparationError
from transformer.text import PAD

Tokens = NDArray[np.uint16]
Ends = NDArray[np.uint32]


@dataclasses.dataclass(frozen=True)
class Ragged:
    """Hold sentences of different lengths in one row of numbers."""

    tokens: Tokens
    ends: Ends

    @classmethod
    def from_lists(cls, sentences: Sequence[Sequence[int]]) -> "Ragged":
        """Put the sentences one after another."""
        lengths = [len(sentence) for sentence in sentences]
        row = np.fromiter((n for line in sentences for n in line), np.uint16, sum(lengths))
        return cls(row, np.cumsum(lengths, dtype=np.uint32))

    def __len__(self) -> int:
        """Count the sentences."""
        return len(self.ends)

    def __getitem__(self, index: int) -> Tokens:
        """Return one sentence."""
        start = self.ends[index - 1] if index else 0
        return self.tokens[start : self.ends[index]]

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Return the number of pieces of each sentence."""
        lengths = self.ends.astype(np.int64)
        lengths[1:] -= lengths[:-1].copy()
        return lengths

    def padded(self, rows: Sequence[Iterable[int]], *, shape: tuple[int, int]) -> NDArray[np.int32]:
        """Return sentences as rows of a matrix (int32), filled up with PAD.

        Args:
            rows: The numbers of the sentences of each row; several are joined, and of the piece
                that ends each of them only the last stays.
            shape: The matrix's.
        """
        matrix = np.full(shape, PAD, np.int32)
        for row, sentences in enumerate(rows):
            end = 0
            for index in sentences:
                sentence = self[index]
                start = max(0, end - 1)
                end = start + len(sentence)
                matrix[row, start:end] = sentence
        return matrix


@dataclasses.dataclass(frozen=True)
class Shard:
    """Hold the encoded pairs of one source."""

    source: Ragged
    target: Ragged

    def __len__(self) -> int:
        """Count the pairs."""
        return len(self.source)

    @property
    def swapped(self) -> "Shard":
        """Return the same pairs for the other direction."""
        return Shard(self.target, self.source)


def shard_file(prepared: Path, name: str) -> Path:
    """Return where the encoded pairs of a source lie."""
    return prepared / f"{name}.npz"


def write_shard(
    path: Path, *, source: Sequence[Sequence[int]], target: Sequence[Sequence[int]]
) -> None:
    """Write encoded pairs, shortest first."""
    order = shortest_first(source, target)
    english = Ragged.from_lists([source[i] for i in order])
    spanish = Ragged.from_lists([target[i] for i in order])
    np.savez(
        path,
        source=english.tokens,
        source_ends=english.ends,
        target=spanish.tokens,
        target_ends=spanish.ends,
    )


def shortest_first(source: Sequence[Sequence[int]], target: Sequence[Sequence[int]]) -> list[int]:
    """Return the order in which ``write_shard`` puts pairs; of equal length, as they came."""
    return sorted(range(len(source)), key=lambda i: max(len(source[i]), len(target[i])))


def read_shard(path: Path) -> Shard:
    """Read what ``write_shard`` wrote.

    Raises:
        PreparationError: There is no such file.
    """
    if not path.is_file():
        raise PreparationError(f"{path} is missing; run `python -m transformer.prepare` first")
    with np.load(path) as arrays:
        return Shard(
            Ragged(arrays["source"], arrays["source_ends"]),
            Ragged(arrays["target"], arrays["target_ends"]),
        )


def concatenate(shards: Sequence[Shard]) -> Shard:
    """Join the shards of several sources into one."""
    return Shard(
        _join([shard.source for shard in shards]), _join([shard.target for shard in shards])
    )


def _join(parts: Sequence[Ragged]) -> Ragged:
    starts = np.cumsum([0] + [len(part.tokens) for part in parts[:-1]])
    ends = [part.ends + np.uint32(start) for part, start in zip(parts, starts, strict=True)]
    return Ragged(np.concatenate([part.tokens for part in parts]), np.concatenate(ends))


def sha256(path: Path) -> str:
    """Return the checksum of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
