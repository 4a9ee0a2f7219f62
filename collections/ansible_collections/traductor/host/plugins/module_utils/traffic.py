"""What Nginx's log lines say of a while: counts and times; no address and no path of a visitor."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable
from typing import Any

Json = dict[str, Any]

# Paths that may be named; all others are one, for a path can carry anything.
ROUTES = frozenset(
    {
        "/",
        "/detect",
        "/docs",
        "/languages",
        "/translate",
        "/translate/stream",
        "/translate_file",
    }
)
FOLDERS = {"/static/": "static", "/modules/": "static", "/health": "health"}
OTHER = "other"
TOO_MANY = 429
SHORTEST_SECONDS = 0.001
LONGEST_SECONDS = 3600.0
GROWTH = 1.05


class Durations:
    """Times in buckets that grow by a twentieth: a quantile is right to a fortieth."""

    def __init__(self) -> None:
        self._buckets: Counter[int] = Counter()

    def add(self, seconds: float) -> None:
        """Take one time in."""
        bounded = min(max(seconds, SHORTEST_SECONDS), LONGEST_SECONDS)
        self._buckets[math.floor(math.log(bounded / SHORTEST_SECONDS, GROWTH) + 1e-9)] += 1

    def quantile(self, share: float) -> float | None:
        """Return the seconds that a share of all times keeps to; None where there are none."""
        rank = share * self._buckets.total()
        below = 0
        for bucket in sorted(self._buckets):
            below += self._buckets[bucket]
            if below >= rank:
                return float(SHORTEST_SECONDS * GROWTH ** (bucket + 0.5))
        return None


def route(path: str) -> str:
    """Name what was asked for, by one of a few words."""
    if path in ROUTES:
        return path
    return next((name for start, name in FOLDERS.items() if path.startswith(start)), OTHER)


def summary(lines: Iterable[str]) -> Json:
    """Add up log lines, one after the other.

    Returns:
        `requests`, `refused` (4xx but 429), `limited` (429), `failed` (5xx), `routes` with the
        requests of each, and `p50_seconds` and `p95_seconds` of what the translator answered; None
        where it answered nothing. `unreadable` counts lines that are no request.
    """
    counts: Counter[str] = Counter()
    routes: Counter[str] = Counter()
    durations = Durations()
    for line in lines:
        request = _read(line)
        if request is None:
            counts["unreadable"] += 1
            continue
        counts["requests"] += 1
        counts[_kind(request["status"])] += 1
        routes[route(str(request.get("path", "")))] += 1
        if request.get("translator_status"):
            durations.add(float(request["seconds"]))
    named = ("requests", "refused", "limited", "failed", "unreadable")
    return {
        **{name: counts[name] for name in named},
        "routes": dict(routes.most_common()),
        "p50_seconds": durations.quantile(0.5),
        "p95_seconds": durations.quantile(0.95),
    }


def _read(line: str) -> Json | None:
    """Return a request; None for what Nginx says otherwise."""
    try:
        request = json.loads(line)
        usable = isinstance(request["status"], int) and isinstance(request["seconds"], int | float)
    except (ValueError, KeyError, TypeError):
        return None
    return request if usable else None


def _kind(status: int) -> str:
    if status == TOO_MANY:
        return "limited"
    return {4: "refused", 5: "failed"}.get(status // 100, "answered")
