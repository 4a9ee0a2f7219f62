"""Clean the text, learn a vocabulary, write shards: ``python -m transformer.prepare``."""

import argparse
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from transformer import paths
from transformer.catalogue import SOURCES, Source
from transformer.cleaning import Pair, Tally, clean, held_out_fingerprints
from transformer.shards import sha256, write_shard
from transformer.sources import load_pairs, source_file
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
    made = prepare(options.text, options.prepared, pieces=options.vocabulary_pieces)
    print(f"{options.prepared} {'is ready' if made else 'was ready: nothing to do'}")


def prepare(
    text: Path,
    prepared: Path,
    *,
    pieces: int = VOCABULARY_PIECES,
    sources: Sequence[Source] = SOURCES,
) -> bool:
    """Write ``vocabulary.model``, ``NAME.npz`` for each source in use, and ``manifest.json``.

    Returns:
        False if all that was there already, made from the same text in the same way.
    """
    wanted = [source for source in sources if source.weight]
    origin = _origin(text, wanted, pieces=pieces)
    manifest = prepared / "manifest.json"
    if (
        manifest.is_file()
        and json.loads(manifest.read_text(encoding="utf-8")).get("from") == origin
    ):
        return False
    prepared.mkdir(parents=True, exist_ok=True)
    corpus, counts = _read(text, wanted, prepared=prepared)
    sample = _vocabulary_sample(corpus, wanted)
    path = train_vocabulary(sample, size=pieces, prefix=prepared / "vocabulary")
    _encode(corpus, Vocabulary(path), folder=prepared)
    content = json.dumps({"from": origin, "pairs": counts}, indent=1)
    manifest.write_text(content + "\n", encoding="utf-8")
    return True


def _origin(text: Path, sources: Sequence[Source], *, pieces: int) -> dict[str, Any]:
    """Return all on which the prepared data depend, but for this code."""
    files = [
        *sorted((text / "eval").glob("*.e[ns]")),
        *(source_file(text, s.name) for s in sources),
    ]
    return {
        "vocabulary_pieces": pieces,
        "weights": {source.name: source.weight for source in sources},
        "text": {str(path.relative_to(text)): sha256(path) for path in files},
    }


def _read(
    text: Path, sources: Sequence[Source], *, prepared: Path
) -> tuple[dict[str, list[Pair]], dict[str, Any]]:
    """Return each source's clean pairs, and what was counted while cleaning."""
    held_out = held_out_fingerprints(text / "eval")
    corpus: dict[str, list[Pair]] = {}
    counts: dict[str, Any] = {}
    for name in (source.name for source in sources):
        tally = Tally()
        pairs = load_pairs(name, text=text, prepared=prepared / "tfds")
        corpus[name] = list(clean(pairs, held_out=held_out, tally=tally))
        counts[name] = {"kept": tally.kept, "rejected": dict(tally.rejected)}
        print(f"{name:18} kept {tally.kept:7,}  left out {dict(tally.rejected)}", flush=True)
    return corpus, counts


def _vocabulary_sample(
    corpus: Mapping[str, Sequence[Pair]], sources: Sequence[Source]
) -> Iterator[str]:
    """Draw sentences from each source, twice as many as an epoch sees, if there are."""
    chance = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    sentences = []
    for source in sources:
        share = min(1.0, 2 * source.weight)
        pairs = corpus[source.name]
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


if __name__ == "__main__":
    main()
