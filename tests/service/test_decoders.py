"""Both programs that run the model say the same, and each can be missing."""

import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest
from transformer.pairs import phrases
from translator.decoders.choice import make_decoder
from translator.decoders.decoder import Decoder, Hypothesis
from translator.engine import Engine
from translator.errors import EngineError, ModelError, SettingsError
from translator.making import DIRECTIONS, make_directions
from translator.model import MODELS_DIRECTORY
from translator.settings import Settings

SERVED = MODELS_DIRECTORY / DIRECTIONS[0]
SERVICE = Path(__file__).resolve().parents[2] / "service"
SENTENCES = 500
SAME_AT_LEAST = 490
BATCH = 32


@pytest.fixture(scope="session")
def models_for_tensorflow(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make of the served model what the image of the TensorFlow engine carries."""
    folder = tmp_path_factory.mktemp("models")
    command = [sys.executable, "-m", "transformer.exporting.for_tensorflow", str(SERVED)]
    done = subprocess.run(
        [*command, "--to", str(folder)],
        cwd=SERVICE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def reference(models_for_tensorflow: Path) -> Decoder:
    decoder = make_decoder("tensorflow", models_for_tensorflow / SERVED.name, beam_size=1)
    decoder.load()
    return decoder


@pytest.fixture(scope="session")
def exact() -> Decoder:
    decoder = make_decoder("ctranslate2", SERVED, beam_size=1, compute_type="float32")
    decoder.load()
    return decoder


@pytest.fixture(scope="session")
def sentences() -> list[str]:
    """Take everyday phrases evenly, every fifth of them joined with the two before."""
    english = list(dict.fromkeys(source for source, _ in phrases.pairs()))
    chosen = english[:: len(english) // SENTENCES][:SENTENCES]
    return sorted(
        (
            " ".join(chosen[number - 2 : number + 1]) if number % 5 == 4 else sentence
            for number, sentence in enumerate(chosen)
        ),
        key=len,
    )


def decoded(
    decoder: Decoder, sentences: list[str], *, count: int = 1, guarded: bool = False
) -> list[list[Hypothesis]]:
    lines = iter(sentences)
    return [
        ranked
        for batch in iter(lambda: list(islice(lines, BATCH)), [])
        for ranked in decoder.hypotheses(batch, count=count, guarded=guarded)
    ]


def test_both_engines_say_the_same(
    reference: Decoder, exact: Decoder, sentences: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    pairs = list(zip(decoded(reference, sentences), decoded(exact, sentences), strict=True))

    same = sum(ours[0].text == theirs[0].text for ours, theirs in pairs)
    with capsys.disabled():
        print(f"\n{same} of {len(pairs)} sentences are the same in both engines")
    assert len(pairs) == SENTENCES
    assert same >= SAME_AT_LEAST
    assert all(
        ours[0].confidence == pytest.approx(theirs[0].confidence, abs=1e-3)
        for ours, theirs in pairs
        if ours[0].text == theirs[0].text
    )


@pytest.mark.parametrize(("count", "guarded"), [(3, False), (2, True)])
def test_both_rank_several_hypotheses_alike(
    reference: Decoder, exact: Decoder, sentences: list[str], count: int, guarded: bool
) -> None:
    some = sentences[::10]

    ours = decoded(reference, some, count=count, guarded=guarded)
    theirs = decoded(exact, some, count=count, guarded=guarded)

    same = sum(
        [each.text for each in a] == [each.text for each in b]
        for a, b in zip(ours, theirs, strict=True)
    )
    assert {len(ranked) for ranked in ours} == {count}
    assert same >= len(some) * 0.9


def test_a_guarded_search_says_no_three_tokens_twice(reference: Decoder) -> None:
    loop = "ha " * 60

    ((free,),) = reference.hypotheses([loop], count=1)
    ((guarded,),) = reference.hypotheses([loop], count=1, guarded=True)

    words = guarded.text.split()
    runs = list(zip(words, words[1:], words[2:], strict=False))
    assert free != guarded
    assert len(set(runs)) == len(runs)


def test_the_service_answers_with_tensorflow(models_for_tensorflow: Path) -> None:
    settings = Settings(server_name="_", engine="tensorflow")
    directions = make_directions(settings, directory=models_for_tensorflow)
    directions.load()

    (translation,) = directions.first.translate(["  Thank you very much.\n"])
    pieces = list(directions.first.pieces("Good morning. How are you?"))

    assert translation.startswith("  ")
    assert "gracias" in translation.lower()
    assert all(0 < piece.confidence <= 1 for piece in pieces if piece.confidence is not None)
    assert len(directions.first.candidates("The house is big.", count=3)) == 3


def test_both_count_tokens_alike(reference: Decoder, exact: Decoder, sentences: list[str]) -> None:
    assert reference.count_tokens(sentences) == exact.count_tokens(sentences)


def test_an_engine_that_is_not_installed_stops_the_start_with_a_remedy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(sys.modules, "translator.decoders.with_ctranslate2")
    monkeypatch.setitem(sys.modules, "ctranslate2", None)

    with pytest.raises(SettingsError, match=r"(?s)but ctranslate2 is not .*docker compose build"):
        make_directions(Settings(server_name="_"))


def test_a_missing_graph_says_how_to_make_one() -> None:
    with pytest.raises(SettingsError, match=r"(?s)=tensorflow, but .*saved_model.*for_tensorflow"):
        make_directions(Settings(server_name="_", engine="tensorflow"))


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError):
        make_directions(Settings(server_name="_"), directory=tmp_path)


def test_a_broken_model_says_where_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "en-es"
    folder.mkdir()
    for path in SERVED.iterdir():
        content = path.read_bytes()
        (folder / path.name).write_bytes(content[:100] if path.name == "model.bin" else content)
    engine = Engine(make_decoder("ctranslate2", folder, beam_size=1))

    with pytest.raises(EngineError, match=f"{folder} cannot be loaded"):
        engine.load()
