"""Make a model, from text to what is served: ``python -m transformer --minutes 90``.

Prepares the text, trains, or goes on training, measures and exports, and lets the service's own
engine translate a few held-out sentences. A run that is taken up again needs no more than its
name. Each part is a command of its own as well: ``prepare``, ``train``, ``export``.
"""

import argparse
from collections.abc import Collection, Sequence
from pathlib import Path

from transformer import paths
from transformer.command import run
from transformer.evaluation.scores import SETS, served_engine
from transformer.evaluation.sets import read_set
from transformer.export import export, load_average
from transformer.pairs.catalogue import SOURCES, Source
from transformer.pairs.manifest import VOCABULARY_FILE
from transformer.pairs.public import PUBLIC_BY_NAME, public_source
from transformer.pairs.shards import shard_file
from transformer.prepare import VOCABULARY_PIECES, chosen_sources, prepare
from transformer.train import add_options, parse_mix, run_folder, train
from transformer.training.runs import RUN_FILE, Run

SENTENCES_SHOWN = 5


def main() -> None:
    """Read the arguments and go the whole way."""
    options = _parser().parse_args()
    folder = run_folder(options)
    if not (folder / RUN_FILE).is_file():
        prepare(
            options.text,
            options.prepared,
            sources=_sources(parse_mix(options.sources, options.add), options.prepared),
            pieces=options.vocabulary_pieces,
            vocabulary=_vocabulary(options.from_run),
        )
    if not train(options, folder):
        print("stopped before the end, and nothing exported; the same command goes on")
        return
    if options.without_export:
        return
    to = options.to or paths.served_model(Run.read(folder).direction.name)
    export(load_average(folder), folder, to, text=options.text, sets=options.sets)
    print(f"{to} holds the new model; it translates, as the service does:")
    _show(folder, to, text=options.text, sets=options.sets)


def _sources(names: Collection[str], prepared: Path) -> list[Source]:
    """Return what is to be prepared; what ``synthesise`` made is there already.

    Raises:
        PreparationError: There is no source of such a name.
    """
    known = {source.name for source in SOURCES}
    made = {name for name in names if name not in known and shard_file(prepared, name).is_file()}
    public = [name for name in names if name in PUBLIC_BY_NAME]
    catalogued = [name for name in names if name not in made and name not in public]
    return [*chosen_sources(catalogued), *(public_source(name) for name in public)]


def _vocabulary(from_run: str | None) -> Path | None:
    """Return the vocabulary of the run whose weights are gone on from."""
    return paths.RUNS / from_run / VOCABULARY_FILE if from_run else None


def _show(folder: Path, served: Path, *, text: Path, sets: Sequence[str]) -> None:
    """Translate the first sentences of the first held-out set with the service's engine."""
    sources = read_set(text, sets[0], Run.read(folder).direction).sources[:SENTENCES_SHOWN]
    for source, answer in zip(sources, served_engine(served).translate(sources), strict=True):
        print(f"{source}\n  {answer}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    add_options(parser)
    add = parser.add_argument
    add("--text", type=Path, default=paths.text_folder(), help="holds train/ and eval/")
    add("--sets", nargs="+", default=list(SETS), help="held-out sets to measure on")
    add("--vocabulary-pieces", type=int, default=VOCABULARY_PIECES, help="where one is learnt")
    add("--to", type=Path, help="where the model goes; else it is the served one")
    add("--without-export", action="store_true", help="end after training")
    return parser


if __name__ == "__main__":
    run(main)
