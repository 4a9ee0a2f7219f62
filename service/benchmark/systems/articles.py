"""The articles' way of translating, with the weights that are served; kept to measure against.

Greedy, one operation of TensorFlow after the other, and nothing kept: for each piece of the output
the encoder reads the whole source again, and the decoder the whole output so far.
"""

from collections.abc import Sequence

import keras
from keras import ops
from transformer.exporting.served_weights import read_served_model
from transformer.text import END, START, Vocabulary
from translator.model import MODELS_DIRECTORY, TOKENIZER_FILE


class ArticlesWay:
    """Decode eagerly and without a cache, on as many threads as TensorFlow likes."""

    def __init__(self) -> None:
        folder = MODELS_DIRECTORY / "en-es"
        keras.config.disable_traceback_filtering()
        self._model = read_served_model(folder)
        self._vocabulary = Vocabulary(folder / TOKENIZER_FILE)

    def one(self, text: str, pieces: int) -> str:
        """Translate one sentence in just so many pieces, whether or not it has ended before."""
        (source,) = self._vocabulary.encode([text])
        written = [START]
        for _ in range(pieces):
            states = self._model((ops.array([source]), ops.array([written])), training=False)
            scores = self._model.scores(states)
            written.append(int(ops.argmax(scores[0, -1])))
        whole = written[1 : written.index(END)] if END in written else written[1:]
        (answer,) = self._vocabulary.decode([whole])
        return answer

    def many(self, texts: Sequence[str]) -> list[str]:
        """Translate sentences one after the other, each in as many pieces as it has itself."""
        lengths = map(len, self._vocabulary.encode(list(texts)))
        return [self.one(text, pieces) for text, pieces in zip(texts, lengths, strict=True)]
