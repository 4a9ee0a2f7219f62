"""Turn a model into the directory that is served: CTranslate2, int8, and its vocabulary.

``python -m transformer.export`` averages a run's last checkpoints, measures the result, and puts
it in the place of the served model, unless that one scores higher.
"""

import argparse
import datetime
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ctranslate2
import keras

from transformer import paths
from transformer.command import run
from transformer.errors import ScoresFellError
from transformer.evaluation.scores import SETS, evaluate
from transformer.exporting.metadata import TOKENIZER_FILE, described, read_metadata, write_metadata
from transformer.exporting.saved_model import write_saved_model
from transformer.exporting.spec import make_spec
from transformer.files import replace_folder
from transformer.model import Transformer
from transformer.pairs.manifest import VOCABULARY_FILE
from transformer.pairs.shards import sha256
from transformer.text import Vocabulary
from transformer.training.checkpoints import assign_weights, average_weights, weight_files
from transformer.training.runs import CHECKPOINTS_AVERAGED, Run


def main() -> None:
    """Read the arguments and export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", default="en-es", help="the folder's name in .cache/runs")
    parser.add_argument(
        "--average", type=int, default=CHECKPOINTS_AVERAGED, help="how many last checkpoints"
    )
    parser.add_argument("--text", type=Path, default=paths.text_folder(), help="holds eval/")
    parser.add_argument("--sets", nargs="+", default=SETS, help="held-out sets to measure on")
    parser.add_argument("--to", type=Path, help="else the model that is served")
    parser.add_argument("--anyway", action="store_true", help="even if the scores do not rise")
    parser.add_argument(
        "--tensorflow", type=Path, metavar="FOLDER", help="write a TensorFlow SavedModel there, too"
    )
    options = parser.parse_args()
    folder = paths.RUNS / options.run
    to = options.to or paths.served_model(Run.read(folder).direction.name)
    model = load_average(folder, checkpoints=options.average)
    if options.tensorflow:
        write_saved_model(model, folder, options.tensorflow, text=options.text, sets=options.sets)
        print(f"{options.tensorflow} holds the model for TensorFlow")
    export(model, folder, to, text=options.text, sets=tuple(options.sets), anyway=options.anyway)
    print(f"{to} holds the new model")


def export(
    model: Transformer,
    folder: Path,
    to: Path,
    *,
    text: Path,
    sets: Sequence[str] = SETS,
    anyway: bool = False,
) -> None:
    """Measure the model in int8 and in float32, and put the former in the place of the served one.

    Args:
        model: What ``load_average`` returned.
        folder: The run's; gets ``float32/``, for comparing.
        to: The served model's folder.
        text: The folder with the held-out sets.
        sets: Their names.
        anyway: Replace also a model whose scores are higher.

    Raises:
        ScoresFellError: The model in place is better on these sets.
    """
    direction = Run.read(folder).direction
    exact = folder / "float32"
    shutil.rmtree(exact, ignore_errors=True)
    write_model(model, folder / VOCABULARY_FILE, exact, quantization=None)
    to.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=to.parent, prefix=".new-") as beside:
        new = Path(beside) / "model"
        write_model(model, folder / VOCABULARY_FILE, new)
        facts = described(folder) | {
            "version": f"{datetime.datetime.now(datetime.UTC).date()}-{_mark(new)}",
            "engine": f"ctranslate2 {ctranslate2.__version__}, int8",
        }
        for part, kind, key in ((new, "int8", "scores"), (exact, "float32", "float32_scores")):
            write_metadata(part, facts)
            measured = evaluate(part, text, sets=sets, direction=direction, compute_type=kind)
            facts |= {key: {score.name: score.as_dict() for score in measured}}
        if not anyway:
            refuse_worse(facts["scores"], in_place=to)
        for part in (new, exact):
            write_metadata(part, facts)
        replace_folder(to, new=new)


def refuse_worse(scores: dict[str, Any], *, in_place: Path) -> None:
    """Compare the mean chrF2 over the sets that both models were measured on.

    Raises:
        ScoresFellError: It is lower than that of the model in place, or there is no such set.
    """
    before = (read_metadata(in_place) or {}).get("scores", {})
    if not before:
        return
    common = sorted(before.keys() & scores.keys())
    if not common:
        raise ScoresFellError(
            f"the model in {in_place} was measured on {', '.join(before)} and cannot be compared; "
            "measure on one of these with --sets, or replace it with --anyway"
        )
    old, new = (sum(one[name]["chrf"] for name in common) / len(common) for one in (before, scores))
    if new < old:
        raise ScoresFellError(
            f"the new model has a mean chrF2 of {new:.1f} on {', '.join(common)}, "
            f"the one in {in_place} {old:.1f}, and stays; --anyway replaces it all the same"
        )


def load_average(folder: Path, *, checkpoints: int = CHECKPOINTS_AVERAGED) -> Transformer:
    """Return the model of a run, in float32, with the mean of its last weights."""
    values = average_weights(weight_files(folder)[-checkpoints:])
    keras.config.set_dtype_policy("float32")
    model = Transformer(Run.read(folder).model)
    assign_weights(model, values)
    return model


def write_model(
    model: Transformer, vocabulary: Path, folder: Path, *, quantization: str | None = "int8"
) -> None:
    """Write a CTranslate2 model, and the SentencePiece file beside it.

    Args:
        model: The model; its weights are copied.
        vocabulary: The SentencePiece file.
        folder: Made here.
        quantization: The type of the weights; None for float32.
    """
    spec = make_spec(model)
    pieces = Vocabulary(vocabulary).pieces
    spec.register_source_vocabulary(pieces)
    spec.register_target_vocabulary(pieces)
    spec.validate()
    spec.optimize(quantization=quantization)
    folder.mkdir(parents=True)
    spec.save(str(folder))
    shutil.copyfile(vocabulary, folder / TOKENIZER_FILE)


def _mark(folder: Path) -> str:
    """Return what tells these weights from all others."""
    return sha256(folder / "model.bin")[:8]


if __name__ == "__main__":
    run(main)
