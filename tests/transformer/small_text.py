"""Eight sentence pairs, written for the tests, and the size of a vocabulary for them."""

VOCABULARY_PIECES = 330

PAIRS = (
    ("The bread is on the table.", "El pan está sobre la mesa."),
    ("My sister lives in Madrid.", "Mi hermana vive en Madrid."),
    ("We don't have any milk.", "No tenemos leche."),
    ("Where is the station?", "¿Dónde está la estación?"),
    ("It rained for 3 days.", "Llovió durante 3 días."),
    ("Call me tomorrow, please.", "Llámame mañana, por favor."),
    ("The letter came too late.", "La carta llegó demasiado tarde."),
    ("I am very happy today!", "¡Hoy estoy muy contento!"),
)
