"""Stand up an API over an account, with a hypervisor that only writes down what it is told."""

import json
import threading
import time
from collections.abc import Sequence
from typing import Any, Protocol

from werkzeug.test import TestResponse

from simulator.account import Account
from simulator.api.application import create_app
from simulator.api.limits import RateLimits
from simulator.api.world import World
from simulator.errors import SimulatorError
from simulator.hypervisor.machine import Machine, Shield
from simulator.provisioning import Provisioner
from simulator.settings import Settings

Json = dict[str, Any]

PUBLIC_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBZHqlBZBcPdJ9zYIFl7vtQxwLLoUKhVHZTKuiQ9r8ZN me"
DROPLET = {"name": "web-1", "size": "s-1vcpu-1gb", "region": "fra1", "image": "debian-13-x64"}
SETTLE_SECONDS = 5


class RecordingHypervisor:
    """Write down every call; `open` holds creations back, `broken` lets them and snapshots fail."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self.machines: dict[int, Machine] = {}
        self.shields: list[Shield] = []
        self.open = threading.Event()
        self.open.set()
        self.broken = False

    def create(self, machine: Machine) -> None:
        self.open.wait(SETTLE_SECONDS)
        if self.broken:
            raise SimulatorError("the disk is full")
        self.machines[machine.number] = machine
        self.calls.append(("create", machine.number, machine.image))

    def destroy(self, number: int) -> None:
        self.machines.pop(number, None)
        self.calls.append(("destroy", number))

    def power_on(self, number: int) -> None:
        self.calls.append(("power_on", number))

    def power_off(self, number: int) -> None:
        self.calls.append(("power_off", number))

    def shut_down(self, number: int) -> None:
        self.calls.append(("shut_down", number))

    def reboot(self, number: int) -> None:
        self.calls.append(("reboot", number))

    def resize(self, number: int, *, memory_megabytes: int, vcpus: int) -> None:
        self.calls.append(("resize", number, memory_megabytes, vcpus))

    def enable_ipv6(self, machine: Machine) -> None:
        self.calls.append(("enable_ipv6", machine.public_ipv6))

    def snapshot(self, number: int, snapshot: str) -> None:
        if self.broken:
            raise SimulatorError("the disk is full")
        self.calls.append(("snapshot", number, snapshot))

    def delete_snapshot(self, snapshot: str) -> None:
        self.calls.append(("delete_snapshot", snapshot))

    def shield(self, shields: Sequence[Shield]) -> None:
        self.shields = list(shields)


class Api:
    """Talk to the API as a client with the right token does."""

    def __init__(self, settings: Settings, limits: RateLimits | None = None) -> None:
        settings.state.mkdir(exist_ok=True)
        self.settings = settings
        self.account = Account(settings.account_file)
        self.hypervisor = RecordingHypervisor()
        self.provisioner = Provisioner(self.account, self.hypervisor, boot_seconds=0)
        world = World(self.account, self.provisioner, settings)
        self.client = create_app(world, limits=limits).test_client()
        self.headers = {"Authorization": f"Bearer {self.account.state['token']}"}

    def call(self, method: str, path: str, body: object = None) -> TestResponse:
        """Send a request below /v2/."""
        return self.client.open(f"/v2/{path}", method=method, json=body, headers=self.headers)

    def get(self, path: str) -> Any:
        return self._good("GET", path)

    def post(self, path: str, body: object) -> Any:
        return self._good("POST", path, body)

    def put(self, path: str, body: object) -> Any:
        return self._good("PUT", path, body)

    def delete(self, path: str, body: object = None) -> Any:
        return self._good("DELETE", path, body)

    def _good(self, method: str, path: str, body: object = None) -> Any:
        response = self.call(method, path, body)
        assert response.status_code < 300, response.text
        return response.json if response.data else None

    def settle(self) -> None:
        """Wait until all background work is done."""
        deadline = time.monotonic() + SETTLE_SECONDS
        while (
            any(one["status"] == "in-progress" for one in self.account.all("actions"))
            or (self.account.state["leaving"])
        ):
            assert time.monotonic() < deadline, "the background work does not end"
            time.sleep(0.005)

    def new_key(self) -> Any:
        """Add a key."""
        return self.post("account/keys", {"name": "me", "public_key": PUBLIC_KEY})["ssh_key"]

    def new_droplet(self, **changes: object) -> Any:
        """Create a droplet and wait until it is active."""
        number = self.post("droplets", {**DROPLET, **changes})["droplet"]["id"]
        self.settle()
        return self.get(f"droplets/{number}")["droplet"]

    def act(self, number: int, **body: object) -> Any:
        """Do an action of a droplet and wait until it is done."""
        action = self.post(f"droplets/{number}/actions", body)["action"]
        self.settle()
        return self.get(f"actions/{action['id']}")["action"]

    def exchanges(self) -> list[Json]:
        """Read what was recorded."""
        return [json.loads(line) for line in self.settings.requests_file.read_text().splitlines()]

    def close(self) -> None:
        self.hypervisor.open.set()
        self.provisioner.close()


class MakeApi(Protocol):
    """Make an API with settings of one's own."""

    def __call__(self, *, limits: RateLimits | None = None, **settings: Any) -> Api: ...
