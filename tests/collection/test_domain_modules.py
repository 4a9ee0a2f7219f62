"""The domain remembers who made it; a name has one record of a type."""

from typing import Any

import pytest
from ansible_collections.traductor.digitalocean.plugins.module_utils.errors import DigitalOceanError
from ansible_collections.traductor.digitalocean.plugins.module_utils.site import (
    MARK_CREATED,
    MARK_FOUND,
)
from ansible_collections.traductor.digitalocean.plugins.modules import domain, domain_record

from tests.collection.simulated import SITE, Simulated

Json = dict[str, Any]

ZONE = "example.com"
WISH: Json = {"name": ZONE, "site": SITE}
RECORD: Json = {"zone": ZONE, "name": SITE, "type": "A", "data": "203.0.113.10"}


def add(simulated: Simulated, kind: str, name: str, data: str) -> Json:
    body = {"type": kind, "name": name, "data": data, "ttl": 300}
    created: Json = simulated.client.post(f"domains/{ZONE}/records", body)["domain_record"]
    return created


def values(simulated: Simulated, kind: str, name: str) -> list[str]:
    return [record["data"] for record in simulated.records(kind, name)]


@pytest.fixture
def with_zone(simulated: Simulated) -> Simulated:
    simulated.client.post("domains", {"name": ZONE})
    return simulated


def test_a_domain_that_is_made_here_is_marked_so(simulated: Simulated) -> None:
    said = simulated.run(domain, check_mode=True, **WISH)
    nothing = simulated.account.all("domains")
    first = simulated.run(domain, **WISH)
    second = simulated.run(domain, **WISH)

    assert nothing == []
    assert said == first
    assert (first["changed"], second["changed"]) == (True, False)
    assert values(simulated, "TXT", "_traductor.translate") == [MARK_CREATED]
    assert second["mark"] == MARK_CREATED


def test_a_domain_that_was_there_is_marked_so(with_zone: Simulated) -> None:
    first = with_zone.run(domain, **WISH, creation_allowed=False)
    second = with_zone.run(domain, **WISH, creation_allowed=False)

    assert first["diff"]["before"] == {"domain": ZONE, "mark": ""}
    assert (first["changed"], second["changed"]) == (True, False)
    assert values(with_zone, "TXT", "_traductor.translate") == [MARK_FOUND]


def test_the_mark_of_an_apex_has_its_own_name(with_zone: Simulated) -> None:
    with_zone.run(domain, name=ZONE, site=ZONE)

    assert values(with_zone, "TXT", "_traductor") == [MARK_FOUND]


def test_a_domain_that_must_not_be_made_is_refused(simulated: Simulated) -> None:
    with pytest.raises(DigitalOceanError, match=r"no domain example\.com.*Remedy: add example"):
        simulated.run(domain, **WISH, creation_allowed=False)


def test_an_empty_domain_that_was_made_here_goes(simulated: Simulated) -> None:
    simulated.run(domain, **WISH)
    said = simulated.run(domain, check_mode=True, **WISH, state="absent")
    there = len(simulated.account.all("domains"))
    first = simulated.run(domain, **WISH, state="absent")
    second = simulated.run(domain, **WISH, state="absent")

    assert there == 1
    assert said["diff"] == first["diff"]
    assert (first["changed"], second["changed"]) == (True, False)
    assert simulated.account.all("domains") == simulated.account.all("records") == []


def test_a_domain_made_here_stays_while_it_holds_foreign_records(simulated: Simulated) -> None:
    simulated.run(domain, **WISH)
    add(simulated, "A", "mail", "192.0.2.25")

    left = simulated.run(domain, **WISH, state="absent")

    assert left["diff"]["after"] == {"domain": ZONE, "mark": ""}
    assert values(simulated, "A", "mail") == ["192.0.2.25"]
    assert simulated.records("TXT", "_traductor.translate") == []


def test_a_domain_that_was_found_stays(with_zone: Simulated) -> None:
    with_zone.run(domain, **WISH)

    with_zone.run(domain, **WISH, state="absent")

    assert [one["name"] for one in with_zone.account.all("domains")] == [ZONE]
    assert with_zone.records("TXT", "_traductor.translate") == []


