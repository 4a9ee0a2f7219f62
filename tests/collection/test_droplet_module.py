"""The droplet is made once, found again by tag and name, and never changed behind one's back."""

from typing import Any

import pytest
from ansible_collections.traductor.digitalocean.plugins.module_utils.errors import (
    DigitalOceanError,
    GaveUpError,
)
from ansible_collections.traductor.digitalocean.plugins.modules import droplet, ssh_key

from tests.collection.simulated import PUBLIC_KEY, SITE, Simulated

Json = dict[str, Any]

FOUND: Json = {"name": SITE, "tag": "traductor"}
WISH: Json = {**FOUND, "region": "fra1", "size": "s-1vcpu-1gb", "image": "debian-13-x64"}


def test_a_second_run_finds_the_droplet(simulated: Simulated) -> None:
    first = simulated.run(droplet, **WISH)
    second = simulated.run(droplet, **WISH)
    (machine,) = simulated.client.hypervisor.machines.values()

    assert (first["changed"], second["changed"]) == (True, False)
    assert first["droplet_id"] == second["droplet_id"]
    assert first["ipv4"] == machine.public_ipv4 != machine.private_ipv4
    assert first["diff"]["before"] == {}
    assert first["diff"]["after"] == second["diff"]["after"]
    assert len(simulated.account.all("droplets")) == 1


def test_check_mode_creates_nothing(simulated: Simulated) -> None:
    said = simulated.run(droplet, check_mode=True, **WISH)

    assert said["changed"] is True
    assert (said["droplet_id"], said["ipv4"]) == (0, "")
    assert said["diff"]["after"]["size"] == "s-1vcpu-1gb"
    assert not any(simulated.held().values())


def test_the_droplet_is_made_as_wished(simulated: Simulated) -> None:
    key = simulated.run(ssh_key, name=SITE, public_key=PUBLIC_KEY)["fingerprint"]
    vpc = next(one["id"] for one in simulated.account.all("vpcs") if one["region"] == "fra1")
    wish: Json = {"ipv6": True, "backups": True, "user_data": "#cloud-config\n", "vpc_uuid": vpc}

    made = simulated.run(droplet, **WISH, **wish, ssh_key_fingerprints=[key])
    (machine,) = simulated.client.hypervisor.machines.values()
    (held,) = simulated.account.all("droplets")

    assert made["ipv6"] == machine.public_ipv6 != ""
    assert machine.public_keys == (PUBLIC_KEY,)
    assert machine.user_data == "#cloud-config\n"
    assert {"backups", "ipv6", "monitoring"} <= set(held["features"])
    assert held["tags"] == ["traductor"]
    assert held["vpc_uuid"] == vpc


def test_what_is_not_wanted_is_left_out_of_the_request(simulated: Simulated) -> None:
    simulated.run(droplet, **WISH)
    sent = next(one["request"] for one in simulated.client.exchanges() if one["method"] == "POST")

    assert None not in sent.values()
    assert not {"vpc_uuid", "user_data", "state", "token"} & set(sent)


def test_drift_is_reported_and_left_alone(simulated: Simulated) -> None:
    simulated.run(droplet, **WISH)
    before = simulated.held()

    found = simulated.run(droplet, **{**WISH, "size": "s-1vcpu-2gb", "region": "ams3"})

    assert found["changed"] is False
    assert found["drift"] == [
        "the droplet's size is s-1vcpu-1gb, wanted is s-1vcpu-2gb",
        "the droplet's region is fra1, wanted is ams3",
    ]
    assert simulated.held() == before


def test_a_droplet_that_is_off_is_switched_on(simulated: Simulated) -> None:
    number = simulated.run(droplet, **WISH)["droplet_id"]
    simulated.client.act(number, type="power_off")

    said = simulated.run(droplet, check_mode=True, **WISH)
    still_off = simulated.account.get("droplets", number)["status"]
    done = simulated.run(droplet, **WISH)

    assert still_off == "off"
    assert said["changed"] is done["changed"] is True
    assert done["diff"]["before"]["powered"] is False
    assert simulated.account.get("droplets", number)["status"] == "active"


def test_two_droplets_of_the_same_name_are_refused(simulated: Simulated) -> None:
    numbers = [simulated.client.new_droplet(name=SITE, tags=["traductor"])["id"] for _ in range(2)]

    for state in ("present", "absent"):
        with pytest.raises(DigitalOceanError, match=f"{numbers[0]}, {numbers[1]}. Remedy:"):
            simulated.run(droplet, **WISH, state=state)
    assert len(simulated.account.all("droplets")) == 2


def test_a_droplet_without_the_tag_or_with_another_name_is_not_ours(simulated: Simulated) -> None:
    simulated.client.new_droplet(name=SITE)
    simulated.client.new_droplet(name=f"old.{SITE}", tags=["traductor"])

    gone = simulated.run(droplet, **FOUND, state="absent")
    made = simulated.run(droplet, **WISH)

    assert (gone["changed"], made["changed"]) == (False, True)
    assert len(simulated.account.all("droplets")) == 3


def test_it_goes_once(simulated: Simulated) -> None:
    simulated.run(droplet, **WISH)
    said = simulated.run(droplet, check_mode=True, **FOUND, state="absent")
    there = len(simulated.account.all("droplets"))
    first = simulated.run(droplet, **FOUND, state="absent")
    second = simulated.run(droplet, **FOUND, state="absent")

    assert there == 1
    assert said["diff"] == first["diff"]
    assert (first["changed"], second["changed"]) == (True, False)
    assert simulated.account.all("droplets") == []


def test_a_run_that_was_cut_off_is_taken_up(simulated: Simulated) -> None:
    simulated.client.hypervisor.open.clear()
    body = {key: WISH[key] for key in ("name", "region", "size", "image")}
    started = simulated.client.post("droplets", {**body, "tags": ["traductor"]})["droplet"]
    simulated.client.hypervisor.open.set()

    taken_up = simulated.run(droplet, **WISH)

    assert taken_up["droplet_id"] == started["id"]
    assert taken_up["ipv4"] != ""
    assert taken_up["changed"] is False


def test_a_droplet_that_never_starts_ends_with_a_remedy(simulated: Simulated) -> None:
    simulated.client.hypervisor.broken = True

    with pytest.raises(GaveUpError, match=r"the start of droplet .* Remedy: look at it"):
        simulated.run(droplet, **WISH, limit_seconds=0)


def test_the_droplet_limit_is_told_in_digitaloceans_words(simulated: Simulated) -> None:
    simulated.account.state["droplet_limit"] = 0

    with pytest.raises(DigitalOceanError, match=r"will exceed your droplet limit.*Remedy:"):
        simulated.run(droplet, **WISH)
