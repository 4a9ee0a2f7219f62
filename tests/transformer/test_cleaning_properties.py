"""What holds for any text whatever that is cleaned, restyled or compared."""

import random
import unicodedata
from collections.abc import Iterator

import pytest
from transformer.pairs.cleaning import Pair, Tally, clean, fault, fingerprint, normalise
from transformer.pairs.restyling import alone, bare_sentence, in_capitals

from tests.transformer.small_text import PAIRS

TEXTS = 2000
ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz ABCDEFGH áéíóúüñ ÁÉÍÓÚÜÑ ¿?¡!.,;:'\"()",
    "0123456789 $€%/-+.,@",
    "e\u0301n\u0303 \u200b\ufeff\u00ad\u00a0\u2003\u202e\t\r\x00\x07\x85\u2028",
    "日本語 ελληνικά кириллица عربى ﬁ ß ½ ² 🎉 👩🏽 \ufffd Ã©",
)
LETTERS = "abcdefghijklmnñopqrstuvwxyzáéíóúü"


def texts() -> Iterator[str]:
    """Make strings of every kind, and of every mixture of kinds."""
    chance = random.Random(11)  # noqa: S311 - a sample, not a secret
    for _ in range(TEXTS):
        characters = "".join(chance.sample(ALPHABETS, chance.randint(1, len(ALPHABETS))))
        yield "".join(chance.choices(characters, k=chance.randint(0, 60)))


def pairs() -> list[Pair]:
    """Pair them at random, and put good pairs among them, some of them more than once."""
    chance = random.Random(12)  # noqa: S311 - a sample, not a secret
    sides = list(texts())
    mixed = [*zip(sides, reversed(sides), strict=True), *PAIRS, *PAIRS]
    chance.shuffle(mixed)
    return mixed


def test_a_normalised_text_is_composed_printable_and_stays_as_it_is() -> None:
    for text in texts():
        normal = normalise(text)

        assert normal == normalise(normal)
        assert unicodedata.is_normalized("NFC", normal)
        assert "  " not in normal
        assert not any(unicodedata.category(character) == "Cc" for character in normal)


def test_normalising_changes_no_letter_and_no_digit() -> None:
    for text in texts():
        assert fingerprint(normalise(text)) == fingerprint(text)


def test_a_fingerprint_knows_neither_case_nor_punctuation_nor_blanks() -> None:
    chance = random.Random(13)  # noqa: S311 - a sample, not a secret
    for _ in range(TEXTS):
        word = "".join(chance.choices(LETTERS, k=8))
        dressed = f"  ¿{word[:3].upper()} {word[3:5]}-{word[5:]}…!"

        assert fingerprint(dressed) == fingerprint(unicodedata.normalize("NFD", word)) == word


def test_what_is_kept_is_good_single_and_never_held_out() -> None:
    tally = Tally()
    held_out = {fingerprint(PAIRS[0][0]), fingerprint(PAIRS[1][1])}

    kept = list(clean(pairs(), held_out=held_out, tally=tally))

    assert set(PAIRS[2:]) <= set(kept)
    assert all(fault(*pair) is None for pair in kept)
    assert len({tuple(map(fingerprint, pair)) for pair in kept}) == len(kept)
    assert not any(fingerprint(side) in held_out for pair in kept for side in pair)


def test_each_pair_is_counted_once_as_kept_or_for_its_fault() -> None:
    tally = Tally()

    kept = list(clean(pairs(), held_out=(), tally=tally))

    assert tally.kept == len(kept)
    assert tally.kept + tally.rejected.total() == len(pairs())


def test_cleaning_what_is_clean_changes_nothing() -> None:
    once = list(clean(pairs(), held_out=(), tally=Tally()))

    assert list(clean(once, held_out=(), tally=Tally())) == once


def test_restyling_changes_how_a_pair_is_written_and_not_what_it_says() -> None:
    plain = [(f"{n} {one}", f"{n} {other}") for n in range(200) for one, other in PAIRS]
    marks = {tuple(map(fingerprint, pair)) for pair in plain}

    restyled = list(in_capitals(plain))

    assert 0.1 < len(restyled) / len(plain) < 0.2
    assert not set(restyled) & set(plain)
    assert {tuple(map(fingerprint, pair)) for pair in restyled} <= marks
    both = [" ".join(pair) for pair in restyled]
    assert all(text in (text.upper(), text.lower()) for text in both)
    assert restyled == list(in_capitals(plain))


def test_a_word_alone_is_written_three_ways_and_a_sentence_none() -> None:
    plain = [("the washing machine", "la lavadora"), ("How are you?", "¿Cómo estás?")]

    assert list(alone([*plain, ("he lives over there", "vive allí"), ("a,b", "a,b")])) == [
        ("the washing machine", "la lavadora"),
        ("The washing machine", "La lavadora"),
        ("The washing machine.", "La lavadora."),
    ]


def test_a_pair_with_an_address_keeps_its_case() -> None:
    addresses = [
        (f"Write to me{n}@example.com.", f"Escribe a me{n}@example.com.") for n in range(300)
    ]

    assert not list(in_capitals(addresses))


@pytest.mark.parametrize(
    ("sentence", "bare"),
    [
        ("Where are you?", "where are you"),
        ("¿Dónde estás?", "dónde estás"),
        ("¡Vamos!", "vamos"),
        ("I'm here...", "i'm here"),
    ],
)
def test_a_bare_sentence_has_no_capital_and_no_mark_at_its_ends(sentence: str, bare: str) -> None:
    assert bare_sentence(sentence) == bare
