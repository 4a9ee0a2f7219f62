"""What is learnt from, and what is not."""

from pathlib import Path

import pytest
from transformer.pairs.cleaning import (
    Pair,
    Tally,
    clean,
    fault,
    fingerprint,
    held_out_fingerprints,
    normalise,
    read_lines,
)

GOOD = ("The price rose by 3.5 euros.", "El precio subió 3,5 euros.")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("cafe\u0301", "café"),
        ("  two \u00a0 blanks\t", "two blanks"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("½ cup, 3.5 m²", "½ cup, 3.5 m²"),
        ("NASA and the FBI", "NASA and the FBI"),
    ],
)
def test_normalising_changes_the_writing_and_not_the_text(typed: str, kept: str) -> None:
    assert normalise(typed) == kept


@pytest.mark.parametrize(
    ("english", "spanish", "reason"),
    [
        (*GOOD, None),
        ("Yes.", "Sí, claro que sí.", None),
        ("", "Hola.", "empty"),
        ("He went to the caf\ufffd.", "Fue al café.", "encoding"),
        ("He is here.", "Ã©l estÃ¡ aquÃ­.", "encoding"),
        ("a word " * 41, "una palabra " * 41, "long"),
        ("No.", "Esta frase dice muchísimo más que la otra.", "ratio"),
        ("{{x}} == [1, 2, 3]; //", "{{x}} == [1, 2, 3]; //", "letters"),
        ("Copyright of the owner 2018", "Copyright of the owner 2018", "copy"),
        ("La casa de la playa es de los dos.", "The house at the beach.", "language"),
        ("The end of it.", "This is the end of it and that was that.", "language"),
    ],
)
def test_a_faulty_pair_is_named_for_its_fault(
    english: str, spanish: str, reason: str | None
) -> None:
    assert fault(normalise(english), normalise(spanish)) == reason


def test_only_a_line_feed_ends_a_line(tmp_path: Path) -> None:
    path = tmp_path / "lines.txt"
    path.write_bytes("one\rstill one\u2028and still\r\n\ntwo".encode())

    assert read_lines(path) == ["one\rstill one\u2028and still", "", "two"]


def test_a_sentence_with_a_carriage_return_is_held_out_whole(tmp_path: Path) -> None:
    (tmp_path / "small.en").write_bytes(b"Good\rmorning to you.\n")

    held_out = held_out_fingerprints(tmp_path)

    assert fingerprint("Good morning to you") in held_out
    assert fingerprint("Good") not in held_out


def test_a_pair_is_learnt_once() -> None:
    tally = Tally()

    kept = list(clean([GOOD, GOOD, (GOOD[0].upper(), GOOD[1])], held_out=(), tally=tally))

    assert kept == [GOOD]
    assert tally.rejected == {"duplicate": 2}


@pytest.mark.parametrize(
    "pair",
    [
        ("Where's the station, please?", "Otra cosa es esto."),
        ("Another thing it is.", "¿Dónde  está la ESTACIÓN"),
    ],
)
def test_a_pair_with_a_held_out_side_is_never_learnt(tmp_path: Path, pair: Pair) -> None:
    (tmp_path / "small.en").write_text("Where's the station please\n", encoding="utf-8")
    (tmp_path / "small.es").write_text("¿Dónde está la estación?\n", encoding="utf-8")
    held_out = held_out_fingerprints(tmp_path)
    tally = Tally()

    kept = list(clean([pair, GOOD], held_out=held_out, tally=tally))

    assert kept == [GOOD]
    assert tally.rejected == {"held out": 1}
    assert not any(fingerprint(side) in held_out for one in kept for side in one)
