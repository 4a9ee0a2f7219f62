"""The benchmark's load: `wrk`, visitors who do as they are told, and a long text."""

from pathlib import Path

import pytest
from benchmark import load
from benchmark.errors import MissingProgramError
from benchmark.visitors import crowd, stream

from tests.service.toy_site import running_toy_site

SENTENCES = [f"I have {number} cats." for number in range(50)]


@pytest.fixture
def bodies(tmp_path: Path) -> Path:
    return load.write_bodies(load.bodies(SENTENCES), tmp_path / "bodies")


def test_wrk_sends_all_sentences_and_counts_the_answers(bodies: Path) -> None:
    with running_toy_site() as site:
        found = load.run(site.server_port, bodies, connections=4, seconds=1)

    assert set(site.texts) == set(SENTENCES)
    assert 50 < found.requests <= len(site.texts)
    assert found.failures == 0
    assert 0 < found.p50 <= found.p95 <= found.p99 <= found.longest
    assert found.per_second == pytest.approx(found.requests / found.seconds)
    assert found.core_share > 0


def test_wrk_counts_refusals(bodies: Path) -> None:
    with running_toy_site(refuse_every=2) as site:
        found = load.run(site.server_port, bodies, connections=2, seconds=1)

    assert found.refused == pytest.approx(found.requests / 2, abs=2)
    assert found.failures == found.refused


def test_a_connection_that_thinks_asks_less_often(bodies: Path) -> None:
    with running_toy_site() as site:
        found = load.run(site.server_port, bodies, connections=2, seconds=1, think_milliseconds=200)

    assert 1 <= found.requests <= 40


def test_a_missing_wrk_is_named_with_its_package(
    bodies: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")

    with pytest.raises(MissingProgramError, match="apt-get install wrk"):
        load.run(1, bodies, connections=1, seconds=1)


def test_refused_visitors_come_back_and_all_answers_are_sorted() -> None:
    with running_toy_site(refuse_every=3) as site:
        found = crowd(site.server_port, SENTENCES, visitors=5, seconds=0.5)

    assert len(found.answered) + len(found.refused) == len(site.texts)
    assert len(found.refused) == len(site.texts) // 3
    assert found.failed == []


def test_a_visitor_whom_nobody_answers_counts_as_a_failure() -> None:
    with running_toy_site() as site:
        port = site.server_port
    found = crowd(port, SENTENCES, visitors=1, seconds=0.05)

    assert not found.answered
    assert set(found.failed) == {"ConnectionRefusedError"}


def test_a_long_text_is_whole_when_all_its_pieces_came() -> None:
    with running_toy_site() as site:
        found = stream(site.server_port, "Two pieces.")

    assert found.is_whole
    assert 0 < found.first_seconds <= found.seconds


def test_a_long_text_that_is_refused_or_cut_off_is_not_whole() -> None:
    with running_toy_site(refuse_every=1) as site:
        refused = stream(site.server_port, "Two pieces.")
    cut_off = stream(site.server_port, "Two pieces.")

    assert not refused.is_whole
    assert not cut_off.is_whole
