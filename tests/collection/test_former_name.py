"""A site gets another name: droplet, firewall, key and snapshots are taken over, none is made."""

from typing import Any

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

NEW = "letters.example.org"
NAMES: Json = {"name": NEW, "former_name": SITE}
DROPLET: Json = {
    "tag": "traductor",
    "region": "fra1",
    "size": "s-1vcpu-1gb",
    "image": "debian-13-x64",
}
ADDRESS = "203.0.113.9"


def names(account: Simulated, kind: str) -> list[str]:
    return [thing["name"] for thing in account.held()[kind]]


@pytest.fixture
def site_of_before(simulated: Simulated) -> Simulated:
    """Make the site under its former name."""
    simulated.run(tag, name="traductor")
    simulated.run(ssh_key, name=SITE, public_key=PUBLIC_KEY)
    simulated.run(firewall, name=SITE, tcp_ports=[22, 80], tags=["traductor"])
    simulated.run(droplet, name=SITE, **DROPLET)
    return simulated


def rename(account: Simulated, **options: Any) -> list[Json]:
    """Run the modules with both names; give what they say."""
    return [
        account.run(ssh_key, public_key=PUBLIC_KEY, **NAMES, **options),
        account.run(firewall, tcp_ports=[22, 80], tags=["traductor"], **NAMES, **options),
        account.run(droplet, **NAMES, **DROPLET, **options),
    ]


def test_what_there_is_gets_the_new_name(site_of_before: Simulated) -> None:
    number = site_of_before.held()["droplets"][0]["id"]

    done = rename(site_of_before)

    assert [each["changed"] for each in done] == [True, True, True]
    for kind in ("keys", "firewalls", "droplets"):
        assert names(site_of_before, kind) == [NEW], kind
    assert done[2]["droplet_id"] == number


def test_a_second_time_nothing_is_changed(site_of_before: Simulated) -> None:
    rename(site_of_before)

    assert [each["changed"] for each in rename(site_of_before)] == [False, False, False]


def test_check_mode_says_it_and_renames_nothing(site_of_before: Simulated) -> None:
    done = rename(site_of_before, check_mode=True)

    assert [each["changed"] for each in done] == [True, True, True]
    assert done[2]["diff"]["after"] != done[2]["diff"]["before"]
    for kind in ("keys", "firewalls", "droplets"):
        assert names(site_of_before, kind) == [SITE], kind


def test_the_snapshots_bear_the_new_name_too(site_of_before: Simulated) -> None:
    number = site_of_before.held()["droplets"][0]["id"]
    for name in (f"_traductor.{SITE} 2026-11-20T000000Z", "another one"):
        site_of_before.client.act(number, type="snapshot", name=name)
    rename(site_of_before)

    found = site_of_before.api.list("snapshots", "snapshots", resource_type="droplet")
    assert {one["name"] for one in found} == {
        f"_traductor.{NEW} 2026-11-20T000000Z",
        "another one",
    }


def test_a_droplet_of_the_new_name_is_taken_before_one_of_the_former(simulated: Simulated) -> None:
    for name in (SITE, NEW):
        simulated.client.new_droplet(name=name, tags=["traductor"])

    done = simulated.run(droplet, **NAMES, **DROPLET)

    assert done["changed"] is False
    assert sorted(names(simulated, "droplets")) == sorted([SITE, NEW])


def test_a_key_of_another_name_keeps_it(simulated: Simulated) -> None:
    simulated.run(ssh_key, name="laptop", public_key=PUBLIC_KEY)

    done = simulated.run(ssh_key, public_key=PUBLIC_KEY, **NAMES)

    assert done["changed"] is False
    assert names(simulated, "keys") == ["laptop"]


def test_all_goes_that_is_still_called_as_before(site_of_before: Simulated) -> None:
    listed = site_of_before.run(site, tag="traductor", zone="example.org", **NAMES)
    site_of_before.run(ssh_key, public_key=PUBLIC_KEY, state="absent", **NAMES)
    site_of_before.run(firewall, state="absent", **NAMES)
    site_of_before.run(droplet, tag="traductor", state="absent", **NAMES)

    assert {thing["kind"] for thing in listed["things"]} == {"droplet", "firewall", "tag"}
    held = site_of_before.held()
    assert (held["keys"], held["firewalls"], held["droplets"]) == ([], [], [])


def test_two_droplets_of_the_former_name_are_told_apart_by_nobody(simulated: Simulated) -> None:
    for _ in range(2):
        simulated.client.new_droplet(name=SITE, tags=["traductor"])

    with pytest.raises(DigitalOceanError, match=f"2 droplets called {SITE}"):
        simulated.run(droplet, **NAMES, **DROPLET)


def test_only_a_record_that_leads_to_the_droplet_goes(simulated: Simulated) -> None:
    simulated.run(domain, name="example.com", site=SITE)
    record: Json = {"zone": "example.com", "name": SITE, "type": "A"}
    simulated.run(domain_record, **record, data="198.51.100.7")

    kept = simulated.run(domain_record, **record, only_data=ADDRESS, state="absent")
    gone = simulated.run(domain_record, **record, only_data="198.51.100.7", state="absent")

    assert (kept["changed"], gone["changed"]) == (False, True)
    assert simulated.records("A", "translate") == []


def test_the_domain_s_mark_is_inherited_by_the_site_that_stays(simulated: Simulated) -> None:
    simulated.run(domain, name="example.com", site=SITE)
    simulated.run(domain, name="example.com", site="letters.example.com")

    simulated.run(domain, name="example.com", site=SITE, state="absent")
    simulated.run(domain, name="example.com", site="letters.example.com", state="absent")

    assert names(simulated, "domains") == []
