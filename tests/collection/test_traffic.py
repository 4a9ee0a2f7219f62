"""Nginx's log lines are counted, in bounded memory, and nothing of a visitor comes out."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator

import pytest
from ansible_collections.traductor.host.plugins.module_utils.traffic import Durations, summary

ADDRESS = "203.0.113.7"
MANY = 20_000


def line(
    status: int = 200,
    path: str = "/translate",
    seconds: float = 0.01,
    answered: str | None = None,
) -> str:
    if answered is None:
        answered = "200" if path.startswith("/translate") else ""
    return json.dumps(
        {
            **{"time": "2026-01-01T00:00:00+00:00", "id": "0a", "address": ADDRESS},
            **{"method": "POST", "path": path, "status": status, "bytes": 1, "seconds": seconds},
            **{"translator_status": answered, "translator_seconds": str(seconds)},
        }
    )


def test_each_kind_of_answer_is_counted() -> None:
    statuses = [200, 200, 301, 404, 413, 429, 429, 429, 500, 502]

    found = summary(line(status) for status in statuses)

    assert found["requests"] == len(statuses)
    assert (found["refused"], found["limited"], found["failed"]) == (2, 3, 2)


def test_routes_are_named_by_a_few_words() -> None:
    paths = ["/translate", "/translate", "/", "/static/a.css", "/modules/1/b.js", "/health/live"]
    found = summary(line(path=path) for path in [*paths, "/my/secret/letter", "/translate/x"])

    assert found["routes"] == {"/translate": 2, "static": 2, "other": 2, "/": 1, "health": 1}


def test_nothing_of_a_visitor_comes_out() -> None:
    found = json.dumps(summary([line(path="/my-letter"), line(404, path="/another-letter")]))

    assert ADDRESS not in found
    assert "letter" not in found


@pytest.mark.parametrize(
    "text", ["", "nginx: [emerg] no", "[]", "null", '{"status": "200"}', '{"status": 200}', "{"]
)
def test_what_is_no_request_is_passed_over(text: str) -> None:
    found = summary([text, line()])

    assert found["unreadable"] == 1
    assert found["requests"] == 1


def test_only_what_the_translator_answered_is_timed() -> None:
    slow, static = line(seconds=1.0), line(path="/static/a.css", seconds=30.0)

    found = summary([slow, static, static])

    assert found["p95_seconds"] == pytest.approx(1.0, rel=0.03)
    assert summary([static])["p50_seconds"] is None


def test_a_request_for_which_two_processes_were_asked_counts_once() -> None:
    found = summary([line(seconds=1.0, answered="502 : 200")])

    assert (found["requests"], found["failed"]) == (1, 0)
    assert found["p50_seconds"] == pytest.approx(1.0, rel=0.03)


def test_quantiles_are_right_to_a_fortieth() -> None:
    chance = random.Random(7)  # noqa: S311 - any numbers
    times = [chance.lognormvariate(-4, 1.5) + 0.001 for _ in range(MANY)]
    durations = Durations()
    for seconds in times:
        durations.add(seconds)
    ordered = sorted(times)

    for share in (0.5, 0.95, 0.99):
        exact = ordered[int(share * MANY) - 1]
        assert durations.quantile(share) == pytest.approx(exact, rel=0.03)


def test_any_number_of_lines_takes_the_same_memory() -> None:
    durations = Durations()
    for number in range(MANY):
        durations.add(number * 10.0)
        durations.add(0.0)

    assert len(durations._buckets) < 400


def test_lines_are_taken_one_by_one() -> None:
    taken: list[int] = []

    def lines() -> Iterator[str]:
        for number in range(3):
            taken.append(number)
            yield line()

    assert summary(lines())["requests"] == len(taken) == 3
