"""What belongs to a site is listed, and what may be deleted is told from what stays."""

import pytest
from ansible_collections.traductor.digitalocean.plugins.module_utils.errors import DigitalOceanError
from ansible_collections.traductor.digitalocean.plugins.modules import (
    domain,
    domain_record,
    droplet,
    firewall,
    site,
    ssh_key,
    tag,
)

from tests.collection.simulated import PUBLIC_KEY, SITE, Json, Simulated

WISH: Json = {"name": SITE, "tag": "traductor", "zone": "example.com", "public_key": PUBLIC_KEY}


def listed(account: Simulated) -> list[tuple[str, str, bool]]:
    result = account.run(site, **WISH)
    assert result["changed"] is False
    return [(thing["kind"], thing["name"], thing["ours"]) for thing in result["things"]]


def test_an_empty_account_holds_nothing_of_a_site(simulated: Simulated) -> None:
    assert listed(simulated) == []


def test_what_was_made_for_the_site_is_ours(simulated: Simulated) -> None:
    size: Json = {"region": "fra1", "size": "s-1vcpu-1gb", "image": "debian-13-x64"}
    simulated.run(ssh_key, name=SITE, public_key=PUBLIC_KEY)
    simulated.run(tag, name="traductor")
    simulated.run(firewall, name=SITE, tcp_ports=[22])
    simulated.run(droplet, name=SITE, tag="traductor", **size)
    simulated.run(domain, name="example.com", site=SITE)
    simulated.run(domain_record, zone="example.com", name=SITE, type="A", data="203.0.113.10")

    assert listed(simulated) == [
        ("droplet", SITE, True),
        ("record", SITE, True),
        ("domain", "example.com", True),
        ("firewall", SITE, True),
        ("SSH key", SITE, True),
        ("tag", "traductor", True),
    ]


def test_what_was_there_before_stays(simulated: Simulated) -> None:
    simulated.client.post("account/keys", {"name": "laptop", "public_key": PUBLIC_KEY})
    simulated.client.post("domains", {"name": "example.com"})
    address = {"type": "A", "name": "translate", "data": "192.0.2.1"}
    simulated.client.post("domains/example.com/records", address)

    assert listed(simulated) == [
        ("record", SITE, False),
        ("domain", "example.com", False),
        ("SSH key", "laptop", False),
    ]


@pytest.mark.parametrize(
    ("names", "expected"), [([], True), ([SITE], True), (["web"], False), ([SITE, "web"], False)]
)
def test_a_tag_is_ours_if_no_other_droplet_bears_it(
    simulated: Simulated, names: list[str], expected: bool
) -> None:
    simulated.run(tag, name="traductor")
    for name in names:
        simulated.client.new_droplet(name=name, tags=["traductor"])

    assert listed(simulated)[-1] == ("tag", "traductor", expected)


def test_a_broken_key_file_is_told_with_the_remedy(simulated: Simulated) -> None:
    with pytest.raises(DigitalOceanError, match="Remedy:"):
        simulated.run(site, **{**WISH, "public_key": "nonsense"})
