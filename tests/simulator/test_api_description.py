"""Everything that the simulator answers obeys DigitalOcean's public description."""

import pytest

from tests.simulator.api_under_test import PUBLIC_KEY, Api, MakeApi
from tests.simulator.openapi import load_description, validate_exchange

pytestmark = pytest.mark.api_description

ANYWHERE = {"addresses": ["0.0.0.0/0", "::/0"]}
RULES = {
    "inbound_rules": [{"protocol": "tcp", "ports": "22", "sources": ANYWHERE}],
    "outbound_rules": [{"protocol": "tcp", "ports": "all", "destinations": ANYWHERE}],
}
REFUSED = [
    ("POST", "droplets", {"name": "web", "size": "s-9vcpu-9gb", "image": "debian-13-x64"}),
    ("POST", "droplets", {"name": "web", "size": "s-1vcpu-1gb", "image": "no-such-image"}),
    ("POST", "domains", {"name": "taken.org"}),
    ("POST", "account/keys", {"name": "bad", "public_key": "nonsense"}),
    ("GET", "droplets/1", None),
    ("GET", "domains/example.net", None),
    ("DELETE", "firewalls/9ad9fa2a-5c9e-4f4e-9a9c-0f2bd3e2d7aa", None),
]


def assert_described(api: Api) -> None:
    document = load_description()
    exchanges = api.exchanges()
    faults = [fault for one in exchanges for fault in validate_exchange(document, one)]

    assert exchanges
    assert faults == []


def test_a_droplets_life_is_described(api: Api) -> None:
    key = api.new_key()
    wishes = {"ipv6": True, "monitoring": True, "backups": True, "tags": ["web"]}
    droplet = api.new_droplet(ssh_keys=[key["id"]], user_data="#cloud-config\n{}\n", **wishes)
    number = droplet["id"]
    for action in ("reboot", "power_cycle", "shutdown", "power_on", "power_off"):
        api.act(number, type=action)
    api.act(number, type="resize", size="s-1vcpu-2gb", disk=False)
    api.act(number, type="snapshot", name="before")
    image = api.get("snapshots?resource_type=droplet")["snapshots"][0]["id"]
    api.act(number, type="restore", image=int(image))
    api.act(number, type="rename", name="web-2")
    for path in ("", f"/{number}", f"/{number}/actions", f"/{number}/snapshots", "?tag_name=web"):
        api.get(f"droplets{path}")
    for path in ("actions", f"images/{image}", "images?private=true", f"snapshots/{image}"):
        api.get(path)
    api.delete(f"snapshots/{image}")
    api.delete(f"droplets/{number}")
    api.settle()

    assert_described(api)


def test_the_account_and_the_catalogue_are_described(api: Api) -> None:
    key = api.new_key()
    api.get(f"account/keys/{key['fingerprint']}")
    api.put(f"account/keys/{key['id']}", {"name": "other"})
    for path in ("account", "account/keys", "sizes?per_page=2", "regions?per_page=2&page=2"):
        api.get(path)
    for path in ("images?type=distribution", "images/debian-13-x64", "vpcs"):
        api.get(path)
    api.get(f"vpcs/{api.get('vpcs')['vpcs'][0]['id']}")
    api.delete(f"account/keys/{key['id']}")

    assert_described(api)


def test_domains_and_records_are_described(api: Api) -> None:
    api.post("domains", {"name": "example.com", "ip_address": "192.0.2.1"})
    path = "domains/example.com/records"
    www = {"type": "CNAME", "name": "www", "data": "@", "ttl": 300}
    record = api.post(path, www)["domain_record"]
    api.post(path, {"type": "MX", "name": "@", "data": "mail.example.com.", "priority": 10})
    caa = {"type": "CAA", "name": "@", "data": "letsencrypt.org.", "flags": 0, "tag": "issue"}
    api.post(path, caa)
    api.put(f"{path}/{record['id']}", {"type": "CNAME", "ttl": 600})
    api.call("PATCH", f"{path}/{record['id']}", {"type": "CNAME", "name": "web"})
    api.get(f"{path}/{record['id']}")
    api.get(f"{path}?type=A&name=example.com")
    api.delete(f"{path}/{record['id']}")
    api.get("domains")
    api.get("domains/example.com")
    api.delete("domains/example.com")

    assert_described(api)


