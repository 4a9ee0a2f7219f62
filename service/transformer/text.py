"""Turn sentences into pieces of a shared SentencePiece vocabulary, and back."""

import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

import sentencepiece

PAD, UNKNOWN, START, END = 0, 1, 2, 3

# Written differently, said the same. All else stays as it was typed: the usual nmt_nfkc rules
# would turn "½" into three characters and "m²" into "m2", which no translation could bring back.
_SPELLINGS = {
    "\u2018": "'",
    "\u2019": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u201e": '"',
    "\u2026": "...",
    "\u00ad": "",
    "\u200b": "",
    "\u200d": "",
    "\ufeff": "",
}
_BLANKS = "\t\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000"
_LATIN = range(0x00C0, 0x0250)


def train_vocabulary(sentences: Iterable[str], *, size: int, prefix: Path) -> Path:
    """Learn a unigram vocabulary of ``size`` pieces and write ``PREFIX.model``.

    Bytes are pieces too, so that no character is unknown; digits stand alone, so that a number
    is copied and not remembered; case is kept. The rules of normalisation are part of the file
    and hold wherever it is used.
    """
    rules = prefix.with_suffix(".rules.tsv")
    rules.write_text(normalisation_rules(), encoding="utf-8")
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(sentences),
        model_prefix=str(prefix),
        vocab_size=size,
        model_type="unigram",
        normalization_rule_tsv=str(rules),
        byte_fallback=True,
        split_digits=True,
        character_coverage=0.9999,
        pad_id=PAD,
        unk_id=UNKNOWN,
        bos_id=START,
        eos_id=END,
        pad_piece="<pad>",
        num_threads=2,
        minloglevel=1,
    )
    path = prefix.with_suffix(".model")
    _forget_paths(path)
    return path


def _forget_paths(path: Path) -> None:
    """Take out of a trained file where it was trained: the same text gives the same file."""
    # Here, since it needs protobuf, which a machine that only trains may not have.
    from sentencepiece import sentencepiece_model_pb2

    model = sentencepiece_model_pb2.ModelProto.FromString(path.read_bytes())
    model.trainer_spec.ClearField("model_prefix")
    model.normalizer_spec.ClearField("normalization_rule_tsv")
    path.write_bytes(model.SerializeToString(deterministic=True))


def normalisation_rules() -> str:
    """Write the rules in SentencePiece's form: code points, a tab, code points, a line each."""
    rules = dict(_SPELLINGS) | dict.fromkeys(_BLANKS, " ")
    for code in _LATIN:
        composed = chr(code)
        parts = unicodedata.normalize("NFD", composed)
        if parts != composed:
            rules[parts] = composed
    return "".join(f"{_hexadecimal(old)}\t{_hexadecimal(new)}\n" for old, new in rules.items())


def _hexadecimal(text: str) -> str:
    return " ".join(f"{ord(character):04X}" for character in text)


class Vocabulary:
    """Encode and decode with a trained SentencePiece file."""

    def __init__(self, path: Path) -> None:
        """Load the file."""
        self._pieces = sentencepiece.SentencePieceProcessor(model_file=str(path))

    def __len__(self) -> int:
        """Count the pieces."""
        return int(self._pieces.get_piece_size())

    @property
    def pieces(self) -> list[str]:
        """List the pieces in the order of their numbers."""
        return [self._pieces.id_to_piece(number) for number in range(len(self))]

    def encode(self, sentences: Sequence[str]) -> list[list[int]]:
        """Return the numbers of each sentence's pieces, closed by END."""
        encoded: list[list[int]] = self._pieces.encode(
            list(sentences), out_type=int, add_eos=True, num_threads=2
        )
        return encoded

    def decode(self, numbers: Sequence[Sequence[int]]) -> list[str]:
        """Return the sentences; START, END and PAD leave no trace."""
        decoded: list[str] = self._pieces.decode([[int(n) for n in line] for line in numbers])
        return decoded
