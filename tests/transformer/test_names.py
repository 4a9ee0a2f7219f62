"""A name stays as it is, also one that the served model was not taught."""

import pytest
from transformer import paths
from transformer.evaluation.scores import served_engine
from transformer.pairs.phrase_names import read_names

NAMES = (
    *("Thandeka", "Zbigniew", "Oluwaseun", "Siobhan", "Anouk", "Matteo", "Rutger", "Bronwyn"),
    *("Aoife", "Declan", "Marisela", "Eleni", "Tobias", "Freya", "Ottavia", "Kasimir", "Lenka"),
    *("Rohan", "Sunita", "Yevgeny", "Hyun", "Gwendolyn", "Ambrose", "Delphine", "Quentin"),
    *("Ximo", "Nerea", "Aitor", "Leire", "Koldo", "Txomin", "Kowalczyk", "Fitzgerald"),
    *("Abernathy", "Zapatero", "Iturbe", "Goikoetxea", "Castellanos", "Villalobos"),
)
SENTENCES = {
    "en-es": (
        "{}",
        "Dear {},",
        "Kind regards, {}",
        "Is {} at home?",
        "{} bought a new car.",
        "{} will call you tomorrow.",
        "I met {} at the station yesterday.",
        "My friend {} lives in Madrid.",
    ),
    "es-en": (
        "{}",
        "Hola, {}:",
        "Un saludo, {}",
        "¿Está {} en casa?",
        "{} compró un coche nuevo.",
        "{} te llamará mañana.",
        "Ayer me encontré con {} en la estación.",
        "La carta de {} llegó a Madrid.",
    ),
}
FEWEST_KEPT = 0.93


@pytest.mark.parametrize("direction", SENTENCES)
def test_nearly_all_names_that_nobody_taught_it_come_out_as_they_went_in(direction: str) -> None:
    engine = served_engine(paths.served_model(direction))
    taught = {value.english for values in read_names().values() for value in values}
    asked = [(name, text.format(name)) for name in NAMES for text in SENTENCES[direction]]

    answers = engine.translate([text for _, text in asked])

    assert not taught & set(NAMES)
    kept = [name in answer for (name, _), answer in zip(asked, answers, strict=True)]
    assert sum(kept) >= FEWEST_KEPT * len(kept), f"{sum(kept)} of {len(kept)}"