def test_firewalls_and_tags_are_described(api: Api) -> None:
    number = api.new_droplet()["id"]
    api.post("tags", {"name": "web"})
    resources = {"resources": [{"resource_id": str(number), "resource_type": "droplet"}]}
    api.post("tags/web/resources", resources)
    api.get("tags")
    api.get("tags/web")
    body = {"name": "door", "droplet_ids": [number], **RULES}
    firewall = api.post("firewalls", body)["firewall"]
    path = f"firewalls/{firewall['id']}"
    api.put(path, {"name": "door", "tags": ["web"], **RULES})
    api.post(f"{path}/droplets", {"droplet_ids": [number]})
    api.delete(f"{path}/droplets", {"droplet_ids": [number]})
    api.delete(f"{path}/tags", {"tags": ["web"]})
    api.post(f"{path}/tags", {"tags": ["web"]})
    api.post(f"{path}/rules", {"inbound_rules": RULES["inbound_rules"]})
    api.delete(f"{path}/rules", {"inbound_rules": RULES["inbound_rules"]})
    for shown in ("firewalls", path, f"droplets/{number}/firewalls"):
        api.get(shown)
    api.delete(path)
    api.delete("tags/web/resources", resources)
    api.delete("tags/web")

    assert_described(api)


def test_reserved_addresses_are_described(api: Api) -> None:
    number = api.new_droplet()["id"]
    free = api.post("reserved_ips", {"region": "fra1"})["reserved_ip"]["ip"]
    api.post("reserved_ips", {"droplet_id": number})
    api.post(f"reserved_ips/{free}/actions", {"type": "assign", "droplet_id": number})
    api.get(f"reserved_ips/{free}")
    api.post(f"reserved_ips/{free}/actions", {"type": "unassign"})
    api.get("reserved_ips")
    api.delete(f"reserved_ips/{free}")

    assert_described(api)


@pytest.mark.parametrize(("method", "path", "body"), REFUSED)
def test_a_refusal_is_described(api: Api, method: str, path: str, body: object) -> None:
    response = api.call(method, path, body)

    assert response.status_code in (404, 422)
    assert_described(api)


def test_a_wrong_token_is_answered_as_described(api: Api) -> None:
    api.headers = {"Authorization": "Bearer wrong"}

    assert api.call("GET", "account").status_code == 401
    assert_described(api)


def test_failures_on_purpose_are_described(make_api: MakeApi) -> None:
    api = make_api(fail_every=1)
    statuses = [api.call("GET", "droplets").status_code for _ in range(4)]

    assert statuses == [429, 503, 429, 503]
    assert_described(api)


def test_the_judge_sees_what_is_wrong() -> None:
    wrong = {
        "method": "POST",
        "path": "/v2/account/keys/",
        "query": {"verbose": "yes"},
        "request": {"name": "me", "public_key": PUBLIC_KEY, "state": "present"},
        "status": 201,
        "headers": {"ratelimit-limit": "5000", "ratelimit-remaining": "4999"},
        "response": {"ssh_key": {"id": "one", "name": "me", "public_key": PUBLIC_KEY}},
    }

    faults = validate_exchange(load_description(), wrong)

    assert [fault.split(": ", 1)[1] for fault in faults] == [
        "query.verbose is not described",
        "request.state is not described",
        "the header ratelimit-reset is missing",
        "response.ssh_key.id: 'one' is not of type 'integer'",
    ]


def test_an_unknown_path_is_not_described() -> None:
    unknown: dict[str, object] = {
        "method": "GET",
        "path": "/v2/nonsense",
        "query": {},
        "request": None,
    }

    assert validate_exchange(load_description(), unknown) == ["get /v2/nonsense: not described"]
