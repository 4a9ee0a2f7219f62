"""Droplets are made, changed and destroyed as on DigitalOcean."""

import threading

import pytest

from tests.simulator.api_under_test import DROPLET, PUBLIC_KEY, Api

REFUSALS = [
    ({"size": "s-9vcpu-9gb"}, "invalid size"),
    ({"region": "mars1"}, "invalid region"),
    ({"region": "sgp1"}, "region is unavailable"),
    ({"size": "s-1vcpu-512mb-10gb", "region": "nyc1"}, "not available in this region"),
    ({"image": "debian-99-x64"}, "invalid image"),
    ({"image": "ubuntu-24-04-x64"}, "can boot debian-13-x64"),
    ({"name": "under_score"}, "valid hostname characters"),
    ({"ssh_keys": [17]}, "invalid key identifiers"),
    ({"vpc_uuid": "7f2b6a52-2a5e-4f9c-8a53-5f2f6b3c0e51"}, "no such VPC"),
    ({"user_data": "x" * 65_537}, "64 KiB"),
    ({"tags": ["not a tag"]}, "invalid value"),
    ({"name": None}, "name is required"),
]


def test_a_droplet_is_new_until_it_has_booted(api: Api) -> None:
    api.hypervisor.open.clear()
    created = api.post("droplets", DROPLET)
    before = api.get(f"droplets/{created['droplet']['id']}")["droplet"]
    api.hypervisor.open.set()
    api.settle()
    after = api.get(f"droplets/{created['droplet']['id']}")["droplet"]

    assert (before["status"], before["networks"]) == ("new", {"v4": [], "v6": []})
    assert after["status"] == "active"
    assert created["links"]["actions"][0]["rel"] == "create"


def test_the_private_address_is_listed_before_the_public_one(api: Api) -> None:
    networks = api.new_droplet(ipv6=True)["networks"]

    assert [one["type"] for one in networks["v4"]] == ["private", "public"]
    assert networks["v6"][0]["ip_address"].startswith("2001:db8::")


def test_a_droplet_without_ipv6_has_no_such_address(api: Api) -> None:
    droplet = api.new_droplet()
    api.act(droplet["id"], type="enable_ipv6")

    assert droplet["networks"]["v6"] == []
    assert len(api.get(f"droplets/{droplet['id']}")["droplet"]["networks"]["v6"]) == 1


def test_the_machine_gets_the_keys_and_the_user_data(api: Api) -> None:
    key = api.new_key()
    number = api.new_droplet(ssh_keys=[key["fingerprint"]], user_data="#cloud-config\n")["id"]
    machine = api.hypervisor.machines[number]

    assert machine.public_keys == (PUBLIC_KEY,)
    assert (machine.user_data, machine.memory_megabytes) == ("#cloud-config\n", 1024)


@pytest.mark.parametrize(("change", "message"), REFUSALS)
def test_a_senseless_droplet_is_refused(api: Api, change: dict[str, object], message: str) -> None:
    response = api.call("POST", "droplets", {**DROPLET, **change})

    assert response.status_code == 422
    assert message in response.text
    assert api.hypervisor.machines == {}


def test_the_droplet_limit_is_kept(api: Api) -> None:
    api.account.state["droplet_limit"] = 1
    api.new_droplet()
    response = api.call("POST", "droplets", DROPLET)

    assert response.status_code == 422
    assert "exceed your droplet limit" in response.text


def test_droplets_are_found_by_tag_and_by_name(api: Api) -> None:
    web = api.new_droplet(tags=["web"])["id"]
    database = api.new_droplet(name="db-1")["id"]

    assert [one["id"] for one in api.get("droplets?tag_name=web")["droplets"]] == [web]
    assert [one["id"] for one in api.get("droplets?name=db-1")["droplets"]] == [database]


def test_a_destroyed_droplet_is_gone_at_once_and_its_machine_too(api: Api) -> None:
    number = api.new_droplet(tags=["web"])["id"]
    api.delete("droplets?tag_name=web")
    status = api.call("GET", f"droplets/{number}").status_code
    api.settle()

    assert status == 404
    assert api.hypervisor.calls[-1] == ("destroy", number)


def test_an_address_is_not_used_again_at_once(api: Api) -> None:
    first = api.new_droplet()
    api.delete(f"droplets/{first['id']}")
    second = api.new_droplet()

    assert second["networks"] != first["networks"]


def test_a_second_action_waits_its_turn(api: Api) -> None:
    api.hypervisor.open.clear()
    number = api.post("droplets", DROPLET)["droplet"]["id"]
    response = api.call("POST", f"droplets/{number}/actions", {"type": "reboot"})

    assert response.status_code == 422
    assert "pending event" in response.text


def test_a_failed_creation_ends_the_action_as_errored(api: Api) -> None:
    api.hypervisor.broken = True
    created = api.post("droplets", DROPLET)
    api.settle()

    assert (
        api.get(f"actions/{created['links']['actions'][0]['id']}")["action"]["status"] == "errored"
    )


def test_power_follows_the_actions(api: Api) -> None:
    number = api.new_droplet()["id"]
    seen = []
    for action in ("shutdown", "power_on", "power_off", "power_cycle", "reboot"):
        api.act(number, type=action)
        seen.append(api.get(f"droplets/{number}")["droplet"]["status"])

    assert seen == ["off", "active", "off", "active", "active"]


def test_only_a_droplet_that_is_off_is_resized(api: Api) -> None:
    number = api.new_droplet()["id"]
    body = {"type": "resize", "size": "s-2vcpu-2gb"}
    running = api.call("POST", f"droplets/{number}/actions", body)
    api.act(number, type="power_off")
    api.act(number, **body)
    droplet = api.get(f"droplets/{number}")["droplet"]

    assert running.status_code == 422
    assert (droplet["memory"], droplet["disk"]) == (2048, 25)
    assert api.hypervisor.calls[-1] == ("resize", number, 2048, 2)


def test_a_droplet_goes_back_to_its_snapshot(api: Api) -> None:
    number = api.new_droplet()["id"]
    api.act(number, type="snapshot", name="before")
    snapshot = api.get(f"droplets/{number}/snapshots")["snapshots"][0]
    action = api.act(number, type="restore", image=snapshot["id"])

    assert (snapshot["name"], action["status"]) == ("before", "completed")
    assert api.hypervisor.calls[-1] == ("create", number, str(snapshot["id"]))


def test_a_snapshot_makes_another_droplet(api: Api) -> None:
    number = api.new_droplet()["id"]
    api.act(number, type="snapshot", name="golden")
    image = int(api.get("snapshots")["snapshots"][0]["id"])
    copy = api.new_droplet(name="web-2", image=image)

    assert (copy["image"]["id"], copy["status"]) == (image, "active")


def test_many_clients_get_a_droplet_each(api: Api) -> None:
    clients = [threading.Thread(target=api.post, args=("droplets", DROPLET)) for _ in range(8)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    api.settle()
    droplets = api.get("droplets")["droplets"]

    assert len({one["id"] for one in droplets}) == 8
    assert len({str(one["networks"]) for one in droplets}) == 8
