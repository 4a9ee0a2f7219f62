"""A limit of confidence is judged by the bad translations that it finds."""

import pytest
from translator.engine import Engine
from translator.text.confidence import UNSURE_BELOW, is_unsure

from tests.service.confidence_figures import Figures, figures, rows


@pytest.mark.parametrize(
    ("confidence", "expected"),
    [(None, False), (1.0, False), (UNSURE_BELOW, False), (UNSURE_BELOW - 0.01, True), (0.0, True)],
)
def test_what_was_copied_is_never_unsure(confidence: float | None, expected: bool) -> None:
    assert is_unsure(confidence) is expected


def test_the_figures_of_a_limit() -> None:
    some = [(0.3, 20.0), (0.4, 60.0), (0.6, 30.0), (0.9, 90.0)]

    assert figures(some, 0.5) == Figures(
        flagged=0.5, below=40.0, above=60.0, precision=0.5, recall=0.5
    )


def test_the_model_is_surer_of_what_it_can_do(real_engine: Engine) -> None:
    good = [("Thank you very much.", "Muchas gracias."), ("Where do you live?", "¿Dónde vives?")]
    bad = [("The frog quacks amid reeds.", "La rana croa"), ("Zounds, thou varlet!", "¡Pardiez!")]

    sure, unsure = (
        min(confidence for confidence, _ in rows(real_engine, *zip(*pairs, strict=True)))
        for pairs in (good, bad)
    )

    assert sure > unsure
