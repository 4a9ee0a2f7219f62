"""Say how long deploys took: in one table with what is promised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from benchmark.figures import Bar, Cell, Part, median

from tests.deploy_time.steps import Run

NOTHING = "nothing to do"
CHANGE = "one line changed"
LIMIT_SECONDS = {NOTHING: 15, CHANGE: 30}
SHOWN_SECONDS = 0.5


def part(runs: Mapping[str, Sequence[Run]], *, cores: int) -> Part:
    """Compare the kinds of runs, step by step.

    Args:
        runs: of each kind that has a limit.
        cores: of the machine on which playbooks and droplet ran.
    """
    names = list(
        dict.fromkeys(name for kind in runs.values() for run in kind for name in run.steps)
    )
    large = [
        name
        for name in names
        if any(median(seconds(kind, name)) >= SHOWN_SECONDS for kind in runs.values())
    ]
    rest = [name for name in names if name not in large]
    rows = [
        *((name, *_cells(runs, name)) for name in large),
        (f"{len(rest)} others, each below {SHOWN_SECONDS} s", *_cells(runs, *rest)),
        ("the whole", *_cells(runs, *names)),
    ]
    columns = [column for kind in runs for column in (f"{kind}, s", "%")]
    count = min(map(len, runs.values()))
    return Part(
        title="playbooks/deploy.yml on the simulated droplet, step by step",
        columns=("step", *columns),
        rows=tuple(rows),
        bars=tuple(bars(runs)),
        notes=(
            f"Medians of {count} runs each, from the command line to its end, over a connection of "
            f"their own; {cores} cores for playbook and droplet together.",
        ),
        details={
            "runs": {
                kind: [{"seconds": run.seconds, "steps": run.steps} for run in runs[kind]]
                for kind in runs
            }
        },
    )


def bars(runs: Mapping[str, Sequence[Run]]) -> list[Bar]:
    """Hold the whole of each kind to its limit."""
    return [
        Bar(
            claim=f"a deploy with {kind}, s",
            figure=median([run.seconds for run in runs[kind]]),
            at_most=limit,
        )
        for kind, limit in LIMIT_SECONDS.items()
    ]


def seconds(runs: Sequence[Run], *names: str) -> list[float]:
    """Add up what these steps took in each run."""
    return [sum(run.steps.get(name, 0.0) for name in names) for run in runs]


def _cells(runs: Mapping[str, Sequence[Run]], *names: str) -> list[Cell]:
    cells: list[Cell] = []
    for kind in runs.values():
        took = median(seconds(kind, *names))
        cells += [took, 100 * took / median([run.seconds for run in kind])]
    return cells
