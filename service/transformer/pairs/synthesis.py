"""Let a model write one side of a pair: a teacher's translations, and back-translations.

Each part of the work is kept as soon as it is done, so that work that was stopped goes on where
it was. Kim and Rush 2016, "Sequence-Level Knowledge Distillation"; Sennrich, Haddow and Birch
2016, "Improving Neural Machine Translation Models with Monolingual Data".
"""

import dataclasses
import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import ctranslate2
import sentencepiece

from transformer.errors import SynthesisError
from transformer.exporting.metadata import TOKENIZER_FILE, read_metadata
from transformer.files import write_text
from transformer.pairs.cleaning import read_lines
from transformer.pairs.shards import sha256

PART_SENTENCES = 4000
BATCH_TOKENS = 4096
LONGEST_CYCLE_WORDS = 4
CYCLES_OF_A_LOOP = 4

Report = Callable[[str], None]


@dataclasses.dataclass(frozen=True)
class Options:
    """Choose how the teacher searches, and on what."""

    beam_width: int = 4
    device: str = "cpu"
    threads: int = 1


class Teacher:
    """Translate plain sentences with an exported model."""

    def __init__(self, folder: Path, options: Options) -> None:
        """Load the model.

        Raises:
            SynthesisError: The folder does not hold an exported model.
        """
        facts = read_metadata(folder)
        if facts is None:
            raise SynthesisError(
                f"{folder} holds no metadata.json; "
                "name a folder that `python -m transformer.export` wrote"
            )
        self.source, self.target = str(facts["source"]), str(facts["target"])
        self.version = str(facts["version"])
        self.checksum = sha256(folder / "model.bin")
        self._options = options
        self._most_read = int(facts["max_source_tokens"])
        self._most_written = int(facts["max_target_tokens"])
        self._pieces = sentencepiece.SentencePieceProcessor(model_file=str(folder / TOKENIZER_FILE))
        self._translator = ctranslate2.Translator(
            str(folder), device=options.device, inter_threads=options.threads, intra_threads=1
        )

    def translate(self, sentences: Sequence[str]) -> list[str]:
        """Translate each sentence; nothing is returned for one that cannot be done well.

        That is one that is longer than the model has learnt, one whose translation has no end,
        and one that goes round in circles. Half a sentence would teach to leave things out.
        """
        read = self._pieces.encode(list(sentences), out_type=str)
        fit = [i for i, pieces in enumerate(read) if 0 < len(pieces) < self._most_read]
        results = self._translator.translate_batch(
            [read[i] for i in fit],
            beam_size=self._options.beam_width,
            max_batch_size=BATCH_TOKENS,
            batch_type="tokens",
            max_decoding_length=self._most_written,
        )
        answers = [""] * len(sentences)
        for i, result in zip(fit, results, strict=True):
            pieces = result.hypotheses[0]
            text = self._pieces.decode(pieces)
            if len(pieces) < self._most_written and not goes_in_circles(text, sentences[i]):
                answers[i] = text
        return answers


def goes_in_circles(answer: str, sentence: str) -> bool:
    """Say whether up to four words come four times running, though the sentence has no such run."""
    return _has_loop(answer) and not _has_loop(sentence)


def _has_loop(text: str) -> bool:
    words = text.casefold().split()
    for cycle in range(1, LONGEST_CYCLE_WORDS + 1):
        same = 0
        for word, earlier in zip(words[cycle:], words, strict=False):
            same = same + 1 if word == earlier else 0
            if same == cycle * (CYCLES_OF_A_LOOP - 1):
                return True
    return False


def translate_in_parts(
    sentences: Sequence[str], teacher: Teacher, folder: Path, *, options: Options, report: Report
) -> list[str]:
    """Translate all sentences, or what is not yet in the folder.

    Args:
        sentences: What is read.
        teacher: What translates.
        folder: Where each part is kept, a line a sentence.
        options: Those with which the teacher was made.
        report: Called with a line for people after each part.

    Raises:
        SynthesisError: The folder was begun with something else.
    """
    _note_work(folder, sentences, teacher, options)
    answers: list[str] = []
    for first in range(0, len(sentences), PART_SENTENCES):
        part = folder / f"{first // PART_SENTENCES:05}.txt"
        if not part.is_file():
            translated = teacher.translate(sentences[first : first + PART_SENTENCES])
            write_text(part, "".join(f"{_on_one_line(answer)}\n" for answer in translated))
        answers += read_lines(part)
        report(f"{folder.name}: {len(answers):,} of {len(sentences):,} sentences")
    return answers


def _note_work(folder: Path, sentences: Sequence[str], teacher: Teacher, options: Options) -> None:
    work = {
        "model": teacher.checksum,
        "beam_width": options.beam_width,
        "part_sentences": PART_SENTENCES,
        "sentences": hashlib.sha256("\n".join(sentences).encode()).hexdigest(),
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "work.json"
    if not path.is_file():
        write_text(path, json.dumps(work, indent=1) + "\n")
    elif json.loads(path.read_text(encoding="utf-8")) != work:
        raise SynthesisError(
            f"{folder} was begun with another model, beam or text; delete it to begin anew"
        )


def _on_one_line(answer: str) -> str:
    """Take out what ends a line: a model may write any character, piece by piece of its bytes."""
    return " ".join(answer.split())
