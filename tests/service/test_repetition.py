"""The engine notices where the model lost its way."""

from collections.abc import Sequence

import pytest
from translator.decoders.decoder import Decoder, Hypothesis
from translator.engine import Engine
from translator.text.repetition import rambles, without_echoes

TIRED = "I am very tired today."


@pytest.mark.parametrize(
    ("answer", "source", "expected"),
    [
        ("Hoy estoy muy cansado.", TIRED, False),
        ("Hoy estoy muy muy muy muy cansado.", TIRED, True),
        ("Y hoy y hoy y hoy y hoy y estoy", TIRED, True),
        ("muy, muy, muy, muy cansado", "very, very, very, very tired", False),
        ("muy, muy, muy, muy, muy cansado", "very, very, very, very tired", True),
        ("cansadaaaaaaa", TIRED, True),
        ("¡Nooooooo!", "Nooooooo!", False),
        ("1.000.000.000", "1,000,000,000", False),
        ("Estoy cansado. " * 4 + "Y mucho. " * 3 + "Hoy también, y ayer, y mañana.", TIRED, True),
    ],
)
def test_a_loop_is_what_the_source_does_not_repeat(
    answer: str, source: str, expected: bool
) -> None:
    assert rambles(answer, source) is expected


@pytest.mark.parametrize(
    ("answer", "source", "expected"),
    [
        ("un médico médico médico y sabio", "a doctor and scientist", "un médico y sabio"),
        ("a la a la a la casa", "to the house", "a la casa"),
        ("muy, muy, muy bien", "very, very, very well", "muy, muy, muy bien"),
        ("casa casa vieja", "old house", "casa casa vieja"),
        ("  sí sí sí\n\n\tno no no \n", "  yes\n\n\tno no no \n", "  sí\n\n\tno no no \n"),
        (
            "¡Hola! ¡Hola! ¡Hola! ¿Qué tal?",
            "Hi! Hello! Hey! What's up?",
            "¡Hola! ¡Hola! ¡Hola! ¿Qué tal?",
        ),
        ("sí sí sí sí 😀 😀 😀", "yes 😀 😀 😀", "sí 😀 😀 😀"),
        ("Casa\nCasa\nCasa", "House\nHome\nHousehold", "Casa\nCasa\nCasa"),
    ],
)
def test_an_echo_is_said_once_and_the_lines_stay(answer: str, source: str, expected: str) -> None:
    assert without_echoes(answer, source) == expected


class LoopingDecoder:
    """Every output is a loop, guarded or not."""

    def __init__(self, output: str, decoder: Decoder) -> None:
        self.output = output
        self.model = decoder.model
        self.count_tokens = decoder.count_tokens
        self.guards: list[bool] = []

    def hypotheses(
        self, sentences: Sequence[str], *, count: int, guarded: bool = False
    ) -> list[list[Hypothesis]]:
        self.guards.append(guarded)
        return [[Hypothesis(self.output, 0.5)] * count for _ in sentences]


@pytest.mark.parametrize("output", ["no " * 9, ""])
def test_what_cannot_be_translated_even_with_a_guard_stays_as_it_is(
    real_engine: Engine, monkeypatch: pytest.MonkeyPatch, output: str
) -> None:
    decoder = LoopingDecoder(output.strip(), real_engine._decoder)
    monkeypatch.setattr(real_engine, "_decoder", decoder)

    assert real_engine.translate([f"  {TIRED}\n"]) == [f"  {TIRED}\n"]
    assert decoder.guards == [False, True]
