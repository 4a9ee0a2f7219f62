"""Cloud firewalls become packet filters that let through what they name, and nothing else."""

import pytest

from simulator.errors import CommandError
from simulator.hypervisor.machine import Opening, Shield
from simulator.hypervisor.packet_filter import NoPacketFilter, PacketFilter, guard, ruleset
from tests.simulator.api_under_test import Api

ANYWHERE = ("0.0.0.0/0", "::/0")
EVERYTHING_OUT = [
    {"protocol": protocol, "ports": "all", "destinations": {"addresses": list(ANYWHERE)}}
    for protocol in ("tcp", "udp")
]


def inbound(*ports: str) -> list[dict[str, object]]:
    sources = {"addresses": list(ANYWHERE)}
    return [{"protocol": "tcp", "ports": port, "sources": sources} for port in ports]


def test_a_firewall_by_tag_guards_all_addresses_of_its_droplets(api: Api) -> None:
    api.new_droplet(tags=["web"], ipv6=True)
    api.new_droplet(name="other")
    body = {"name": "door", "tags": ["web"], "inbound_rules": inbound("22", "80")}
    api.post("firewalls", {**body, "outbound_rules": EVERYTHING_OUT})
    api.provisioner.shield()
    (shield,) = api.hypervisor.shields

    assert shield.addresses == ("10.114.0.10", "198.51.100.10", "2001:db8::a")
    assert [opening.ports for opening in shield.inbound] == ["22", "80"]
    assert [opening.ports for opening in shield.outbound] == ["0", "0"]


def test_a_droplet_that_leaves_is_guarded_no_more(api: Api) -> None:
    number = api.new_droplet()["id"]
    api.post("firewalls", {"name": "door", "droplet_ids": [number], "inbound_rules": inbound("22")})
    api.delete(f"droplets/{number}")
    api.settle()
    api.provisioner.shield()

    assert api.hypervisor.shields == []


def test_droplets_may_be_named_by_tag_as_peers(api: Api) -> None:
    number = api.new_droplet()["id"]
    api.new_droplet(name="monitor", tags=["monitor"])
    rule = {"protocol": "tcp", "ports": "9100", "sources": {"tags": ["monitor"]}}
    api.post("firewalls", {"name": "door", "droplet_ids": [number], "inbound_rules": [rule]})
    api.provisioner.shield()

    assert api.hypervisor.shields[0].inbound[0].addresses == ("10.114.0.11", "198.51.100.11")


def test_what_is_open_is_accepted_before_the_rest_is_dropped() -> None:
    openings = [
        Opening("tcp", "22", ("192.0.2.0/24", "2001:db8:1::/48")),
        Opening("tcp", "8000-8999", ANYWHERE),
        Opening("udp", "0", ANYWHERE),
        Opening("icmp", "0", ANYWHERE),
    ]

    assert guard(openings, "inbound", "ip") == [
        "ip saddr { 192.0.2.0/24 } tcp dport 22 accept",
        "tcp dport 8000-8999 accept",
        "meta l4proto udp accept",
        "icmp type echo-request accept",
        "tcp flags & (syn | ack) == syn drop",
        "udp dport < 32768 drop",
        "icmp type echo-request drop",
    ]
    assert guard(openings, "inbound", "ip6")[0] == (
        "ip6 saddr { 2001:db8:1::/48 } tcp dport 22 accept"
    )


def test_without_firewalls_nothing_is_filtered() -> None:
    assert " drop" not in ruleset([])


def test_inbound_and_outbound_rules_meet_their_own_ends() -> None:
    text = ruleset([Shield(("198.51.100.10",), inbound=(), outbound=())])

    assert "ip daddr { 198.51.100.10 } jump inbound_0_ip" in text
    assert "ip saddr { 198.51.100.10 } jump outbound_0_ip" in text


def test_a_kernel_without_bridge_filters_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*command: str, **_: object) -> str:
        raise CommandError(command, 1, "Operation not supported")

    monkeypatch.setattr("simulator.hypervisor.packet_filter.run", refuse)

    assert not PacketFilter().works()
    NoPacketFilter().apply([])


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ({"protocol": "tcp", "ports": "70000", "sources": {"addresses": ["::/0"]}}, "no port"),
        ({"protocol": "tcp", "ports": "22-21", "sources": {"addresses": ["::/0"]}}, "no port"),
        ({"protocol": "gre", "ports": "1", "sources": {"addresses": ["::/0"]}}, "protocol"),
        ({"protocol": "tcp", "ports": "22", "sources": {}}, "at least one peer"),
        ({"protocol": "tcp", "ports": "22", "sources": {"addresses": ["here"]}}, "no address"),
        ({"protocol": "tcp", "sources": {"addresses": ["::/0"]}}, "ports is required"),
    ],
)
def test_a_senseless_rule_is_refused(api: Api, rule: dict[str, object], message: str) -> None:
    response = api.call("POST", "firewalls", {"name": "door", "inbound_rules": [rule]})

    assert response.status_code == 422
    assert message in response.text


def test_all_ports_are_shown_as_0_and_names_are_unique(api: Api) -> None:
    body = {"name": "door", "inbound_rules": inbound("1-65535")}
    firewall = api.post("firewalls", body)["firewall"]

    assert firewall["inbound_rules"][0]["ports"] == "0"
    assert api.call("POST", "firewalls", body).status_code == 409


def test_an_update_replaces_the_whole_firewall(api: Api) -> None:
    number = api.new_droplet()["id"]
    body = {"name": "door", "droplet_ids": [number], "inbound_rules": inbound("22")}
    path = f"firewalls/{api.post('firewalls', body)['firewall']['id']}"
    updated = api.put(path, {"name": "door", "inbound_rules": inbound("80")})["firewall"]

    assert updated["droplet_ids"] == []
    assert [rule["ports"] for rule in updated["inbound_rules"]] == ["80"]
