"""With an API that fails on every fifth request, all ends well, with one of each thing."""

import pytest
from ansible_collections.traductor.digitalocean.plugins.modules import (
    domain,
    domain_record,
    droplet,
    firewall,
    ssh_key,
    tag,
)

from tests.collection.simulated import PUBLIC_KEY, SITE, Json, Simulated


def build(account: Simulated) -> list[bool]:
    """Do what the chapters droplet and domain do; return what said that it changed."""
    key = account.run(ssh_key, name=SITE, public_key=PUBLIC_KEY)
    firewall_wish: Json = {"name": SITE, "tcp_ports": [22, 80], "tags": ["traductor"]}
    wish: Json = {"region": "fra1", "size": "s-1vcpu-1gb", "image": "debian-13-x64"}
    results = [
        key,
        account.run(tag, name="traductor"),
        account.run(firewall, **firewall_wish),
        made := account.run(
            droplet,
            name=SITE,
            tag="traductor",
            ssh_key_fingerprints=[key["fingerprint"]],
            **wish,
        ),
        account.run(domain, name="example.com", site=SITE),
        account.run(domain_record, zone="example.com", name=SITE, type="A", data=made["ipv4"]),
    ]
    return [result["changed"] for result in results]


def destroy(account: Simulated) -> None:
    account.run(domain_record, zone="example.com", name=SITE, type="A", state="absent")
    account.run(domain, name="example.com", site=SITE, state="absent")
    account.run(droplet, name=SITE, tag="traductor", state="absent")
    account.run(firewall, name=SITE, state="absent")
    account.run(ssh_key, name=SITE, public_key=PUBLIC_KEY, state="absent")
    account.run(tag, name="traductor", state="absent")


def counts(account: Simulated) -> list[int]:
    held = account.held()
    return [len(held[kind]) for kind in ("keys", "tags", "firewalls", "droplets", "domains")]


# The first request that fails is another one each time, so that each kind of request fails once.
@pytest.mark.parametrize("already_seen", range(10))
def test_there_is_one_of_each_thing_and_a_second_run_changes_nothing(
    failing: Simulated, already_seen: int
) -> None:
    for _ in range(already_seen):
        failing.client.call("GET", "account")

    first, second = build(failing), build(failing)
    ours = failing.client.exchanges()[already_seen:]
    failed = [one["status"] for one in ours if one["status"] in (429, 503)]

    assert first == [True] * 6
    assert second == [False] * 6
    assert counts(failing) == [1, 1, 1, 1, 1]
    assert [len(failing.records("A", "translate")), len(failing.account.all("records"))] == [1, 6]
    assert {429, 503} == set(failed)
    assert len(failing.pauses) >= len(failed)


@pytest.mark.parametrize(
    "request_name",
    [
        "POST account/keys",
        "POST tags",
        "POST firewalls",
        "POST droplets",
        "POST domains",
        "POST domains/example.com/records",
    ],
)
def test_a_creation_whose_answer_was_lost_is_not_repeated(
    simulated: Simulated, request_name: str
) -> None:
    simulated.lost.append(request_name)

    build(simulated)

    assert simulated.lost == []
    assert counts(simulated) == [1, 1, 1, 1, 1]
    assert len(simulated.account.all("records")) == 6


def test_a_droplet_whose_start_was_not_confirmed_is_not_started_twice(
    simulated: Simulated,
) -> None:
    build(simulated)
    number = simulated.account.all("droplets")[0]["id"]
    simulated.client.act(number, type="power_off")
    simulated.lost.append(f"POST droplets/{number}/actions")

    build(simulated)

    starts = [one for one in simulated.client.hypervisor.calls if one[0] == "power_on"]
    assert starts == [("power_on", number)]


def test_all_of_it_goes_again(failing: Simulated) -> None:
    build(failing)

    destroy(failing)
    failing.client.settle()

    assert not any(failing.held().values())