def test_a_domain_without_our_mark_is_not_touched(with_zone: Simulated) -> None:
    before = with_zone.held()

    assert with_zone.run(domain, **WISH, state="absent")["changed"] is False
    assert with_zone.held() == before


def test_a_record_is_made_once(with_zone: Simulated) -> None:
    said = with_zone.run(domain_record, check_mode=True, **RECORD)
    nothing = with_zone.records("A", "translate")
    first = with_zone.run(domain_record, **RECORD)
    second = with_zone.run(domain_record, **RECORD)

    assert nothing == []
    assert said == first
    assert (first["changed"], second["changed"]) == (True, False)
    assert first["diff"]["after"] == {"records": ["203.0.113.10 ttl 300"]}
    assert values(with_zone, "A", "translate") == ["203.0.113.10"]


def test_a_changed_address_updates_the_record_and_removes_strays(with_zone: Simulated) -> None:
    kept = add(with_zone, "A", "translate", "192.0.2.1")
    add(with_zone, "A", "translate", "192.0.2.2")
    others = [add(with_zone, "A", "other", "192.0.2.3"), add(with_zone, "TXT", "translate", "x")]

    changed = with_zone.run(domain_record, **RECORD)
    (left,) = with_zone.records("A", "translate")

    assert changed["diff"]["before"] == {"records": ["192.0.2.1 ttl 300", "192.0.2.2 ttl 300"]}
    assert (left["id"], left["data"]) == (kept["id"], "203.0.113.10")
    assert {one["id"] for one in others} <= {one["id"] for one in with_zone.account.all("records")}
    assert with_zone.run(domain_record, **RECORD)["changed"] is False


def test_a_changed_time_to_live_is_updated(with_zone: Simulated) -> None:
    with_zone.run(domain_record, **RECORD)

    with_zone.run(domain_record, **RECORD, ttl_seconds=600)

    assert [one["ttl"] for one in with_zone.records("A", "translate")] == [600]


@pytest.mark.parametrize("target", [ZONE, SITE])
@pytest.mark.parametrize("shown_as", ["in full", "@"])
def test_an_alias_is_made_once_however_the_api_shows_it(
    with_zone: Simulated, target: str, shown_as: str
) -> None:
    wish: Json = {"zone": ZONE, "name": f"www.{target}", "type": "CNAME", "data": target}
    with_zone.run(domain_record, **wish)
    if shown_as == "@" and target == ZONE:
        with_zone.records("CNAME", "www")[0]["data"] = "@"

    assert with_zone.run(domain_record, **wish)["changed"] is False


def test_check_mode_knows_no_address_yet(simulated: Simulated) -> None:
    said = simulated.run(domain_record, check_mode=True, **{**RECORD, "data": ""})

    assert said["changed"] is True
    assert said["diff"]["after"] == {"records": ["(the address of the new droplet)"]}
    assert simulated.account.all("records") == []


@pytest.mark.parametrize(
    ("kind", "data"), [("A", ""), ("AAAA", ""), ("A", "2001:db8::1"), ("AAAA", "x"), ("CNAME", "")]
)
def test_a_value_that_the_type_cannot_have_is_refused(
    with_zone: Simulated, kind: str, data: str
) -> None:
    if kind != "CNAME":
        add(with_zone, kind, "translate", "192.0.2.1" if kind == "A" else "2001:db8::2")
    before = with_zone.held()

    with pytest.raises(DigitalOceanError, match=f"is no value for the {kind} record.*Remedy:"):
        with_zone.run(domain_record, **{**RECORD, "type": kind, "data": data})
    assert with_zone.held() == before


def test_all_records_of_the_name_and_type_go(with_zone: Simulated) -> None:
    for address in ("192.0.2.1", "192.0.2.2"):
        add(with_zone, "A", "translate", address)
    add(with_zone, "A", "other", "192.0.2.3")

    first = with_zone.run(domain_record, **RECORD, state="absent")
    second = with_zone.run(domain_record, **RECORD, state="absent")

    assert (first["changed"], second["changed"]) == (True, False)
    assert [one["name"] for one in with_zone.account.all("records") if one["type"] == "A"] == [
        "other"
    ]


def test_a_record_of_a_zone_that_is_not_there_is_absent(simulated: Simulated) -> None:
    assert simulated.run(domain_record, **RECORD, state="absent")["changed"] is False
