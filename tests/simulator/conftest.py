"""Give tests an API to talk to."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator.api.limits import RateLimits
from simulator.settings import Settings
from tests.simulator.api_under_test import Api, MakeApi


@pytest.fixture
def make_api(tmp_path: Path) -> Iterator[MakeApi]:
    made: list[Api] = []

    def make(*, limits: RateLimits | None = None, **settings: Any) -> Api:
        made.append(Api(Settings(tmp_path / "state", **settings), limits))
        return made[-1]

    yield make
    for api in made:
        api.close()


@pytest.fixture
def api(make_api: MakeApi) -> Api:
    return make_api()
