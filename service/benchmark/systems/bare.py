"""Bare CTranslate2: the library called directly, with nothing of the service around it."""

from collections.abc import Sequence

import ctranslate2
from sentencepiece import SentencePieceProcessor
from translator.model import MODELS_DIRECTORY, TOKENIZER_FILE
from translator.settings import Settings

# As many as the engine takes into a batch of short sentences.
TOGETHER = 32


class BareCTranslate2:
    """Read, translate and write pieces; one thread, and the search that is served."""

    def __init__(self) -> None:
        folder = MODELS_DIRECTORY / "en-es"
        self._tokenizer = SentencePieceProcessor(model_file=str(folder / TOKENIZER_FILE))
        self._translator = ctranslate2.Translator(
            str(folder), device="cpu", compute_type="int8", inter_threads=1, intra_threads=1
        )

    def one(self, text: str, pieces: int) -> str:
        """Translate one sentence."""
        del pieces  # it writes as many as it finds right
        (answer,) = self._batch([text])
        return answer

    def many(self, texts: Sequence[str]) -> list[str]:
        """Translate sentences in batches of similar length."""
        order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
        answers = [""] * len(texts)
        for start in range(0, len(order), TOGETHER):
            numbers = order[start : start + TOGETHER]
            batch = self._batch([texts[number] for number in numbers])
            for number, answer in zip(numbers, batch, strict=True):
                answers[number] = answer
        return answers

    def _batch(self, texts: Sequence[str]) -> list[str]:
        results = self._translator.translate_batch(
            self._tokenizer.encode(list(texts), out_type=str), beam_size=Settings.beam_size
        )
        return [self._tokenizer.decode(result.hypotheses[0]) for result in results]
