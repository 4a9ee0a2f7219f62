"""Part (a): how long a sentence takes, and how many a second, beside other translators."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from sentencepiece import SentencePieceProcessor
from translator.model import MODELS_DIRECTORY, TOKENIZER_FILE

from benchmark.figures import Bar, Cell, Part, median
from benchmark.sentences import FORTY_WORDS, TEN_WORDS, load_sentences
from benchmark.systems.system import System, make_tensorflow_models, running_system

SERVED, ARTICLES = "served", "articles"
SYSTEMS = {
    SERVED: "default engine (CTranslate2, int8)",
    "tensorflow": "TensorFlow engine (float32)",
    ARTICLES: "articles' way (eager, no cache)",
    "bare": "bare CTranslate2",
    "apertium": "Apertium, kept running",
    "apertium-command": "Apertium, the command",
}
TIMES_FASTER = {"ten": 150, "forty": 250}
BULK_SENTENCES = 500
# What one sentence after the other takes long for.
FEW_SENTENCES = {ARTICLES: 3, "tensorflow": 100}

Times = dict[str, list[float]]


def measure(folder: Path, *, runs: int, say: Callable[[str], None]) -> Part:
    """Let all translators take turns, so that a change of the machine's mood meets them all.

    Args:
        folder: for logs.
        runs: how many turns.
        say: tells of the progress.
    """
    say("making the graph of the TensorFlow engine")
    models = {"tensorflow": make_tensorflow_models(folder / "models")}
    with ExitStack() as stack:
        systems = {}
        for name, label in SYSTEMS.items():
            say(f"starting: {label}")
            place = models.get(name, MODELS_DIRECTORY)
            systems[name] = stack.enter_context(running_system(name, folder, models=place))
        pieces = _pieces(systems[SERVED])
        found = {name: _warm(system, pieces) for name, system in systems.items()}
        for run in range(runs):
            say(f"sentences, run {run + 1} of {runs}")
            for name, system in systems.items():
                _take_turn(system, pieces, found[name])
    return part(found, runs)


def part(found: dict[str, Times], runs: int) -> Part:
    """Put the times of all turns into a table.

    Args:
        found: for each translator, milliseconds for ten and forty words, and sentences a second.
        runs: how many turns there were.
    """
    ratios = {
        name: {size: _ratio(found[ARTICLES][size], times[size]) for size in TIMES_FASTER}
        for name, times in found.items()
    }
    rows: list[tuple[Cell, ...]] = [
        (
            SYSTEMS[name],
            median(times["ten"]),
            ratios[name]["ten"],
            median(times["forty"]),
            ratios[name]["forty"],
            median(times["per_second"]),
        )
        for name, times in found.items()
    ]
    bars = [
        Bar(
            claim=f"{size} words: so many times as fast as the articles' way",
            figure=ratios[SERVED][size],
            at_least=limit,
        )
        for size, limit in TIMES_FASTER.items()
    ]
    return Part(
        title=f"(a) One sentence, and sentences a second; medians of {runs} runs",
        columns=("", "10 words, ms", "× articles", "40 words, ms", "× articles", "sentences/s"),
        rows=tuple(rows),
        bars=tuple(bars),
        notes=(
            "A process each, without a cache. All search as is served but the articles' way, which "
            "is greedy and writes as many pieces as the default engine, with the same weights.",
            "Sentences a second: many together, where the translator can take them so.",
        ),
        details={"latency": found},
    )


def _ratio(others: Sequence[float], own: Sequence[float]) -> float:
    """Return the median of the ratios, each within one turn."""
    return median([other / mine for other, mine in zip(others, own, strict=True)])


def _pieces(served: System) -> dict[str, int]:
    """Count the pieces of what the service answers, with the mark at the end."""
    vocabulary = SentencePieceProcessor(model_file=str(MODELS_DIRECTORY / "en-es" / TOKENIZER_FILE))
    texts = [*TEN_WORDS, *FORTY_WORDS]
    return {
        text: len(vocabulary.encode(answer)) + 1
        for text, answer in zip(texts, served.answers(texts), strict=True)
    }


def _warm(system: System, pieces: dict[str, int]) -> Times:
    """Let a translator do everything once that it does for the first time."""
    _take_turn(system, pieces, _no_times())
    return _no_times()


def _no_times() -> Times:
    return {"ten": [], "forty": [], "per_second": []}


def _take_turn(system: System, pieces: dict[str, int], times: Times) -> None:
    for name, texts in (("ten", TEN_WORDS), ("forty", FORTY_WORDS)):
        seconds = system.seconds_each(texts, [pieces[text] for text in texts])
        times[name].append(1_000 * sum(seconds) / len(seconds))
    bulk = load_sentences(FEW_SENTENCES.get(system.name, BULK_SENTENCES))
    times["per_second"].append(system.per_second(bulk))
