"""The model card and the served model agree."""

import json
import re
from typing import Any

import pytest
from transformer.evaluation.scores import served_engine
from transformer.pairs.catalogue import SOURCES, WEIGHTS, Source
from transformer.paths import served_model

MODELS = served_model("en-es").parent
CARD = (MODELS / "README.md").read_text(encoding="utf-8")
# The part of the card, and the folder of the model that it describes.
PARTS = {
    "# The model: English to Spanish": "en-es",
    "# The model: Spanish to English": "es-en",
}
MOST_BYTES = 40e6
USED = [source for source in SOURCES if source.name in WEIGHTS]


def part(title: str) -> str:
    """Return what the card says below a title, up to the next one of its kind."""
    return CARD.split(f"{title}\n")[1].split("\n# ")[0]


def metadata(direction: str) -> dict[str, Any]:
    """Return what stands beside the served weights."""
    path = served_model(direction) / "metadata.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_the_card_has_a_part_for_each_model() -> None:
    assert {path.parent.name for path in MODELS.glob("*/model.bin")} == set(PARTS.values())


@pytest.mark.parametrize(("title", "direction"), PARTS.items())
def test_the_scores_in_the_card_are_those_of_the_served_model(title: str, direction: str) -> None:
    row = r"^\| `(\w+)` \| [\d,]+ \| ([\d.]+) \| ([\d.]+) \|"
    rows = re.findall(row, part(title), re.MULTILINE)
    scores = metadata(direction)["scores"]
    measured = {name: (score["bleu"], score["chrf"]) for name, score in scores.items()}

    assert {name: (float(bleu), float(chrf)) for name, bleu, chrf in rows} == measured
    assert len(measured) >= 3


@pytest.mark.parametrize(("title", "direction"), PARTS.items())
def test_the_card_names_the_version_that_is_served(title: str, direction: str) -> None:
    assert metadata(direction)["version"] in part(title)


def test_all_weights_together_stay_within_their_limit() -> None:
    sizes = [path.stat().st_size for path in MODELS.rglob("*") if path.is_file()]

    assert 1e6 < sum(sizes) < MOST_BYTES


@pytest.mark.parametrize("source", USED, ids=lambda source: source.name)
def test_the_card_names_each_source_with_licence_attribution_and_weight(source: Source) -> None:
    row = f"| `{source.name}` | {source.about} | {source.licence} | {source.attribution} |"

    assert f"{row} {source.weight:g} |" in CARD


@pytest.mark.parametrize(
    ("direction", "source", "target"),
    [
        ("en-es", "Thank you very much.", "Muchas gracias."),
        ("en-es", "Where is the station?", "¿Dónde está la estación?"),
        ("en-es", "I don't have any money.", "No tengo dinero."),
        ("en-es", "dog", "perro"),
        ("es-en", "Mi hermana vive en Madrid.", "My sister lives in Madrid."),
        ("es-en", "¿Dónde está la estación?", "Where is the station?"),
        ("es-en", "la cuchara", "the spoon"),
    ],
)
def test_the_served_models_translate_what_is_simple(
    direction: str, source: str, target: str
) -> None:
    assert served_engine(served_model(direction)).translate([source]) == [target]
