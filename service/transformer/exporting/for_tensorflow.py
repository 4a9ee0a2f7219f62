"""Turn the models that are served into those that TensorFlow serves.

``python -m transformer.exporting.for_tensorflow service/model/en-es --to FOLDER`` reads the int8
weights that CTranslate2 serves, the only ones in git, and writes ``FOLDER/en-es``: a graph of them
in float32, the vocabulary, and what a user of the two must know. The image of the TensorFlow engine
is built so.
"""

import argparse
import shutil
import tempfile
from pathlib import Path

import tensorflow as tf

from transformer.command import run
from transformer.errors import ServedModelError
from transformer.exporting.metadata import TOKENIZER_FILE, read_metadata, write_metadata
from transformer.exporting.served_weights import read_served_model
from transformer.exporting.serving_graph import GRAPH_FOLDER, write_graph
from transformer.files import replace_folder

# They were measured with the other engine.
_MEASURED = ("scores", "float32_scores")


def main() -> None:
    """Read the arguments and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "served", type=Path, nargs="+", help="the folder of a model that CTranslate2 serves"
    )
    parser.add_argument(
        "--to", type=Path, required=True, help="the folder for the new ones, or that of the old"
    )
    options = parser.parse_args()
    for served in options.served:
        write_for_tensorflow(served, options.to / served.name)
        print(f"{options.to / served.name} holds a model for TensorFlow")


def write_for_tensorflow(served: Path, to: Path) -> None:
    """Write what ``TensorFlowDecoder`` of the service reads.

    Args:
        served: The folder of a model that CTranslate2 serves.
        to: Made here, or replaced.

    Raises:
        ServedModelError: The folder lacks something, or holds something else.
    """
    facts = read_metadata(served)
    if facts is None:
        raise ServedModelError(f"there is no model in {served}; name the folder of one")
    model = read_served_model(served)
    to.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=to.parent, prefix=".new-") as beside:
        new = Path(beside) / "model"
        write_graph(model, new / GRAPH_FOLDER, max_tokens=facts["max_target_tokens"])
        shutil.copyfile(served / TOKENIZER_FILE, new / TOKENIZER_FILE)
        kept = {name: fact for name, fact in facts.items() if name not in _MEASURED}
        write_metadata(new, kept | {"engine": f"tensorflow {tf.__version__}, float32"})
        replace_folder(to, new=new)


if __name__ == "__main__":
    run(main)
