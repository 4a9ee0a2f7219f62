"""The parts of the benchmark: what they make of their measurements."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from benchmark import command, latency, levels, resources, trials
from benchmark.errors import ServingError
from benchmark.figures import Bar, Part
from benchmark.image import Size, size
from benchmark.levels import CONNECTIONS, MOST, Round
from benchmark.load import Load
from benchmark.memory import megabytes, watched
from benchmark.plan import QUICK
from benchmark.resources import Footprint
from benchmark.sentences import FORTY_WORDS, TEN_WORDS, load_sentences, long_text
from benchmark.trials import Trials, think_milliseconds
from benchmark.visitors import Crowd, Streamed

GOOD = Load(
    requests=1_000, seconds=10.0, refused=0, broken=0, timeouts=0,
    p50=10.0, p95=20.0, p99=30.0, longest=40.0, core_share=0.02,
)  # fmt: skip


def missed(part: Part) -> list[str]:
    return [bar.claim for bar in part.bars if not bar.is_kept]


def test_the_sentences_have_as_many_words_as_they_say_and_none_comes_twice() -> None:
    assert {len(sentence.split()) for sentence in TEN_WORDS} == {10}
    assert {len(sentence.split()) for sentence in FORTY_WORDS} == {40}
    assert len(set(load_sentences(1_000))) == 1_000
    assert load_sentences(1_000) == load_sentences(1_000)
    assert len(long_text(50_000)) == 50_000


def times(ten: float, forty: float) -> latency.Times:
    return {"ten": [ten] * 3, "forty": [forty] * 3, "per_second": [100.0] * 3}


def test_the_engine_is_held_to_multiples_of_the_articles_way() -> None:
    found = {latency.SERVED: times(4.0, 10.0), latency.ARTICLES: times(800.0, 2_400.0)}
    part = latency.part(found, runs=3)

    assert part.rows[0][1:5] == (4.0, 200.0, 10.0, 240.0)
    assert missed(part) == ["forty words: so many times as fast as the articles' way"]


def test_a_ratio_is_taken_within_a_turn() -> None:
    found = {
        latency.SERVED: {"ten": [1.0, 10.0, 1.0], "forty": [1.0] * 3, "per_second": [1.0] * 3},
        latency.ARTICLES: {
            "ten": [200.0, 2_000.0, 200.0], "forty": [300.0] * 3, "per_second": [1.0] * 3,
        },
    }  # fmt: skip

    assert latency.part(found, runs=3).bars[0].figure == 200.0


def a_round(share: float, **changes: Any) -> Round:
    load = replace(GOOD, **changes)
    by_connections = dict.fromkeys(CONNECTIONS, load)
    by_connections[MOST] = replace(load, requests=round(2_000 * share))
    return Round(bare=200.0, together=500.0, by_connections=by_connections, cached=load)


def test_the_stack_is_held_to_a_share_of_the_bare_engine() -> None:
    part = levels.part([a_round(0.86), a_round(0.86), a_round(0.5)], "uwsgi")

    assert missed(part) == []
    assert [row[0] for row in part.rows][-2:] == ["64 connections", "64 connections, all cached"]
    assert missed(levels.part([a_round(0.84)], "uwsgi")) == [part.bars[0].claim]


def test_one_failed_request_is_one_too_many() -> None:
    part = levels.part([a_round(1.0), a_round(1.0, timeouts=1)], "uwsgi")

    assert missed(part) == ["failed requests among all of these"]


GOOD_TRIALS = Trials(
    endurance=GOOD,
    halves=[GOOD],
    beside_text=[replace(GOOD, p95=39.0)],
    texts=[Streamed(0.1, 2.0, True)],
    crowd=Crowd(answered=[100.0], refused=[5.0], failed=[]),
)


def test_good_trials_keep_all_bars() -> None:
    assert missed(trials.part(GOOD_TRIALS)) == []


@pytest.mark.parametrize(
    ("changes", "claim"),
    [
        ({"endurance": replace(GOOD, broken=1)}, "64 connections: failures"),
        ({"halves": [replace(GOOD, p99=101.0)]}, "half load: p99"),
        ({"beside_text": [replace(GOOD, p95=41.0)]}, "a long text beside them"),
        ({"texts": [Streamed(0.1, 2.0, False)]}, "long texts that did not come back"),
        ({"crowd": Crowd([1.0], [1.0], ["TimeoutError"])}, "neither an answer nor a refusal"),
        ({"crowd": Crowd([1.0], [501.0], [])}, "p99 of the refusals"),
        ({"crowd": Crowd([1.0], [], [])}, "p99 of the refusals"),
    ],
)
def test_each_trial_has_its_bar(changes: dict[str, Any], claim: str) -> None:
    (found,) = missed(trials.part(replace(GOOD_TRIALS, **changes)))

    assert claim in found


def test_connections_rest_so_long_that_half_the_load_is_left() -> None:
    assert think_milliseconds(most_per_second=400.0, answer_milliseconds=20.0) == 300


def test_start_memory_and_size_have_their_bars() -> None:
    one = Footprint(processes=1, seconds=(1.0,), before=50, most=90, after=70)
    five = replace(one, processes=5, seconds=(1.0, 3.0, 2.5), before=150, most=1_001, after=301)
    part = resources.part([one, five], Size(401.0, "the image x"), QUICK)

    assert len(missed(part)) == 4
    assert missed(resources.part([one], Size(400.0, "the image x"), QUICK)) == []


def test_the_hour_s_requests_are_all_different() -> None:
    assert len(set(resources.hour_of_bodies(1_000))) == 1_000


def test_the_memory_of_a_process_that_has_ended_is_none() -> None:
    with watched(lambda: [os.getpid()]) as looks:
        assert looks == []

    assert megabytes([os.getpid()]) > 5
    assert megabytes([2**22 + 1]) == 0


def test_without_an_image_the_packages_and_files_are_measured(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    found = size()

    assert "without the base image" in found.of
    assert 100 < found.megabytes < 400


def test_the_newest_image_is_measured_where_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    docker = tmp_path / "docker"
    docker.write_text(
        "#!/bin/sh\n"
        'case "$*" in\n'
        "*--filter*) echo traductor-translator:2-ctranslate2; echo another;;\n"
        "*inspect*traductor-translator:2-ctranslate2) echo 281000000;;\n"
        "esac\n"
    )
    docker.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    assert size() == Size(281.0, "the image traductor-translator:2-ctranslate2")


@pytest.mark.parametrize(("figure", "status"), [(1, 0), (3, 1)])
def test_a_missed_bar_is_the_exit_status(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    figure: float,
    status: int,
) -> None:
    part = Part(title="t", columns=("",), rows=(), bars=(Bar(claim="c", figure=figure, at_most=2),))
    monkeypatch.setattr(command, "measure", lambda *_: [part])
    file = tmp_path / "build" / "bench.json"

    assert command.main(["--to", str(file)]) == status
    assert f'"kept": {str(status == 0).lower()}' in file.read_text()
    assert "The bars" in capsys.readouterr().out


def test_what_cannot_be_measured_is_another_exit_status(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> list[Part]:
        raise ServingError("the site did not start")

    monkeypatch.setattr(command, "measure", fail)

    assert command.main([]) == 2
    assert capsys.readouterr().err == "benchmark: the site did not start\n"
