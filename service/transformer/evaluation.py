"""Say how good a served model is: BLEU and chrF2 on sentences that no training has seen."""

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import ctranslate2
import sentencepiece
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF

from transformer.errors import TextMissingError

SETS = ("tatoeba_test", "flores200_dev", "tico19_dev")
BEAM_WIDTH = 2
BATCH_TOKENS = 2048
MAX_TARGET_TOKENS = 200


@dataclasses.dataclass(frozen=True)
class Score:
    """Hold what was measured on one set, and how."""

    name: str
    sentences: int
    bleu: float
    chrf: float
    bleu_signature: str
    chrf_signature: str

    def as_dict(self) -> dict[str, object]:
        """Return all but the name, rounded as it is reported."""
        values = dataclasses.asdict(self)
        del values["name"]
        return values | {"bleu": round(self.bleu, 1), "chrf": round(self.chrf, 1)}


class ServedModel:
    """Translate sentences with the exported model, as the service does."""

    def __init__(self, folder: Path) -> None:
        """Load the model in its own type, on one thread."""
        self._translator = ctranslate2.Translator(str(folder), inter_threads=1, intra_threads=1)
        self._pieces = sentencepiece.SentencePieceProcessor(
            model_file=str(folder / "sentencepiece.model")
        )

    def translate(self, sentences: Sequence[str], *, beam_width: int = BEAM_WIDTH) -> list[str]:
        """Translate each sentence."""
        answers = self.translate_pieces(
            self._pieces.encode(list(sentences), out_type=str), beam_width=beam_width
        )
        return [self._pieces.decode(pieces) for pieces in answers]

    def translate_pieces(
        self,
        sentences: Sequence[Sequence[str]],
        *,
        beam_width: int = BEAM_WIDTH,
        max_tokens: int = MAX_TARGET_TOKENS,
    ) -> list[list[str]]:
        """Translate sentences given as pieces."""
        results = self._translator.translate_batch(
            list(sentences),
            beam_size=beam_width,
            max_batch_size=BATCH_TOKENS,
            batch_type="tokens",
            max_decoding_length=max_tokens,
        )
        return [result.hypotheses[0] for result in results]


def evaluate(folder: Path, text: Path, *, sets: Iterable[str] = SETS) -> list[Score]:
    """Translate held-out sets with the exported model and print a line for each.

    Args:
        folder: The exported model.
        text: The folder with ``eval/NAME.en`` and ``eval/NAME.es``.
        sets: The names.
    """
    model = ServedModel(folder)
    scores = []
    for name in sets:
        english, spanish = (list(_lines(text / "eval" / f"{name}.{end}")) for end in ("en", "es"))
        scores.append(score(name, model.translate(english), spanish))
        print(report(scores[-1]), flush=True)
    return scores


def score(name: str, answers: Sequence[str], references: Sequence[str]) -> Score:
    """Compare answers with one reference each."""
    bleu, chrf = BLEU(), CHRF()
    bleu_score = bleu.corpus_score(answers, [references])
    chrf_score = chrf.corpus_score(answers, [references])
    return Score(
        name,
        len(references),
        float(bleu_score.score),
        float(chrf_score.score),
        str(bleu.get_signature()),
        str(chrf.get_signature()),
    )


def report(measured: Score) -> str:
    """Return a line for people."""
    return (
        f"{measured.name:24} {measured.sentences:6,} sentences"
        f"   BLEU {measured.bleu:5.1f}   chrF2 {measured.chrf:5.1f}"
    )


def _lines(path: Path) -> Iterator[str]:
    if not path.is_file():
        raise TextMissingError(f"{path} is missing; name the folder with eval/ in TRADUCTOR_TEXT")
    yield from path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
