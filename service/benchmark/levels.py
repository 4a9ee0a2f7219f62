"""Part (b), the rates: requests through the whole site beside what the bare engine does."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmark import load
from benchmark.bare import BareEngines, running_bare_engines
from benchmark.figures import Bar, Cell, Part, median
from benchmark.load import Load
from benchmark.plan import Plan, Say
from benchmark.sentences import load_sentences
from benchmark.serving.site import Site, running_site

CONNECTIONS = (1, 2, 4, 8, 16, 32, 64)
MOST = CONNECTIONS[-1]
SENTENCES = 1_000
CACHED = 10_000
LEAST_SHARE = 0.85


@dataclass(frozen=True, kw_only=True)
class Round:
    """What one round found, so that a change of the machine's mood meets all of it.

    Args:
        bare: sentences a second of bare CTranslate2, one a call.
        together: the same, many a call.
        by_connections: the load with each number of connections, the cache off.
        cached: the load with the most of them where every sentence is in the cache.
    """

    bare: float
    together: float
    by_connections: dict[int, Load]
    cached: Load


def measure(folder: Path, *, server: str, plan: Plan, say: Say) -> Part:
    """Put load on two sites, one without and one with a cache, and on the bare engine, in turns.

    Args:
        folder: for logs and configurations.
        server: uwsgi or gunicorn.
        plan: how long.
        say: tells of the progress.
    """
    sentences = load_sentences(SENTENCES)
    bodies = load.write_bodies(load.bodies(sentences), folder / "bodies")
    with (
        running_bare_engines(folder) as bare,
        loaded_site(folder / "off", bodies, server=server, cached_sentences=0) as site,
        loaded_site(folder / "on", bodies, server=server, cached_sentences=CACHED) as cached,
    ):
        rounds = []
        for number in range(plan.runs):
            say(f"requests, run {number + 1} of {plan.runs}")
            rounds.append(_round(bare, site, cached, sentences, bodies, plan))
    return part(rounds, server)


@contextmanager
def loaded_site(
    folder: Path, bodies: Path, *, server: str, cached_sentences: int
) -> Iterator[Site]:
    """Run a site with five processes and no limits for an address; let it warm up."""
    folder.mkdir()
    with running_site(
        folder,
        wsgi_server=server,
        cached_sentences=cached_sentences,
        requests_per_minute=0,
    ) as site:
        load.run(site.port, bodies, connections=MOST, seconds=4)
        yield site


def _round(
    bare: BareEngines,
    site: Site,
    cached: Site,
    sentences: Sequence[str],
    bodies: Path,
    plan: Plan,
) -> Round:
    return Round(
        bare=bare.per_second(sentences, seconds=plan.level),
        together=bare.per_second_together(sentences, seconds=plan.level),
        by_connections={
            connections: load.run(site.port, bodies, connections=connections, seconds=plan.level)
            for connections in CONNECTIONS
        },
        cached=load.run(cached.port, bodies, connections=MOST, seconds=plan.level),
    )


def part(rounds: Sequence[Round], server: str) -> Part:
    """Put the rounds into a table."""
    rows: list[tuple[Cell, ...]] = [
        ("bare CTranslate2, one sentence a call", median([each.bare for each in rounds]), 1.0),
        (
            "bare CTranslate2, 32 sentences a call",
            median([each.together for each in rounds]),
            median([each.together / each.bare for each in rounds]),
        ),
    ]
    bare = [each.bare for each in rounds]
    rows = [(*row, None, None, None, None) for row in rows]
    rows += [
        _row(_label(connections), [each.by_connections[connections] for each in rounds], bare)
        for connections in CONNECTIONS
    ]
    rows.append(_row(f"{MOST} connections, all cached", [each.cached for each in rounds], bare))
    loads = [load for each in rounds for load in (*each.by_connections.values(), each.cached)]
    return Part(
        title=f"(b) Requests through Nginx, {server} and Flask; medians of {len(rounds)} runs",
        columns=("", "requests/s", "× bare", "p50, ms", "p95, ms", "p99, ms", "load, cores"),
        rows=tuple(rows),
        bars=(
            Bar(
                claim=f"requests/s with {MOST} connections, cache off, as a share of bare's",
                figure=median([_share(each, MOST) for each in rounds]),
                at_least=LEAST_SHARE,
            ),
            Bar(
                claim="failed requests among all of these",
                figure=sum(load.failures for load in loads),
                at_most=0,
            ),
        ),
        notes=(
            f"{SENTENCES:,} sentences, one a request; five processes; no cache unless said.",
            "Bare: a process a core that calls CTranslate2 with one sentence at a time.",
            "The load shares the cores with the site: the last column says how much it takes.",
        ),
        details={"rounds": [asdict(each) for each in rounds]},
    )


def _share(each: Round, connections: int) -> float:
    return each.by_connections[connections].per_second / each.bare


def _label(connections: int) -> str:
    return f"{connections} connection{'s' if connections > 1 else ''}"


def _row(label: str, loads: Sequence[Load], bare: Sequence[float]) -> tuple[Cell, ...]:
    rates = [load.per_second for load in loads]
    return (
        label,
        median(rates),
        median([rate / most for rate, most in zip(rates, bare, strict=True)]),
        median([load.p50 for load in loads]),
        median([load.p95 for load in loads]),
        median([load.p99 for load in loads]),
        median([load.core_share for load in loads]),
    )
