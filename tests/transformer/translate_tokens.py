"""Translate tokens with the weights in a file, on the backend that KERAS_BACKEND names.

A process of its own, since Keras takes up one backend in a process:
``python translate_tokens.py WEIGHTS CONFIG`` reads token lists from standard input as JSON, and
writes the answers as JSON.
"""

import json
import sys

import keras
import numpy as np
from transformer.config import ModelConfig
from transformer.decoding import GreedyDecoder
from transformer.model import Transformer

MAX_TOKENS = 40


def main() -> None:
    """Load, translate, print."""
    keras.config.set_dtype_policy("float32")
    model = Transformer(ModelConfig(**json.loads(sys.argv[2])))
    with np.load(sys.argv[1]) as arrays:
        for number, variable in enumerate(model.weights):
            variable.assign(arrays[f"arr_{number}"])
    decoder = GreedyDecoder(model, max_tokens=MAX_TOKENS)
    json.dump(decoder.translate(json.load(sys.stdin), rows=4), sys.stdout)


if __name__ == "__main__":
    main()
