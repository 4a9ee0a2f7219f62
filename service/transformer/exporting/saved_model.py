"""Write a run's model for TensorFlow: one graph that searches and keeps keys and values."""

import datetime
import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path

import keras

from transformer.decoding import GreedyDecoder
from transformer.evaluation.scores import Score, score
from transformer.evaluation.sets import EvaluationSet, read_set
from transformer.exporting.metadata import TOKENIZER_FILE, described, write_metadata
from transformer.exporting.serving_graph import GRAPH_FOLDER, write_graph
from transformer.model import Transformer
from transformer.pairs.manifest import VOCABULARY_FILE
from transformer.text import Vocabulary
from transformer.training.checkpoints import to_numpy
from transformer.training.runs import Run

ROWS = 32


def write_saved_model(
    model: Transformer, run: Path, folder: Path, *, text: Path, sets: Sequence[str]
) -> None:
    """Write ``saved_model/``, the vocabulary, and what a user of the two must know.

    The graph's endpoint ``serve`` does what ``serving_graph.BeamSearch`` does. Only on the backend
    ``tensorflow``.

    Args:
        model: The model.
        run: The folder of its run.
        folder: Where to.
        text: The folder with the held-out sets.
        sets: Those that it is measured on, whole lines at a time.
    """
    facts = described(run)
    decoder = GreedyDecoder(model, max_tokens=facts["max_target_tokens"])
    write_graph(model, folder / GRAPH_FOLDER, max_tokens=facts["max_target_tokens"])
    shutil.copyfile(run / VOCABULARY_FILE, folder / TOKENIZER_FILE)
    vocabulary = Vocabulary(run / VOCABULARY_FILE)
    direction = Run.read(run).direction
    scores = [_score(decoder, vocabulary, read_set(text, name, direction)) for name in sets]
    facts |= {
        "version": f"{datetime.datetime.now(datetime.UTC).date()}-{_mark(model)}",
        "engine": f"tensorflow, keras {keras.__version__}, float32, greedy",
        "scores": {score.name: score.as_dict() for score in scores},
    }
    write_metadata(folder, facts)


def _score(decoder: GreedyDecoder, vocabulary: Vocabulary, held_out: EvaluationSet) -> Score:
    tokens = decoder.translate(vocabulary.encode(held_out.sources), rows=ROWS)
    return score(held_out.name, vocabulary.decode(tokens), held_out.references)


def _mark(model: Transformer) -> str:
    """Return what tells these weights from all others."""
    digest = hashlib.sha256()
    for variable in model.weights:
        digest.update(to_numpy(variable).tobytes())
    return digest.hexdigest()[:8]
