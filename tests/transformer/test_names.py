"""A name stays as it is, also one that the served model was not taught."""

import pytest
from transformer import paths
from transformer.evaluation.scores import served_engine
from transformer.pairs.phrase_names import read_names
from translator.engine import Engine

NAMES = (
    *("Thandeka", "Zbigniew", "Oluwaseun", "Siobhan", "Anouk", "Matteo", "Rutger", "Bronwyn"),
    *("Aoife", "Declan", "Marisela", "Eleni", "Tobias", "Freya", "Ottavia", "Kasimir", "Lenka"),
    *("Rohan", "Sunita", "Yevgeny", "Hyun", "Gwendolyn", "Ambrose", "Delphine", "Quentin"),
    *("Ximo", "Nerea", "Aitor", "Leire", "Koldo", "Txomin", "Kowalczyk", "Fitzgerald"),
    *("Abernathy", "Zapatero", "Iturbe", "Goikoetxea", "Castellanos", "Villalobos"),
)
SENTENCES = (
    "{}",
    "Dear {},",
    "Kind regards, {}",
    "Is {} at home?",
    "{} bought a new car.",
    "{} will call you tomorrow.",
    "I met {} at the station yesterday.",
    "My friend {} lives in Madrid.",
)
FEWEST_KEPT = 0.93


@pytest.fixture(scope="module")
def engine() -> Engine:
    """Load what is served."""
    return served_engine(paths.served_model("en-es"))


def test_nearly_all_names_that_nobody_taught_it_come_out_as_they_went_in(engine: Engine) -> None:
    taught = {value.english for values in read_names().values() for value in values}
    asked = [(name, sentence.format(name)) for name in NAMES for sentence in SENTENCES]

    answers = engine.translate([text for _, text in asked])

    assert not taught & set(NAMES)
    kept = [name in answer for (name, _), answer in zip(asked, answers, strict=True)]
    assert sum(kept) >= FEWEST_KEPT * len(kept)
