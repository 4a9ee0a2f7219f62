"""Clean the text, learn a vocabulary, write shards: ``python -m transformer.prepare``."""

import argparse
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from transformer import paths
from transformer.catalogue import SOURCES
from transformer.cleaning import Pair, Tally, clean, held_out_fingerprints
from transformer.shards import sha256, write_shard
from transformer.sources import load_pairs
from transformer.text import Vocabulary, train_vocabulary

VOCABULARY_PIECES = 8192
VOCABULARY_SENTENCES = 600_000
SEED = 1


def main() -> None:
    """Read the arguments and prepare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--text", type=Path, default=paths.text_folder())
    parser.add_argument("--prepared", type=Path, default=paths.PREPARED)
    parser.add_argument("--vocabulary-pieces", type=int, default=VOCABULARY_PIECES)
    options = parser.parse_args()
    prepare(options.text, options.prepared, pieces=options.vocabulary_pieces)


def prepare(text: Path, prepared: Path, *, pieces: int = VOCABULARY_PIECES) -> None:
    """Write ``vocabulary.model``, ``NAME.npz`` for each source in use, and ``manifest.json``."""
    prepared.mkdir(parents=True, exist_ok=True)
    held_out = held_out_fingerprints(text / "eval")
    corpus: dict[str, list[Pair]] = {}
    manifest: dict[str, dict[str, object]] = {}
    for source in SOURCES:
        if not source.weight:
            continue
        tally = Tally()
        pairs = load_pairs(source.name, text=text, prepared=prepared / "tfds")
        corpus[source.name] = list(clean(pairs, held_out=held_out, tally=tally))
        manifest[source.name] = {"kept": tally.kept, "rejected": dict(tally.rejected)}
        print(f"{source.name:18} kept {tally.kept:7,}  left out {dict(tally.rejected)}", flush=True)
    sample = _vocabulary_sample(corpus)
    path = train_vocabulary(sample, size=pieces, prefix=prepared / "vocabulary")
    _encode(corpus, Vocabulary(path), folder=prepared)
    _write_manifest(manifest, corpus, folder=prepared)


def _vocabulary_sample(corpus: Mapping[str, Sequence[Pair]]) -> Iterator[str]:
    """Draw sentences from each source as often as training will see them."""
    chance = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    sentences = []
    for source in SOURCES:
        pairs = corpus.get(source.name, [])
        share = min(1.0, 2 * source.weight)
        sentences += [side for pair in pairs if chance.random() < share for side in pair]
    chance.shuffle(sentences)
    return iter(sentences[:VOCABULARY_SENTENCES])


def _encode(corpus: Mapping[str, Sequence[Pair]], vocabulary: Vocabulary, *, folder: Path) -> None:
    for name, pairs in corpus.items():
        write_shard(
            folder / f"{name}.npz",
            source=vocabulary.encode([english for english, _ in pairs]),
            target=vocabulary.encode([spanish for _, spanish in pairs]),
        )


def _write_manifest(
    manifest: dict[str, dict[str, object]], names: Mapping[str, object], *, folder: Path
) -> None:
    for name in names:
        manifest[name]["sha256"] = sha256(folder / f"{name}.npz")
    manifest["vocabulary"] = {"sha256": sha256(folder / "vocabulary.model")}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
