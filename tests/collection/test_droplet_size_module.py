"""A droplet gets another size with its disk as it was, and is on again wherever a run ended."""

from typing import Any

import pytest
from ansible_collections.traductor.digitalocean.plugins.module_utils.actions import act
from ansible_collections.traductor.digitalocean.plugins.module_utils.api import Api
from ansible_collections.traductor.digitalocean.plugins.module_utils.errors import DigitalOceanError
from ansible_collections.traductor.digitalocean.plugins.modules import droplet_size

from tests.collection.simulated import SITE, Json, Simulated

SMALL, LARGE = "s-1vcpu-1gb", "s-1vcpu-2gb"
WISH: Json = {"name": SITE, "tag": "traductor", "size": LARGE}


@pytest.fixture
def number(simulated: Simulated) -> int:
    return int(simulated.client.new_droplet(name=SITE, tags=["traductor"], size=SMALL)["id"])


def droplet(account: Simulated, number: int) -> Json:
    found: Json = account.api.get(f"droplets/{number}")["droplet"]
    return found


def deeds(account: Simulated, number: int) -> list[str]:
    """List what was done to the droplet, the first first."""
    actions = account.api.list(f"droplets/{number}/actions", "actions")
    return [action["type"] for action in sorted(actions, key=lambda one: int(one["id"]))][1:]


def test_a_droplet_is_shut_down_resized_and_switched_on(simulated: Simulated, number: int) -> None:
    disk = droplet(simulated, number)["disk"]

    done = simulated.run(droplet_size, **WISH)

    after = droplet(simulated, number)
    assert deeds(simulated, number) == ["shutdown", "resize", "power_on"]
    assert (after["size_slug"], after["disk"], after["status"]) == (LARGE, disk, "active")
    assert done["changed"] is True
    assert (done["size_before"], done["price_before"], done["price_monthly"]) == (SMALL, 6.0, 12.0)


def test_a_second_run_changes_nothing(simulated: Simulated, number: int) -> None:
    simulated.run(droplet_size, **WISH)
    before = deeds(simulated, number)

    done = simulated.run(droplet_size, **WISH)

    assert done["changed"] is False
    assert deeds(simulated, number) == before


def test_it_goes_back_to_the_smaller_size(simulated: Simulated, number: int) -> None:
    simulated.run(droplet_size, **WISH)

    simulated.run(droplet_size, **{**WISH, "size": SMALL})

    assert droplet(simulated, number)["size_slug"] == SMALL


def test_check_mode_says_the_price_and_leaves_the_droplet_on(
    simulated: Simulated, number: int
) -> None:
    said = simulated.run(droplet_size, check_mode=True, **WISH)

    assert (said["changed"], said["price_monthly"]) == (True, 12.0)
    assert deeds(simulated, number) == []


@pytest.mark.parametrize("steps", [["shutdown"], ["shutdown", "resize"]])
def test_what_a_run_left_off_comes_back(
    simulated: Simulated, number: int, steps: list[str]
) -> None:
    for step in steps:
        more = {"size": LARGE, "disk": False} if step == "resize" else {}
        simulated.client.act(number, type=step, **more)

    done = simulated.run(droplet_size, **WISH)

    after = droplet(simulated, number)
    assert done["changed"] is True
    assert (after["size_slug"], after["status"]) == (LARGE, "active")
    assert "power_off" not in deeds(simulated, number)


def test_one_that_does_not_shut_itself_down_loses_its_power(
    simulated: Simulated, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(api: Api, identifier: int, body: Json, **limits: Any) -> None:
        if body["type"] == "shutdown":
            raise DigitalOceanError("it hangs")
        act(api, identifier, body, **limits)

    monkeypatch.setattr(droplet_size, "act", refuse)

    simulated.run(droplet_size, **WISH)

    assert deeds(simulated, number) == ["power_off", "resize", "power_on"]


@pytest.mark.parametrize("size", ["s-nothing", "s-1vcpu-512mb-10gb"])
def test_a_size_that_the_droplet_cannot_have_is_refused_before(
    simulated: Simulated, number: int, size: str
) -> None:
    with pytest.raises(DigitalOceanError, match=r"cannot have the size .* set droplet_size"):
        simulated.run(droplet_size, **{**WISH, "size": size})

    assert deeds(simulated, number) == []


def test_without_a_droplet_the_remedy_is_told(simulated: Simulated) -> None:
    with pytest.raises(DigitalOceanError, match=r"no droplet .* Remedy: ansible-playbook site.yml"):
        simulated.run(droplet_size, **WISH)
