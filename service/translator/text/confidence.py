"""Below which confidence a sentence deserves a second look.

A confidence is the geometric mean of the probabilities of a translation's tokens. Measured with the
model 2026-11-21-7b0d3e89 as served on `tatoeba_dev` and `flores200_dev` (2,997 lines, chrF2 of each
with one reference; `tests/service/confidence_figures.py` repeats it): the mean chrF2 falls from 91
(above 0.90) to 39 (0.45-0.50), and below 0.55 it is 41 where it is 63 above. Of the lines below
0.55, 5 in 100 of Tatoeba's and 16 of FLORES's, half are as bad as chrF2 < 40 (precision 0.50); they
are a quarter of those that are as bad (recall 0.23). At 0.65 these would be 0.37 and 0.57, but
three in ten lines would be underlined.
"""

UNSURE_BELOW = 0.55


def is_unsure(confidence: float | None) -> bool:
    """Tell whether a sentence should be marked; one that was copied never is."""
    return confidence is not None and confidence < UNSURE_BELOW
