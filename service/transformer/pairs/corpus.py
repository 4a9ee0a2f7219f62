"""Gather the clean pairs of every source, wherever they come from."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from transformer.errors import PreparationError
from transformer.pairs import phrases
from transformer.pairs.catalogue import PHRASES, Source
from transformer.pairs.cleaning import Pair, Tally, clean, held_out_fingerprints
from transformer.pairs.public import read_public
from transformer.pairs.restyling import STYLES
from transformer.pairs.sources import load_pairs, source_file

Corpus = dict[str, list[Pair]]


def files_of(source: Source, text: Path) -> list[Path]:
    """List the files on which a source's pairs depend."""
    if source.restyled or source.dataset:
        return []
    return list(phrases.FILES) if source.name == PHRASES else [source_file(text, source.name)]


def read_corpus(
    sources: Sequence[Source], *, text: Path, prepared: Path
) -> tuple[Corpus, dict[str, Any]]:
    """Return each source's clean pairs, and what was counted while cleaning.

    Raises:
        TextMissingError: A source's file is not there.
        PreparationError: A source is to be restyled that is not among the sources.
    """
    held_out = held_out_fingerprints(text / "eval")
    corpus: Corpus = {}
    counts: dict[str, Any] = {}
    for source in sources:
        tally = Tally()
        pairs = _pairs(source, corpus, text=text, prepared=prepared)
        if source.restyled:
            # Of clean pairs, and one word in two styles is no duplicate.
            corpus[source.name] = list(pairs)
            tally.kept = len(corpus[source.name])
        else:
            corpus[source.name] = list(clean(pairs, held_out=held_out, tally=tally))
        counts[source.name] = {"kept": tally.kept, "rejected": dict(tally.rejected)}
        print(f"{source.name:18} kept {tally.kept:7,}  left out {dict(tally.rejected)}", flush=True)
    return corpus, counts


def _pairs(
    source: Source, corpus: Mapping[str, Sequence[Pair]], *, text: Path, prepared: Path
) -> Iterable[Pair]:
    if source.name == PHRASES:
        return phrases.pairs()
    if source.dataset:
        return read_public(source, folder=prepared / "tfds")
    if not source.restyled:
        return load_pairs(source.name, text=text, prepared=prepared / "tfds")
    if source.restyled not in corpus:
        raise PreparationError(
            f"{source.name} is made from {source.restyled}, which is not among the sources; "
            f"name {source.restyled} before it, or leave both out"
        )
    style = STYLES[source.name.rpartition(".")[2]]
    return style(corpus[source.restyled])
