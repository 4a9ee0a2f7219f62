"""Two thousand random inputs: no exception, no empty answer, no endless repetition.

What counts as endless is said in one place, tests/service/repetition.py.
"""

import collections

import pytest
from translator.engine import Engine

from tests.service.random_inputs import KINDS, random_inputs
from tests.service.repetition import cycles, fault

SEED = 20261121


def test_no_random_input_makes_the_engine_fail_fall_silent_or_repeat_itself(
    real_engine: Engine,
) -> None:
    inputs = random_inputs(SEED)

    faults = []
    for kind, given in inputs:
        (answer,) = real_engine.translate([given])
        found = fault(given, answer)
        if found:
            faults.append((found, kind, given, answer))

    assert len(inputs) == 2_000
    assert faults == []


def test_every_kind_of_input_is_among_them() -> None:
    inputs = random_inputs(SEED)

    found = collections.Counter(kind for kind, _ in inputs)
    assert found == {make.__name__.strip("_"): count for make, count in KINDS.items()}
    assert {"", "I"} <= {given for _, given in inputs}
    assert any(len(given.split()) >= 500 for _, given in inputs)
    assert any("\x00" in given for _, given in inputs)
    assert len({given for _, given in inputs}) > 1_700


def test_the_same_seed_gives_the_same_inputs() -> None:
    assert random_inputs(SEED) == random_inputs(SEED)
    assert random_inputs(SEED) != random_inputs(SEED + 1)


@pytest.mark.parametrize(
    ("given", "answer", "found"),
    [
        ("Hello.", "Hola.", None),
        ("Hello.", " ", "empty"),
        ("", "", None),
        (" \n", " \n", None),
        ("The house is old.", "La casa es es es vieja.", None),
        ("The house is old.", "La casa es es es es vieja.", "repeats words"),
        ("I was in the river.", "de la de la de la de la de", "repeats words"),
        ("no no no no no", "no no no no no", None),
        ("no no no no", "no no no no no", "repeats words"),
        ("A good morning to you.", "Buenaaaaaas.", "repeats characters"),
        ("A good morning to you.", "Buenananananananas.", "repeats characters"),
        ("Noooooooo!", "¡Noooooooo!", None),
        ("Yes.", "Sí, y además otra cosa que nadie ha dicho ni ha pensado nunca.", "too long"),
    ],
)
def test_a_faulty_answer_is_noticed(given: str, answer: str, found: str | None) -> None:
    assert fault(given, answer) == found


@pytest.mark.parametrize(
    ("items", "count"), [("", 0), ("a", 1), ("abc", 1), ("aab", 2), ("abababa", 3), ("abcabc", 2)]
)
def test_cycles_are_counted_at_the_worst_place(items: str, count: int) -> None:
    assert cycles(items, 3) == count
