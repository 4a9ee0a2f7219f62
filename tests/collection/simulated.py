"""Serve a simulated account over a real socket, and call modules on it as Ansible does."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from ansible_collections.traductor.digitalocean.plugins.module_utils import module as shared
from ansible_collections.traductor.digitalocean.plugins.module_utils.api import Api
from flask import Response, request
from werkzeug.serving import WSGIRequestHandler, make_server

from simulator.account import Account
from simulator.settings import Settings
from tests.simulator.api_under_test import Api as Client

Json = dict[str, Any]

PUBLIC_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBZHqlBZBcPdJ9zYIFl7vtQxwLLoUKhVHZTKuiQ9r8ZN me"
SITE = "translate.example.com"
TURN_SECONDS = 0.005


class Quiet(WSGIRequestHandler):
    """Write no line for each request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


def path_of_request() -> str:
    """Return the path below `/v2/` of the request that is being answered."""
    return request.path.removeprefix("/v2/")


def argument_spec(module: ModuleType) -> Json:
    """Return the specification that a module gives to Ansible."""
    captured: list[Json] = []

    def capture(*, argument_spec: Json, **_options: object) -> None:
        captured.append(argument_spec)
        raise SystemExit

    with pytest.MonkeyPatch.context() as patch:
        for place in (shared, module):
            patch.setattr(place, "AnsibleModule", capture, raising=False)
        with pytest.raises(SystemExit):
            module.main()
    return captured[0]


class Simulated:
    """An account, a client that looks into it, and the API object that modules are given.

    `answers` holds bodies that stand in for the answer to a path; `lost` the requests, such as
    `POST tags`, whose next answer is lost after they took effect; `pauses` the seconds that were
    waited, all but a moment of each in mind only.
    """

    def __init__(self, state: Path, **settings: Any) -> None:
        self.client = Client(Settings(state, **settings))
        self.answers: dict[str, Json] = {}
        self.lost: list[str] = []
        self.pauses: list[float] = []
        application = self.client.client.application
        application.before_request(lambda: self.answers.get(path_of_request()))
        application.after_request(self._lose)
        self.server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=Quiet)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))
        self.thread.start()
        self.api = Api(token=self.token, url=self.url, sleep=self._sleep)

    @property
    def account(self) -> Account:
        return self.client.account

    @property
    def token(self) -> str:
        return str(self.account.state["token"])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def _lose(self, response: Response) -> Response:
        name = f"{request.method} {path_of_request()}"
        if name not in self.lost:
            return response
        self.lost.remove(name)
        return Response("<html>Bad gateway</html>", status=502)

    def _sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        time.sleep(TURN_SECONDS)

    def run(self, module: ModuleType, *, check_mode: bool = False, **given: object) -> Json:
        """Call a module's work with these options, and the defaults of the others."""
        spec = argument_spec(module)
        assert set(given) <= set(spec), f"unknown options: {set(given) - set(spec)}"
        params = {name: option.get("default") for name, option in spec.items()} | given
        result: Json = module.work(self.api, params, check_mode)
        return result

    def held(self) -> Json:
        """Return all that the account holds."""
        kinds = ("keys", "tags", "firewalls", "droplets", "domains", "records")
        return {kind: self.account.all(kind) for kind in kinds}

    def records(self, kind: str, name: str) -> list[Json]:
        """Return the records of a type and a relative name."""
        return [
            record
            for record in self.account.all("records")
            if (record["type"], record["name"]) == (kind, name)
        ]

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
        self.client.close()


@contextmanager
def simulated_account(state: Path, **settings: Any) -> Iterator[Simulated]:
    """Serve an account for as long as the block runs."""
    served = Simulated(state, **settings)
    try:
        yield served
    finally:
        served.close()
