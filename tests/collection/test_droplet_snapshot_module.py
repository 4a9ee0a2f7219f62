"""A snapshot is taken once, the oldest go, those of others stay, and the price is told."""

import datetime

import pytest
from ansible_collections.traductor.digitalocean.plugins.module_utils.errors import DigitalOceanError
from ansible_collections.traductor.digitalocean.plugins.module_utils.snapshots import new_name
from ansible_collections.traductor.digitalocean.plugins.modules import droplet_snapshot

from tests.collection.simulated import SITE, Json, Simulated
from tests.simulator.openapi import load_description, validate_exchange

WISH: Json = {"name": SITE, "tag": "traductor"}
MARK = f"_traductor.{SITE} "
NEW = datetime.datetime(2026, 11, 22, 5, 0, tzinfo=datetime.UTC)


def droplet(account: Simulated) -> int:
    return int(account.client.new_droplet(name=SITE, tags=["traductor"])["id"])


def taken(account: Simulated, number: int, *names: str) -> None:
    for name in names:
        account.client.act(number, type="snapshot", name=name)


def names(account: Simulated) -> list[str]:
    return sorted(one["name"] for one in account.account.all("snapshots"))


def test_a_snapshot_bears_the_sites_mark_and_the_moment() -> None:
    assert new_name(SITE, NEW) == f"{MARK}2026-11-22T050000Z"


def test_a_snapshot_is_taken_and_its_price_is_told(simulated: Simulated) -> None:
    number = droplet(simulated)

    done = simulated.run(droplet_snapshot, **WISH)

    (name,) = names(simulated)
    assert name.startswith(MARK)
    assert simulated.client.hypervisor.calls[-1][:2] == ("snapshot", number)
    assert done["changed"] is True
    assert done["diff"]["before"]["snapshots"] == []
    assert done["diff"]["after"]["snapshots"] == [name]
    (shown,) = done["snapshots"]
    assert shown["gigabytes"] == 0.5
    assert shown["price_monthly"] == done["price_monthly"] == 0.03
    assert done["highest_price_monthly"] == 1.5, "a disk of 25 GB"


def test_check_mode_takes_none_and_tells_the_price(simulated: Simulated) -> None:
    taken(simulated, droplet(simulated), f"{MARK}2026-01-01T000000Z")

    said = simulated.run(droplet_snapshot, check_mode=True, keep=1, **WISH)

    assert said["changed"] is True
    assert said["price_monthly"] == 0.03
    (planned,) = said["diff"]["after"]["snapshots"]
    assert planned > f"{MARK}2026-01-01T000000Z"
    assert names(simulated) == [f"{MARK}2026-01-01T000000Z"]


def test_check_mode_needs_no_droplet(simulated: Simulated) -> None:
    said = simulated.run(droplet_snapshot, check_mode=True, **WISH)

    assert (said["changed"], said["highest_price_monthly"]) == (True, 0.0)


def test_the_oldest_go_and_those_of_others_stay(simulated: Simulated) -> None:
    number = droplet(simulated)
    others = ["before the upgrade", f"_traductor.{SITE}.au 2026-01-01T000000Z"]
    ours = [f"{MARK}2026-01-0{day}T000000Z" for day in (1, 2, 3)]
    taken(simulated, number, *others, *ours)

    done = simulated.run(droplet_snapshot, keep=2, **WISH)

    left = [name for name in names(simulated) if name not in others]
    assert len(left) == 2
    assert left[0] == ours[-1]
    assert set(others) < set(names(simulated))
    assert [one["name"] for one in done["snapshots"]] == left[::-1]


def test_those_that_are_left_are_found_and_deleted_without_the_droplet(
    simulated: Simulated,
) -> None:
    number = droplet(simulated)
    taken(simulated, number, f"{MARK}2026-01-01T000000Z", "mine")
    simulated.client.delete(f"droplets/{number}")

    said = simulated.run(droplet_snapshot, check_mode=True, state="absent", **WISH)
    first = simulated.run(droplet_snapshot, state="absent", **WISH)
    second = simulated.run(droplet_snapshot, state="absent", **WISH)

    assert said["price_monthly"] == 0.03
    assert said["diff"] == first["diff"]
    assert (first["changed"], second["changed"]) == (True, False)
    assert names(simulated) == ["mine"]


def test_an_answer_that_was_lost_takes_no_second_one(simulated: Simulated) -> None:
    number = droplet(simulated)
    simulated.lost.append(f"POST droplets/{number}/actions")

    simulated.run(droplet_snapshot, **WISH)

    assert simulated.lost == []
    assert len(names(simulated)) == 1


@pytest.mark.parametrize("already_seen", range(5))
def test_an_api_that_fails_again_and_again_does_no_harm(
    failing: Simulated, already_seen: int
) -> None:
    number = droplet_despite_failures(failing)
    for _ in range(already_seen):
        failing.client.call("GET", "account")

    failing.run(droplet_snapshot, **WISH)

    calls = [call for call in failing.client.hypervisor.calls if call[0] == "snapshot"]
    assert [call[1] for call in calls] == [number]


def droplet_despite_failures(account: Simulated) -> int:
    body = {"name": SITE, "size": "s-1vcpu-1gb", "region": "fra1", "image": "debian-13-x64"}
    made = account.api.create("droplets", {**body, "tags": ["traductor"]}, find=lambda: None)
    account.client.settle()
    return int(made["droplet"]["id"])


def test_without_a_droplet_there_is_a_remedy(simulated: Simulated) -> None:
    with pytest.raises(DigitalOceanError, match=r"no droplet .* Remedy: ansible-playbook site.yml"):
        simulated.run(droplet_snapshot, **WISH)


def test_none_at_all_cannot_be_kept(simulated: Simulated) -> None:
    droplet(simulated)

    with pytest.raises(DigitalOceanError, match="1 or more"):
        simulated.run(droplet_snapshot, keep=0, **WISH)
    assert names(simulated) == []


def test_a_snapshot_that_digitalocean_gives_up_on_is_told(simulated: Simulated) -> None:
    number = droplet(simulated)
    simulated.client.hypervisor.broken = True

    with pytest.raises(DigitalOceanError, match="could not take the snapshot"):
        simulated.run(droplet_snapshot, **WISH)
    assert simulated.account.get("droplets", number)["status"] == "active"
    assert names(simulated) == []


@pytest.mark.api_description
def test_all_that_is_asked_and_answered_is_described(simulated: Simulated) -> None:
    droplet(simulated)
    for _ in range(2):
        simulated.run(droplet_snapshot, keep=1, **WISH)
    simulated.run(droplet_snapshot, state="absent", **WISH)

    exchanges = simulated.client.exchanges()
    document = load_description()
    assert {"DELETE", "GET", "POST"} <= {one["method"] for one in exchanges}
    assert [fault for one in exchanges for fault in validate_exchange(document, one)] == []
