"""Write shards, and keep what is measured out of them: the dev set, and the check of them all."""

from collections.abc import Collection, Sequence
from pathlib import Path

from transformer.errors import PreparationError, TextMissingError
from transformer.pairs.cleaning import Pair, fingerprint, read_lines
from transformer.pairs.shards import Ragged, read_shard, shard_file, shortest_first, write_shard
from transformer.text import Vocabulary

DEV = "dev"
# Everyday sentences and encyclopedia sentences, few enough to be translated every few minutes.
DEV_SETS = {"tatoeba_dev": 500, "flores200_dev": 250}
DEV_PAIRS_OF_OTHER_TEXT = 500
LINES_AT_A_TIME = 20_000


def write_pairs(path: Path, pairs: Sequence[Pair], vocabulary: Vocabulary) -> list[int]:
    """Encode pairs, write them as a shard, and return the order in which they lie there."""
    source = vocabulary.encode([english for english, _ in pairs])
    target = vocabulary.encode([spanish for _, spanish in pairs])
    write_shard(path, source=source, target=target)
    return shortest_first(source, target)


def write_dev(text: Path, folder: Path, vocabulary: Vocabulary) -> None:
    """Write ``dev.npz`` and, in the same order, ``dev.en`` and ``dev.es``."""
    pairs = dev_pairs(text / "eval")
    order = write_pairs(shard_file(folder, DEV), pairs, vocabulary)
    for side, ending in enumerate(("en", "es")):
        lines = "".join(f"{pairs[i][side]}\n" for i in order)
        (folder / f"{DEV}.{ending}").write_text(lines, encoding="utf-8")


def dev_pairs(folder: Path) -> list[Pair]:
    """Return the first pairs of the dev sets; of all sets, where one of the two is missing.

    Raises:
        TextMissingError: There is no held-out set at all.
    """
    if all((folder / f"{name}.en").is_file() for name in DEV_SETS):
        return [
            pair for name, count in DEV_SETS.items() for pair in _set_pairs(folder, name)[:count]
        ]
    names = sorted(path.stem for path in folder.glob("*.en"))
    if not names:
        raise TextMissingError(
            f"{folder} holds no NAME.en; name the folder with train/ and eval/ in TRADUCTOR_TEXT"
        )
    pairs = [pair for name in names for pair in _set_pairs(folder, name)]
    return pairs[:DEV_PAIRS_OF_OTHER_TEXT]


def write_checked(
    path: Path, pairs: Sequence[Pair], vocabulary: Vocabulary, *, held_out: Collection[str]
) -> int:
    """Write a shard that has its name only once it was read back; return its sentences' number.

    Raises:
        PreparationError: One of them is held out.
    """
    unchecked = path.with_suffix(f".unchecked{path.suffix}")
    try:
        write_pairs(unchecked, pairs, vocabulary)
        sentences = check_shard(unchecked, vocabulary, held_out=held_out)
        unchecked.replace(path)
    finally:
        unchecked.unlink(missing_ok=True)
    return sentences


def check_shard(path: Path, vocabulary: Vocabulary, *, held_out: Collection[str]) -> int:
    """Read back what was written and return how many sentences it holds.

    Raises:
        PreparationError: One of them is held out; the shard is deleted.
    """
    shard = read_shard(path)
    sides = (shard.source, shard.target)
    found = sum(_count_held_out(side, vocabulary, held_out) for side in sides)
    if found:
        path.unlink()
        raise PreparationError(
            f"{found:,} sentences of {path} are held out; the limit is 0: "
            "the file is deleted, run the command again"
        )
    return sum(len(side) for side in sides)


def _count_held_out(side: Ragged, vocabulary: Vocabulary, held_out: Collection[str]) -> int:
    return sum(
        fingerprint(line) in held_out
        for first in range(0, len(side), LINES_AT_A_TIME)
        for line in vocabulary.decode(
            [side[i].tolist() for i in range(first, min(first + LINES_AT_A_TIME, len(side)))]
        )
    )


def _set_pairs(folder: Path, name: str) -> list[Pair]:
    english, spanish = (read_lines(folder / f"{name}.{ending}") for ending in ("en", "es"))
    return list(zip(english, spanish, strict=True))
