"""What the account holds survives; what was interrupted is taken up again."""

import json

from tests.simulator.api_under_test import DROPLET, PUBLIC_KEY, Api, MakeApi


def test_a_restart_finds_the_account_as_it_was(make_api: MakeApi) -> None:
    before = make_api()
    before.new_key()
    before.new_droplet()
    before.post("domains", {"name": "example.com"})
    after = make_api()

    assert after.account.state == before.account.state
    assert after.headers == before.headers


def test_a_restart_finishes_what_was_begun(make_api: MakeApi) -> None:
    before = make_api()
    before.hypervisor.open.clear()
    number = before.post("droplets", DROPLET)["droplet"]["id"]
    leaving = before.post("droplets", DROPLET)["droplet"]["id"]
    before.delete(f"droplets/{leaving}")
    after = make_api()
    after.provisioner.resume()
    after.settle()

    assert after.get(f"droplets/{number}")["droplet"]["status"] == "active"
    assert ("destroy", leaving) in after.hypervisor.calls


def test_the_state_is_for_its_owner_only(api: Api) -> None:
    api.new_key()

    assert api.settings.account_file.stat().st_mode & 0o777 == 0o600
    assert json.loads(api.settings.account_file.read_text())["keys"]


def test_a_key_is_found_by_number_and_by_fingerprint(api: Api) -> None:
    key = api.new_key()

    assert api.get(f"account/keys/{key['fingerprint']}") == api.get(f"account/keys/{key['id']}")
    assert key["fingerprint"] == "db:20:28:c8:53:1d:b3:29:87:3e:44:60:92:11:47:fd"


def test_a_key_cannot_be_added_twice(api: Api) -> None:
    api.new_key()
    response = api.call("POST", "account/keys", {"name": "again", "public_key": PUBLIC_KEY})

    assert response.status_code == 422
    assert "already in use" in response.text
    assert len(api.account.all("keys")) == 1


def test_a_tag_that_exists_may_be_made_again(api: Api) -> None:
    api.post("tags", {"name": "web"})
    api.post("tags", {"name": "web"})

    assert [tag["name"] for tag in api.get("tags")["tags"]] == ["web"]


def test_a_deleted_tag_leaves_the_droplets(api: Api) -> None:
    number = api.new_droplet(tags=["web"])["id"]
    count = api.get("tags/web")["tag"]["resources"]["droplets"]["count"]
    api.delete("tags/web")

    assert count == 1
    assert api.get(f"droplets/{number}")["droplet"]["tags"] == []
