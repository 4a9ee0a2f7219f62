"""Key, tag and firewall are made once, changed in place, and deleted only if they are ours."""

from types import ModuleType
from typing import Any

import pytest
from ansible_collections.traductor.digitalocean.plugins.module_utils.errors import DigitalOceanError
from ansible_collections.traductor.digitalocean.plugins.modules import firewall, ssh_key, tag

from tests.collection.simulated import PUBLIC_KEY, SITE, Simulated

Json = dict[str, Any]

WISHES: list[tuple[ModuleType, Json]] = [
    (ssh_key, {"name": SITE, "public_key": PUBLIC_KEY}),
    (tag, {"name": "traductor"}),
    (firewall, {"name": SITE, "tcp_ports": [443, 22, 80]}),
]
EACH = pytest.mark.parametrize(("module", "wish"), WISHES, ids=["ssh_key", "tag", "firewall"])


@EACH
def test_a_second_run_changes_nothing(simulated: Simulated, module: ModuleType, wish: Json) -> None:
    first = simulated.run(module, **wish)
    held = simulated.held()
    second = simulated.run(module, **wish)

    assert first["changed"] is True
    assert second["changed"] is False
    assert second["diff"]["before"] == second["diff"]["after"] == first["diff"]["after"]
    assert simulated.held() == held


@EACH
def test_check_mode_says_the_same_and_changes_nothing(
    simulated: Simulated, module: ModuleType, wish: Json
) -> None:
    empty = simulated.held()
    said = simulated.run(module, check_mode=True, **wish)

    assert simulated.held() == empty
    assert said == simulated.run(module, **wish)
    assert said["diff"]["before"] == {}
    assert said["diff"]["after"]["name"] == wish["name"]


@EACH
def test_it_goes_once(simulated: Simulated, module: ModuleType, wish: Json) -> None:
    simulated.run(module, **wish)
    said = simulated.run(module, check_mode=True, **wish, state="absent")
    there = simulated.held()
    first = simulated.run(module, **wish, state="absent")
    second = simulated.run(module, **wish, state="absent")

    assert said["diff"] == first["diff"]
    assert there != simulated.held()
    assert (first["changed"], second["changed"]) == (True, False)
    assert not any(simulated.held().values())


def test_a_key_under_another_name_is_used_and_stays(simulated: Simulated) -> None:
    simulated.client.post("account/keys", {"name": "laptop", "public_key": PUBLIC_KEY})
    wish: Json = {"name": SITE, "public_key": PUBLIC_KEY}

    used = simulated.run(ssh_key, **wish)
    left = simulated.run(ssh_key, **wish, state="absent")

    assert used["changed"] is left["changed"] is False
    assert [key["name"] for key in simulated.account.all("keys")] == ["laptop"]


def test_a_file_without_a_key_is_refused_with_the_remedy(simulated: Simulated) -> None:
    with pytest.raises(DigitalOceanError, match="Remedy: make a key with ssh-keygen"):
        simulated.run(ssh_key, name=SITE, public_key="ssh-ed25519 nonsense")


def test_a_tag_that_something_bears_stays(simulated: Simulated) -> None:
    simulated.client.new_droplet(tags=["traductor"])

    kept = simulated.run(tag, name="traductor", state="absent")

    assert (kept["changed"], kept["bearers"]) == (False, 1)
    assert [held["name"] for held in simulated.account.all("tags")] == ["traductor"]


@pytest.mark.parametrize(
    "drift",
    [
        {"inbound_rules": []},
        {"outbound_rules": []},
        {"tags": []},
        {
            "inbound_rules": [
                {"protocol": "tcp", "ports": "1-1024", "sources": {"addresses": ["0.0.0.0/0"]}}
            ]
        },
    ],
    ids=["closed", "mute", "untagged", "too open"],
)
def test_a_firewall_that_somebody_changed_is_repaired(simulated: Simulated, drift: Json) -> None:
    simulated.run(tag, name="traductor")
    wish: Json = {"name": SITE, "tcp_ports": [22, 80, 443], "tags": ["traductor"]}
    made = simulated.run(firewall, **wish)
    (held,) = simulated.account.all("firewalls")
    held.update(drift)

    repaired = simulated.run(firewall, **wish)

    assert repaired["changed"] is True
    assert repaired["diff"]["before"] != repaired["diff"]["after"] == made["diff"]["after"]
    assert simulated.run(firewall, **wish)["changed"] is False
    assert [one["id"] for one in simulated.account.all("firewalls")] == [held["id"]]


def test_a_repaired_firewall_keeps_the_droplets_that_it_names(simulated: Simulated) -> None:
    number = simulated.client.new_droplet()["id"]
    simulated.run(firewall, name=SITE, tcp_ports=[22])
    (held,) = simulated.account.all("firewalls")
    held["droplet_ids"] = [number]

    simulated.run(firewall, name=SITE, tcp_ports=[22, 80])

    assert held["droplet_ids"] == [number]


def test_a_firewall_lets_out_all_and_in_what_is_listed(simulated: Simulated) -> None:
    simulated.run(firewall, name=SITE, tcp_ports=[22, 80])
    (held,) = simulated.account.all("firewalls")

    assert [(rule["protocol"], rule["ports"]) for rule in held["inbound_rules"]] == [
        ("icmp", "0"),
        ("tcp", "22"),
        ("tcp", "80"),
    ]
    assert {rule["protocol"] for rule in held["outbound_rules"]} == {"tcp", "udp", "icmp"}


def open_tcp_ports(simulated: Simulated) -> list[str]:
    (held,) = simulated.account.all("firewalls")
    return [rule["ports"] for rule in held["inbound_rules"] if rule["protocol"] == "tcp"]


def test_a_kept_port_is_closed_only_by_a_call_that_does_not_name_it(simulated: Simulated) -> None:
    simulated.run(firewall, name=SITE, tcp_ports=[22, 80])
    simulated.run(firewall, name=SITE, tcp_ports=[2222, 80], kept_tcp_ports=[22])
    meanwhile = open_tcp_ports(simulated)
    simulated.run(firewall, name=SITE, tcp_ports=[2222, 80])
    again = simulated.run(firewall, name=SITE, tcp_ports=[2222, 80], kept_tcp_ports=[22])

    assert sorted(meanwhile) == ["22", "2222", "80"]
    assert sorted(open_tcp_ports(simulated)) == ["2222", "80"]
    assert again["changed"] is False


def test_a_new_firewall_has_the_kept_ports_open(simulated: Simulated) -> None:
    simulated.run(firewall, name=SITE, tcp_ports=[2222], kept_tcp_ports=[22, 2222])

    assert sorted(open_tcp_ports(simulated)) == ["22", "2222"]
