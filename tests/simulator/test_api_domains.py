"""Domains and records keep the rules of DigitalOcean's DNS."""

from typing import Any

import pytest

from tests.simulator.api_under_test import Api

REFUSALS = [
    ({"type": "A", "name": "@", "data": "2001:db8::1"}, "does not fit"),
    ({"type": "AAAA", "name": "@", "data": "192.0.2.1"}, "does not fit"),
    ({"type": "A", "name": "@", "data": "nowhere"}, "no IP address"),
    ({"type": "A", "name": "@", "data": "192.0.2.1", "ttl": 5}, "ttl must be"),
    ({"type": "CNAME", "name": "www", "data": "example.com"}, "end with a dot"),
    ({"type": "CNAME", "name": "@", "data": "example.org."}, "cannot share a name"),
    ({"type": "MX", "name": "@", "data": "mail.example.com."}, "priority is required"),
    ({"type": "PTR", "name": "@", "data": "x"}, "is none of"),
    ({"type": "TXT", "name": "@"}, "can't be blank"),
]


@pytest.fixture
def domain(api: Api) -> str:
    api.post("domains", {"name": "example.com"})
    return "domains/example.com/records"


def record(api: Api, path: str, **values: Any) -> Any:
    return api.post(path, values)["domain_record"]


@pytest.mark.parametrize("name", ["example.org", "notexample.com", "nonsense", "a b.example.com"])
def test_a_domain_of_somebody_else_cannot_be_had(api: Api, name: str) -> None:
    assert api.call("POST", "domains", {"name": name}).status_code == 422


def test_a_domain_cannot_be_had_twice(api: Api, domain: str) -> None:
    assert domain
    assert api.call("POST", "domains", {"name": "Example.com."}).status_code == 422


def test_a_new_domain_has_its_name_servers(api: Api, domain: str) -> None:
    records = api.get(f"{domain}?type=NS")["domain_records"]

    assert [one["data"] for one in records] == [f"ns{n}.digitalocean.com" for n in (1, 2, 3)]


def test_records_are_found_by_full_name_and_type(api: Api, domain: str) -> None:
    wanted = record(api, domain, type="A", name="www", data="192.0.2.1")
    record(api, domain, type="A", name="@", data="192.0.2.1")
    record(api, domain, type="TXT", name="www", data="hello")

    found = api.get(f"{domain}?type=A&name=www.example.com")["domain_records"]

    assert found == [wanted]


@pytest.mark.parametrize(("body", "message"), REFUSALS)
def test_a_senseless_record_is_refused(
    api: Api, domain: str, body: dict[str, object], message: str
) -> None:
    response = api.call("POST", domain, body)

    assert response.status_code == 422
    assert message in response.text


def test_a_change_keeps_what_it_does_not_name(api: Api, domain: str) -> None:
    number = record(api, domain, type="A", name="www", data="192.0.2.1", ttl=300)["id"]
    changed = api.put(f"{domain}/{number}", {"type": "A", "data": "192.0.2.2"})["domain_record"]

    assert (changed["name"], changed["data"], changed["ttl"]) == ("www", "192.0.2.2", 300)


def test_a_name_with_an_alias_takes_no_other_record(api: Api, domain: str) -> None:
    record(api, domain, type="CNAME", name="www", data="@")

    assert (
        api.call("POST", domain, {"type": "A", "name": "www", "data": "192.0.2.1"}).status_code
        == 422
    )


def test_a_domain_takes_its_records_along(api: Api, domain: str) -> None:
    record(api, domain, type="A", name="@", data="192.0.2.1")
    api.delete("domains/example.com")

    assert api.account.all("records") == []


def test_a_zone_file_lists_the_records(api: Api, domain: str) -> None:
    record(api, domain, type="TXT", name="@", data='say "hi"')
    zone_file = api.get("domains/example.com")["domain"]["zone_file"]

    assert 'example.com. 1800 IN TXT "say \\034hi\\034"' in zone_file.splitlines()
