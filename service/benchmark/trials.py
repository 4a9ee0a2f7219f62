"""Part (b), the trials: endurance, half load, too many visitors, a long text among others."""

from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmark import load
from benchmark.figures import Bar, Cell, Part, median, percentile
from benchmark.levels import MOST, SENTENCES, loaded_site
from benchmark.load import Load
from benchmark.meanwhile import repeated
from benchmark.plan import Plan, Say
from benchmark.sentences import load_sentences, long_text
from benchmark.serving.site import Site
from benchmark.visitors import CHARACTERS, Crowd, Streamed, crowd, stream

BEYOND = 256
CALM_CONNECTIONS = 4
MOST_SPREAD = 10
MOST_HELD_UP = 2
REFUSED_WITHIN_MILLISECONDS = 500


@dataclass(frozen=True, kw_only=True)
class Trials:
    """What the trials found.

    Args:
        endurance: with as many connections as there may be, without a pause.
        halves: at half of that rate, again and again.
        beside_text: the same while a long text is translated.
        texts: those long texts.
        crowd: of more visitors than are taken on.
    """

    endurance: Load
    halves: list[Load]
    beside_text: list[Load]
    texts: list[Streamed]
    crowd: Crowd


def measure(folder: Path, *, server: str, plan: Plan, say: Say) -> Part:
    """Put a site without a cache through all trials.

    Args:
        folder: for logs and configurations.
        server: uwsgi or gunicorn.
        plan: how long.
        say: tells of the progress.
    """
    sentences = load_sentences(SENTENCES)
    bodies = load.write_bodies(load.bodies(sentences), folder / "bodies")
    with loaded_site(folder / "trials", bodies, server=server, cached_sentences=0) as site:
        say(f"{MOST} connections for {plan.endurance} s")
        endurance = load.run(site.port, bodies, connections=MOST, seconds=plan.endurance)
        calm = load.run(site.port, bodies, connections=CALM_CONNECTIONS, seconds=plan.level)
        think = think_milliseconds(endurance.per_second, calm.p50)
        halves, beside_text, texts = [], [], []
        for number in range(plan.runs):
            say(f"half load, and a long text beside it, run {number + 1} of {plan.runs}")
            halves.append(_half(site, bodies, plan, think))
            with _streams(site) as streamed:
                beside_text.append(_half(site, bodies, plan, think))
            texts += streamed
        say(f"{BEYOND} visitors for {plan.beyond} s")
        found = crowd(site.port, sentences, visitors=BEYOND, seconds=plan.beyond)
    return part(
        Trials(
            endurance=endurance,
            halves=halves,
            beside_text=beside_text,
            texts=texts,
            crowd=found,
        )
    )


def think_milliseconds(most_per_second: float, answer_milliseconds: float) -> int:
    """Say how long each connection rests so that all together ask half as often as they could."""
    return max(1, round(1_000 * MOST / (most_per_second / 2) - answer_milliseconds))


def _half(site: Site, bodies: Path, plan: Plan, think: int) -> Load:
    return load.run(
        site.port, bodies, connections=MOST, seconds=plan.half, think_milliseconds=think
    )


def _streams(site: Site) -> AbstractContextManager[list[Streamed]]:
    """Translate a long text, again and again, until the end of the block."""
    text = long_text(CHARACTERS)
    return repeated(lambda: stream(site.port, text))


def part(trials: Trials) -> Part:
    """Put the trials into a table."""
    endurance, refused = trials.endurance, trials.crowd.refused
    answered = trials.crowd.answered
    rows: list[tuple[Cell, ...]] = [
        _row(f"{MOST} connections for {endurance.seconds:.0f} s", [endurance]),
        _row("half load", trials.halves),
        _row(f"half load beside a text of {CHARACTERS:,} characters", trials.beside_text),
        (f"{BEYOND} visitors: answered", len(answered), *_percentiles(answered)),
        (f"{BEYOND} visitors: refused, come back as told", len(refused), *_percentiles(refused)),
    ]
    held_up = [
        beside.p95 / half.p95
        for beside, half in zip(trials.beside_text, trials.halves, strict=True)
    ]
    whole = [text for text in trials.texts if text.is_whole]
    return Part(
        title=f"(b) Trials; medians of {len(trials.halves)} runs where there is more than one",
        columns=("", "requests", "p50, ms", "p95, ms", "p99, ms"),
        rows=tuple(rows),
        bars=(
            Bar(claim=f"{MOST} connections: failures", figure=endurance.failures, at_most=0),
            Bar(
                claim="half load: p99 as a multiple of p50",
                figure=median([half.p99 / half.p50 for half in trials.halves]),
                at_most=MOST_SPREAD,
            ),
            Bar(
                claim="a long text beside them: the others' p95, times what it was",
                figure=median(held_up),
                at_most=MOST_HELD_UP,
            ),
            Bar(
                claim="long texts that did not come back whole",
                figure=len(trials.texts) - len(whole) if trials.texts else None,
                at_most=0,
            ),
            Bar(
                claim=f"{BEYOND} visitors: neither an answer nor a refusal",
                figure=len(trials.crowd.failed),
                at_most=0,
            ),
            Bar(
                claim=f"{BEYOND} visitors: p99 of the refusals, ms",
                figure=percentile(refused, 99) if refused else None,
                at_most=REFUSED_WITHIN_MILLISECONDS,
            ),
        ),
        notes=(
            "Half load: each connection rests, so that all ask half as often as they could.",
            "Long text: a stream, one after the other; its first piece after "
            f"{median([text.first_seconds for text in trials.texts]):.2f} s, "
            f"its last after {median([text.seconds for text in trials.texts]):.1f} s.",
        ),
        details={
            "endurance": asdict(endurance),
            "halves": [asdict(each) for each in trials.halves],
            "beside_text": [asdict(each) for each in trials.beside_text],
            "texts": [asdict(each) for each in trials.texts],
            "failed": trials.crowd.failed,
        },
    )


def _row(label: str, loads: list[Load]) -> tuple[Cell, ...]:
    return (
        label,
        sum(each.requests for each in loads),
        median([each.p50 for each in loads]),
        median([each.p95 for each in loads]),
        median([each.p99 for each in loads]),
    )


def _percentiles(milliseconds: list[float]) -> tuple[Cell, ...]:
    if not milliseconds:
        return (None, None, None)
    return tuple(percentile(milliseconds, percent) for percent in (50, 95, 99))
