"""What was said to the API on the whole way, judged by DigitalOcean's own description."""

from __future__ import annotations

import json

import pytest

from tests.journey.finished_site import STATE
from tests.simulator.openapi import load_description, validate_exchange


@pytest.mark.api_description
def test_every_request_and_answer_obeys_the_public_description() -> None:
    lines = (STATE / "requests.jsonl").read_text().splitlines()
    exchanges = [json.loads(line) for line in lines]
    document = load_description()

    assert any(exchange["method"] == "POST" for exchange in exchanges)
    assert [fault for each in exchanges for fault in validate_exchange(document, each)] == []


def test_the_token_was_recorded_nowhere() -> None:
    assert "dop_v1_" not in (STATE / "requests.jsonl").read_text()
