"""Sentences become pieces and sentences again."""

from pathlib import Path

import pytest
from transformer.text import END, UNKNOWN, Vocabulary, train_vocabulary

from tests.transformer.small_text import PAIRS, VOCABULARY_PIECES


@pytest.mark.parametrize(
    "sentence",
    [
        "The bread is on the table.",
        "¡Llámame mañana!",
        "½ cup of m² costs €3.50",
        "日本語 и 🎉",
        "NASA, nasa, NaSa",
        "user@example.com https://example.com/?q=1",
    ],
)
def test_a_sentence_comes_back_as_it_went(vocabulary: Vocabulary, sentence: str) -> None:
    (pieces,) = vocabulary.encode([sentence])

    assert vocabulary.decode([pieces]) == [sentence]
    assert UNKNOWN not in pieces
    assert pieces[-1] == END


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("We don\u2019t have any milk.", "We don't have any milk."),
        ("“Yes”…", '"Yes"...'),
        ("esta\u0301", "está"),
        ("the\u00a0table", "the table"),
    ],
)
def test_different_spellings_of_the_same_are_read_alike(
    vocabulary: Vocabulary, typed: str, read: str
) -> None:
    assert vocabulary.encode([typed]) == vocabulary.encode([read])


def test_each_digit_stands_alone(vocabulary: Vocabulary) -> None:
    one, four = vocabulary.encode(["1", "1789"])

    assert len(four) == len(one) + 3


def test_the_same_text_gives_the_same_file_wherever_it_is_trained(tmp_path: Path) -> None:
    sentences = [side for pair in PAIRS for side in pair]
    files = []
    for name in ("here", "there"):
        (tmp_path / name).mkdir()
        prefix = tmp_path / name / "vocabulary"
        path = train_vocabulary(sentences, size=VOCABULARY_PIECES, prefix=prefix)
        files.append(path.read_bytes())

    assert files[0] == files[1]
    assert str(tmp_path).encode() not in files[0]
