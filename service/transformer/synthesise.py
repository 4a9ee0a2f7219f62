"""Make new pairs with an exported model: ``python -m transformer.synthesise --model DIR``.

``--side source`` translates the English side of the named sources: ``NAME.distilled.npz`` pairs
it with what the model writes. ``--side target`` translates the Spanish side, and Spanish lines of
``--file``: ``NAME.back.npz``. A run trains on them when its mix names them.
"""

import argparse
import dataclasses
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from transformer import paths
from transformer.command import run
from transformer.directions import ENGLISH_SPANISH, SPANISH_ENGLISH, Direction
from transformer.errors import SynthesisError, TextMissingError
from transformer.pairs.cleaning import (
    Pair,
    Tally,
    clean,
    held_out_fingerprints,
    normalise,
    read_lines,
)
from transformer.pairs.held_out import write_checked
from transformer.pairs.manifest import VOCABULARY_FILE, check_prepared, note_synthesised
from transformer.pairs.shards import read_shard, sha256, shard_file
from transformer.pairs.synthesis import Options, Teacher, translate_in_parts
from transformer.text import Vocabulary


@dataclasses.dataclass(frozen=True)
class Side:
    """Name a side of the shards, who reads it, and what is made from it."""

    name: str
    direction: Direction
    made: str


SIDES = {
    side.name: side
    for side in (
        Side("source", ENGLISH_SPANISH, "distilled"),
        Side("target", SPANISH_ENGLISH, "back"),
    )
}


def main() -> None:
    """Read the arguments and translate."""
    parser = _parser()
    chosen = parser.parse_args()
    if not chosen.names and not chosen.file:
        parser.error("name sources with --from, or files with --file")
    side = SIDES[chosen.side]
    options = Options(beam_width=chosen.beam, device=chosen.device, threads=chosen.threads)
    check_prepared(chosen.prepared, chosen.names)
    teacher = Teacher(chosen.model, options)
    for name, sentences in [
        *((name, side_of(name, side, prepared=chosen.prepared)) for name in chosen.names),
        *((path.stem, lines_of(path)) for path in chosen.file),
    ]:
        synthesise(
            name,
            sentences,
            side,
            teacher,
            prepared=chosen.prepared,
            text=chosen.text,
            options=options,
        )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--model", type=Path, required=True, help="a folder that `transformer.export` wrote")
    add("--side", choices=SIDES, required=True, help="the side of the pairs that the model reads")
    add("--from", nargs="+", default=[], dest="names", metavar="NAME", help="prepared sources")
    add("--file", nargs="+", default=[], type=Path, help="plain text, a sentence a line")
    add("--prepared", type=Path, default=paths.PREPARED, help="the folder that prepare wrote")
    add("--text", type=Path, default=paths.text_folder(), help="the folder with eval/")
    add("--beam", type=int, default=Options.beam_width, help="beam width (default: %(default)s)")
    add("--device", choices=("cpu", "cuda"), default=Options.device, help="default: %(default)s")
    add("--threads", type=int, default=Options.threads, help="default: %(default)s")
    return parser


def side_of(name: str, side: Side, *, prepared: Path) -> list[str]:
    """Return the different sentences on one side of a source."""
    shard = read_shard(shard_file(prepared, name))
    rows = shard.source if side.name == "source" else shard.target
    vocabulary = Vocabulary(prepared / VOCABULARY_FILE)
    sentences = vocabulary.decode([rows[i].tolist() for i in range(len(rows))])
    return list(dict.fromkeys(sentences))


def lines_of(path: Path) -> list[str]:
    """Return the different lines of a file.

    Raises:
        TextMissingError: There is no such file.
    """
    if not path.is_file():
        raise TextMissingError(f"{path} is missing; name a file with a sentence a line")
    lines = map(normalise, read_lines(path, errors="replace"))
    return [line for line in dict.fromkeys(lines) if line]


def synthesise(
    name: str,
    sentences: Sequence[str],
    side: Side,
    teacher: Teacher,
    *,
    prepared: Path,
    text: Path,
    options: Options,
) -> dict[str, Any]:
    """Translate sentences, clean the pairs as all others are, and write them as a shard.

    Returns:
        What the manifest says of it.

    Raises:
        SynthesisError: The model does not read this side's language.
    """
    if (teacher.source, teacher.target) != (side.direction.source, side.direction.target):
        raise SynthesisError(
            f"the model translates {teacher.source}-{teacher.target}; "
            f"--side {side.name} needs one for {side.direction.name}"
        )
    made = f"{name}.{side.made}"
    answers = translate_in_parts(
        sentences, teacher, prepared / "synthesised" / made, options=options, report=_say
    )
    both = [sentences, answers] if side.name == "source" else [answers, sentences]
    tally = _write_clean(zip(*both, strict=True), made, prepared=prepared, text=text)
    facts = {
        "model": teacher.version,
        "model_checksum": teacher.checksum,
        "beam_width": options.beam_width,
        "shard": sha256(shard_file(prepared, made)),
        "kept": tally.kept,
        "rejected": dict(tally.rejected),
    }
    note_synthesised(prepared, made, facts)
    return facts


def _write_clean(pairs: Iterable[Pair], made: str, *, prepared: Path, text: Path) -> Tally:
    """Write those pairs as a shard that are fit to learn from."""
    tally = Tally()
    held_out = held_out_fingerprints(text / "eval")
    kept = list(clean(pairs, held_out=held_out, tally=tally))
    vocabulary = Vocabulary(prepared / VOCABULARY_FILE)
    sentences = write_checked(shard_file(prepared, made), kept, vocabulary, held_out=held_out)
    _say(f"{made}: kept {tally.kept:,}  left out {dict(tally.rejected)}")
    _say(f"0 of {sentences:,} sentences are held out")
    return tally


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    run(main)
