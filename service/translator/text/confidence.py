"""Below which confidence a sentence deserves a second look.

A confidence is the geometric mean of the probabilities of a translation's tokens. Measured with the
models as served, 2026-11-22-310ec5a8 to Spanish and 2026-11-22-dedc5a30 to English, on
`tatoeba_dev` and `flores200_dev` (2,997 lines, chrF2 of each with one reference;
`tests/service/confidence_figures.py` repeats it). To Spanish the mean chrF2 falls from 92 (above
0.90) to 38 (0.45-0.50), and below 0.55 it is 39 where it is 63 above. Of the lines below 0.55, 4 in
100 of Tatoeba's and 12 of FLORES's, half are as bad as chrF2 < 40 (precision 0.55); they are a
fifth of those that are as bad (recall 0.19). To English there are 6 and 21 in 100 lines below,
precision is 0.46 and recall 0.28. At 0.65 precision would be 0.38 and 0.34, recall 0.51 and 0.65,
but a quarter of all lines would be underlined, to English a third.
"""

UNSURE_BELOW = 0.55


def is_unsure(confidence: float | None) -> bool:
    """Tell whether a sentence should be marked; one that was copied never is."""
    return confidence is not None and confidence < UNSURE_BELOW
