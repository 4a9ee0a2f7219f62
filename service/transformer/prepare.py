"""Clean the text, learn a vocabulary, write shards: ``python -m transformer.prepare``."""

import argparse
import logging
import random
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from transformer import paths
from transformer.command import run
from transformer.errors import PreparationError
from transformer.pairs.catalogue import SOURCES, Source
from transformer.pairs.cleaning import Pair, held_out_files, held_out_fingerprints
from transformer.pairs.corpus import files_of, read_corpus
from transformer.pairs.held_out import DEV, check_shard, write_checked, write_dev
from transformer.pairs.manifest import (
    VOCABULARY_FILE,
    delete_others,
    is_whole,
    kept_synthesised,
    read_manifest,
    write_manifest,
)
from transformer.pairs.public import PUBLIC_BY_NAME, public_source
from transformer.pairs.shards import sha256, shard_file
from transformer.text import Vocabulary, train_vocabulary

VOCABULARY_PIECES = 8192
VOCABULARY_SENTENCES = 600_000
WEIGHT_OF_THE_UNWEIGHTED = 0.1
SEED = 1


def main() -> None:
    """Read the arguments and prepare."""
    options = _parser().parse_args()
    # tensorflow-datasets warns of a folder that is empty before the first download.
    logging.getLogger("absl").setLevel(logging.ERROR)
    made = prepare(
        options.text,
        options.prepared,
        pieces=options.vocabulary_pieces,
        sources=[
            *chosen_sources(options.sources),
            *(public_source(choice) for choice in options.public),
        ],
        vocabulary=options.vocabulary,
    )
    print(f"{options.prepared} {'is ready' if made else 'was ready: nothing to do'}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--text", type=Path, default=paths.text_folder(), help="the folder with train/ and eval/"
    )
    parser.add_argument(
        "--prepared",
        type=Path,
        default=paths.PREPARED,
        help="the folder to write; shards in it that are not of today's sources are deleted",
    )
    parser.add_argument(
        "--vocabulary-pieces",
        type=int,
        default=VOCABULARY_PIECES,
        help="the size of a new vocabulary (default: %(default)s)",
    )
    parser.add_argument(
        "--vocabulary",
        type=Path,
        help=f"a {VOCABULARY_FILE} to go on with, instead of a new one",
    )
    parser.add_argument(
        "--sources",
        nargs="+",
        metavar="NAME",
        help="use these alone, whatever their weights (default: all that have a weight)",
    )
    parser.add_argument(
        "--public",
        nargs="+",
        default=(),
        metavar="NAME[=PAIRS]",
        help="download public sets and use so many pairs of them too: " + ", ".join(PUBLIC_BY_NAME),
    )
    return parser


def chosen_sources(names: Sequence[str] | None) -> list[Source]:
    """Return the sources of these names; without names, all that have a weight.

    Raises:
        PreparationError: There is no source of such a name.
    """
    known = {source.name: source for source in SOURCES}
    unknown = sorted(set(names or ()) - set(known))
    if unknown:
        raise PreparationError(
            f"no source is called {', '.join(unknown)}; there are {', '.join(known)}"
        )
    return [source for source in SOURCES if (source.name in names if names else source.weight)]


def prepare(
    text: Path,
    prepared: Path,
    *,
    sources: Sequence[Source],
    pieces: int = VOCABULARY_PIECES,
    vocabulary: Path | None = None,
) -> bool:
    """Write ``vocabulary.model``, ``NAME.npz`` for each source, the dev set and ``manifest.json``.

    Until all is written and checked, the manifest says that it was made from nothing. Shards of
    other sources are deleted: their pieces may be another vocabulary's.

    Args:
        text: The folder with ``train/`` and ``eval/``.
        prepared: The folder to write.
        sources: What to read, each after the one that it restyles.
        pieces: The size of the vocabulary, where one is learnt.
        vocabulary: One that is there already. A model that goes on from another's weights must
            keep its pieces; and with it the weights of the mix may change without a new one.

    Returns:
        False if all that was there already, made from the same text in the same way.

    Raises:
        PreparationError: The vocabulary is missing, or a sentence that is held out was written.
    """
    origin = _origin(text, sources, pieces=pieces, vocabulary=vocabulary)
    before = read_manifest(prepared)
    if before.get("from") == origin and is_whole(prepared, before):
        return False
    prepared.mkdir(parents=True, exist_ok=True)
    write_manifest(prepared, before | {"from": None})
    corpus, counts = read_corpus(sources, text=text, prepared=prepared)
    path = prepared / VOCABULARY_FILE
    if vocabulary is None:
        sample = _vocabulary_sample(corpus, sources)
        train_vocabulary(sample, size=pieces, prefix=path.with_suffix(""))
    elif vocabulary.resolve() != path.resolve():
        shutil.copyfile(vocabulary, path)
    checksum = sha256(path)
    kept = kept_synthesised(prepared, before, vocabulary=checksum)
    _write_shards(corpus, text, Vocabulary(path), folder=prepared, synthesised=kept)
    delete_others(prepared, {*corpus, *kept, DEV})
    made = {"from": origin, "vocabulary": checksum, "pairs": counts, "synthesised": kept}
    write_manifest(prepared, made)
    return True


def _origin(
    text: Path, sources: Sequence[Source], *, pieces: int, vocabulary: Path | None
) -> dict[str, Any]:
    """Return all on which the prepared data depend, but for this code."""
    files = held_out_files(text / "eval") + [path for s in sources for path in files_of(s, text)]
    if vocabulary is None:
        weights = {source.name: source.weight for source in sources}
        learnt: dict[str, Any] = {"vocabulary_pieces": pieces, "weights": weights}
    elif vocabulary.is_file():
        learnt = {"vocabulary": sha256(vocabulary)}
    else:
        raise PreparationError(
            f"{vocabulary} is missing; name the vocabulary.model of a prepared folder"
        )
    return learnt | {
        "sources": {source.name: source.most_pairs for source in sources},
        "text": {f"{path.parent.name}/{path.name}": sha256(path) for path in files},
    }


def _vocabulary_sample(
    corpus: Mapping[str, Sequence[Pair]], sources: Sequence[Source]
) -> Iterator[str]:
    """Draw sentences from each source, twice as many as an epoch sees, if there are."""
    chance = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    sentences = []
    for source in sources:
        share = min(1.0, 2 * (source.weight or WEIGHT_OF_THE_UNWEIGHTED))
        pairs = corpus[source.name]
        sentences += [side for pair in pairs if chance.random() < share for side in pair]
    chance.shuffle(sentences)
    return iter(sentences[:VOCABULARY_SENTENCES])


def _write_shards(
    corpus: Mapping[str, Sequence[Pair]],
    text: Path,
    vocabulary: Vocabulary,
    *,
    folder: Path,
    synthesised: Iterable[str],
) -> None:
    """Write the dev set and the shards; read these back for held-out sentences, and models' too."""
    write_dev(text, folder, vocabulary)
    held_out = held_out_fingerprints(text / "eval")
    sentences = sum(
        write_checked(shard_file(folder, name), pairs, vocabulary, held_out=held_out)
        for name, pairs in corpus.items()
    ) + sum(
        check_shard(shard_file(folder, name), vocabulary, held_out=held_out) for name in synthesised
    )
    print(f"0 of {sentences:,} sentences are held out", flush=True)


if __name__ == "__main__":
    run(main)
