"""The droplet is described beside what is wanted, and nothing is changed."""

from __future__ import annotations

from ansible_collections.traductor.digitalocean.plugins.modules import droplet, firewall, survey

from tests.collection.simulated import SITE, Json, Simulated

SIZE: Json = {"region": "fra1", "size": "s-1vcpu-1gb", "image": "debian-13-x64"}
WISH: Json = {"name": SITE, "tag": "traductor", **SIZE, "tcp_ports": [22, 80, 443]}


def make(simulated: Simulated, ports: tuple[int, ...] = (22, 80, 443)) -> None:
    simulated.run(firewall, name=SITE, tcp_ports=list(ports), tags=[])
    simulated.run(droplet, name=SITE, tag="traductor", **SIZE)


def test_without_a_droplet_the_price_of_the_wanted_one_is_told(simulated: Simulated) -> None:
    found = simulated.run(survey, **WISH)

    assert found == {"changed": False, "droplet": {}, "price_monthly": 6.0, "drift": []}
    assert simulated.run(survey, **WISH, backups=True)["price_monthly"] == 7.2


def test_a_droplet_as_wanted_has_no_drift(simulated: Simulated) -> None:
    make(simulated)
    before = simulated.held()
    found = simulated.run(survey, **WISH)

    assert found["drift"] == []
    assert found["price_monthly"] == 6.0
    assert found["droplet"]["ipv4"]
    assert {key: found["droplet"][key] for key in SIZE} == SIZE
    assert found["droplet"]["created_at"].endswith("Z")
    assert simulated.held() == before


def test_each_difference_is_told(simulated: Simulated) -> None:
    make(simulated, (22, 80, 8080))
    found = simulated.run(survey, **{**WISH, "size": "s-2vcpu-2gb"})

    assert found["drift"] == [
        "the droplet's size is s-1vcpu-1gb, wanted is s-2vcpu-2gb",
        "the cloud firewall does not open 443",
        "the cloud firewall opens 8080, which is not wanted",
    ]


def test_a_missing_firewall_is_told(simulated: Simulated) -> None:
    simulated.run(droplet, name=SITE, tag="traductor", **SIZE)

    assert simulated.run(survey, **WISH)["drift"] == [f"there is no cloud firewall {SITE}"]


def test_a_size_that_is_not_offered_has_no_price(simulated: Simulated) -> None:
    assert simulated.run(survey, **{**WISH, "size": "s-0vcpu"})["price_monthly"] == 0.0
