"""Write what was found: as tables for people, as JSON for programs."""

import dataclasses
from collections.abc import Sequence

from benchmark.figures import Bar, Cell, Part


def render(parts: Sequence[Part]) -> str:
    """Write all parts one below the other, and at the end what was promised."""
    blocks = [render_part(part) for part in parts]
    bars = [bar for part in parts for bar in part.bars]
    return "\n\n".join([*blocks, render_bars(bars)]) if bars else "\n\n".join(blocks)


def render_part(part: Part) -> str:
    """Write one table with its title and its notes."""
    lines = _aligned([part.columns, *part.rows])
    return "\n".join([part.title, *lines, *(f"  {note}" for note in part.notes)])


def render_bars(bars: Sequence[Bar]) -> str:
    """Write which promises hold."""
    rows = [
        (
            "kept" if bar.is_kept else "MISSED",
            bar.claim,
            "–" if bar.figure is None else bar.figure,
            bar.limit,
        )
        for bar in bars
    ]
    return "\n".join(["The bars", *_aligned([("", "claim", "measured", "limit"), *rows], left=2)])


def as_json(parts: Sequence[Part]) -> dict[str, object]:
    """Give all parts a form that `json.dumps` takes."""
    return {
        "kept": all(bar.is_kept for part in parts for bar in part.bars),
        "parts": [_part_as_json(part) for part in parts],
    }


def _part_as_json(part: Part) -> dict[str, object]:
    return {
        "title": part.title,
        "rows": [dict(zip(part.columns, row, strict=True)) for row in part.rows],
        "bars": [
            {"claim": bar.claim, "figure": bar.figure, "limit": bar.limit, "kept": bar.is_kept}
            for bar in part.bars
        ],
        "notes": list(part.notes),
        **dataclasses.asdict(part)["details"],
    }


def _aligned(rows: Sequence[Sequence[Cell]], *, left: int = 1) -> list[str]:
    """Write rows below each other: the first columns to the left, the others to the right."""
    written = [[_written(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*written, strict=True)]
    return [
        "  "
        + "  ".join(
            cell.ljust(width) if number < left else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in written
    ]


def _written(cell: Cell) -> str:
    """Write a number with about three digits."""
    if cell is None:
        return "–"
    if isinstance(cell, str):
        return cell
    digits = 2 if abs(cell) < 10 else 1 if abs(cell) < 100 else 0
    return f"{cell:,.{digits}f}"
