"""Sentences become pieces and sentences again."""

import pytest
from transformer.text import END, UNKNOWN, Vocabulary


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
