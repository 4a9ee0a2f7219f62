"""The model card and the served model agree."""

import json
import re

import pytest
from transformer.evaluation.scores import served_engine
from transformer.pairs.catalogue import SOURCES, WEIGHTS, Source
from transformer.paths import served_model

SERVED_MODEL = served_model("en-es")
CARD = (SERVED_MODEL.parent / "README.md").read_text(encoding="utf-8")
METADATA = json.loads((SERVED_MODEL / "metadata.json").read_text(encoding="utf-8"))
MOST_BYTES = 40e6
USED = [source for source in SOURCES if source.name in WEIGHTS]


def test_the_scores_in_the_card_are_those_of_the_served_model() -> None:
    rows = re.findall(r"^\| `(\w+)` \| [\d,]+ \| ([\d.]+) \| ([\d.]+) \|", CARD, re.MULTILINE)
    measured = {name: (s["bleu"], s["chrf"]) for name, s in METADATA["scores"].items()}

    assert {name: (float(bleu), float(chrf)) for name, bleu, chrf in rows} == measured
    assert len(measured) >= 3


def test_all_weights_together_stay_within_their_limit() -> None:
    sizes = [path.stat().st_size for path in SERVED_MODEL.parent.rglob("*") if path.is_file()]

    assert 1e6 < sum(sizes) < MOST_BYTES


def test_the_card_names_the_version_that_is_served() -> None:
    assert METADATA["version"] in CARD


@pytest.mark.parametrize("source", USED, ids=lambda source: source.name)
def test_the_card_names_each_source_with_licence_attribution_and_weight(source: Source) -> None:
    row = f"| `{source.name}` | {source.about} | {source.licence} | {source.attribution} |"

    assert f"{row} {source.weight:g} |" in CARD


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("Thank you very much.", "Muchas gracias."),
        ("My sister lives in Madrid.", "Mi hermana vive en Madrid."),
        ("Where is the station?", "¿Dónde está la estación?"),
        ("I don't have any money.", "No tengo dinero."),
    ],
)
def test_the_served_model_translates_a_simple_sentence(english: str, spanish: str) -> None:
    assert served_engine(SERVED_MODEL).translate([english]) == [spanish]
