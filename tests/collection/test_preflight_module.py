"""Preflight finds everything that is wrong, says it in one message, and changes nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.traductor.digitalocean.plugins.module_utils.checks import NAME_SERVERS
from ansible_collections.traductor.digitalocean.plugins.modules import (
    domain,
    droplet,
    preflight,
    tag,
)

from tests.collection.keys import new_key
from tests.collection.simulated import SITE, Simulated, argument_spec

Json = dict[str, Any]
Check = Callable[..., tuple[list[str], Json]]

ZONE = "example.com"
WISH: Json = {"region": "fra1", "size": "s-1vcpu-1gb", "image": "debian-13-x64"}
LOCKED = {"account": {"status": "locked", "status_message": "Call us.", "droplet_limit": 5}}
FULL = {"account": {"status": "active", "status_message": "", "droplet_limit": 0}}


@pytest.fixture
def name_servers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the DNS says of every zone; a test may change it."""
    servers = list(NAME_SERVERS)
    monkeypatch.setattr(preflight, "name_servers", lambda *_: servers)
    return servers


@pytest.fixture
def check(simulated: Simulated, name_servers: list[str], key_file: Path) -> Check:
    """Run all checks for a good wish, with some options changed."""
    good = {
        **{name: option.get("default") for name, option in argument_spec(preflight).items()},
        **{"token": simulated.token, "api_url": simulated.url, "public_key_file": str(key_file)},
        **{"domain": SITE, "zone": ZONE, "tag": "traductor", **WISH},
        **{"admin_user": "traductor", "open_tcp_ports": [22, 80]},
    }

    def run(**changes: object) -> tuple[list[str], Json]:
        assert name_servers is not None
        assert set(changes) <= set(good)
        return preflight.check({**good, **changes})

    return run


def test_a_good_wish_has_no_fault_a_price_and_nothing_yet(
    check: Check, simulated: Simulated
) -> None:
    assert check() == ([], {"price_monthly": 6.0, "things": [], "notes": []})
    assert not any(simulated.held().values())


def test_backups_are_in_the_price(check: Check) -> None:
    assert check(backups=True)[1]["price_monthly"] == 7.2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"token": ""}, "there is no API token"),
        ({"token": "dop_v1_wrong"}, "401 Unauthorized: Unable to authenticate you"),
        ({"token": "two words"}, "the API token holds a space"),
        ({"api_url": "nonsense"}, "'nonsense' is no address of an API"),
        ({"public_key_file": "/nowhere/id.pub"}, "there is no SSH public key /nowhere/id.pub"),
        ({"public_key_file": "/proc/self"}, "the SSH public key /proc/self cannot be read"),
        ({"public_key_file": __file__}, "there is no OpenSSH public key on one line in"),
        ({"region": "xyz9"}, "there is no region 'xyz9'"),
        ({"region": "sgp1"}, "the region sgp1 takes no new droplets"),
        ({"size": "s-9vcpu-9gb"}, "there is no size 's-9vcpu-9gb'"),
        ({"size": "s-1vcpu-512mb-10gb"}, "has 512 MB of memory, the service needs 1024 MB"),
        (
            {"size": "s-1vcpu-512mb-10gb", "region": "nyc1", "memory_megabytes": 512},
            "the size s-1vcpu-512mb-10gb is not offered in nyc1",
        ),
        ({"image": "plan9-x64"}, "there is no image 'plan9-x64'"),
        ({"vpc_uuid": "9ad9fa2a"}, "there is no VPC 9ad9fa2a"),
        ({"open_tcp_ports": [80, 443]}, "the SSH port 22 is not in project_open_tcp_ports"),
        ({"admin_user": "root"}, "project_admin_user is root"),
        ({"domain": "", "zone": ""}, "project_domain is empty"),
        ({"domain": "https://example.com/"}, "is no domain name"),
        ({"zone": "example.org"}, "is not in project_zone example.org"),
        ({"domain_creation_allowed": False}, "the account has no domain example.com"),
    ],
)
def test_each_fault_is_one_sentence_with_its_remedy(
    check: Check, simulated: Simulated, changes: Json, words: str
) -> None:
    faults, report = check(**changes)

    assert len(faults) == 1, faults
    assert words in faults[0]
    assert faults[0].count("Remedy: ") == 1
    assert report == {}
    assert not any(simulated.held().values())


@pytest.mark.parametrize(
    ("droplets", "former", "words"),
    [
        ([], "old.example.com", "there is no droplet old.example.com"),
        ([SITE, "old.example.com"], "old.example.com", "there are two droplets"),
        ([SITE], SITE, f"project_former_domain and project_domain are both {SITE}"),
    ],
)
def test_a_former_name_must_be_that_of_the_one_droplet(
    check: Check, simulated: Simulated, droplets: list[str], former: str, words: str
) -> None:
    for name in droplets:
        simulated.client.new_droplet(name=name, tags=["traductor"])

    (fault,) = check(former_domain=former)[0]

    assert words in fault
    assert "Remedy: " in fault


def test_a_droplet_of_the_former_name_is_the_site_s(check: Check, simulated: Simulated) -> None:
    simulated.client.new_droplet(name="old.example.com", tags=["traductor"])

    faults, report = check(former_domain="old.example.com")

    assert faults == []
    assert [thing["kind"] for thing in report["things"]] == ["droplet", "tag"]
    assert f"old.example.com will be called {SITE}" in report["notes"][0]


def test_a_private_key_is_refused_and_not_shown(check: Check, tmp_path: Path) -> None:
    file = tmp_path / "private"
    file.write_text("-----BEGIN " + "OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n")

    (fault,) = check(public_key_file=str(file))[0]

    assert "there is no OpenSSH public key" in fault
    assert "b3BlbnNzaC1r" not in fault


@pytest.mark.parametrize("content", [b"\xff\xfe", b"", b"ssh-ed25519 AAAA me\n"])
def test_a_file_that_holds_no_key_is_a_fault(check: Check, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "odd.pub"
    file.write_bytes(content)

    (fault,) = check(public_key_file=str(file))[0]

    assert f"Remedy: run ssh-keygen -t ed25519 -f {tmp_path}/odd," in fault


def test_a_vpc_of_another_region_is_a_fault(check: Check, simulated: Simulated) -> None:
    other = next(one["id"] for one in simulated.account.all("vpcs") if one["region"] == "ams3")

    assert check(vpc_uuid=other)[0][0].startswith(f"the VPC {other} is in ams3, not in fra1.")


@pytest.mark.parametrize(
    ("account", "words"), [(LOCKED, "is locked: Call us."), (FULL, "0 droplets and its limit is 0")]
)
def test_an_account_that_cannot_have_a_droplet_is_a_fault(
    check: Check, simulated: Simulated, account: Json, words: str
) -> None:
    simulated.answers["account"] = account

    (fault,) = check()[0]

    assert words in fault
    assert "Remedy: " in fault


def test_a_domain_at_another_provider_is_a_fault(check: Check, name_servers: list[str]) -> None:
    name_servers[:] = ["ns1.other.example."]

    assert "example.com is served by ns1.other.example, not by Digital" in check()[0][0]
    assert check(delegation_required=False)[0] == []


def test_a_domain_that_is_somebody_elses_below_ours_is_a_fault(
    check: Check, simulated: Simulated
) -> None:
    simulated.client.post("domains", {"name": SITE})

    assert f"Remedy: set project_zone: {SITE}" in check()[0][0]


def test_missing_programs_are_faults(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")

    assert all(fault.startswith("the program ssh") for fault in check()[0])
    assert len(check()[0]) == 3


def test_a_key_that_would_ask_for_its_passphrase_is_a_fault(check: Check, tmp_path: Path) -> None:
    locked = new_key(tmp_path / "locked", passphrase="a secret")

    (fault,) = check(public_key_file=str(locked))[0]

    assert f"Remedy: run ssh-add {tmp_path}/locked" in fault


def test_an_address_that_the_site_has_already_is_not_taken_over_unasked(
    check: Check, simulated: Simulated
) -> None:
    simulated.client.post("domains", {"name": ZONE})
    address = {"type": "A", "name": "translate", "data": "192.0.2.1"}
    simulated.client.post(f"domains/{ZONE}/records", address)

    (fault,) = check()[0]

    assert f"there is a record A {SITE} with the value 192.0.2.1" in fault
    assert check(record_replacement_allowed=True)[0] == []
    simulated.run(domain, name=ZONE, site=SITE)
    assert check()[0] == [], "the mark says that it is the site's own"


def test_other_droplets_with_the_tag_are_told(check: Check, simulated: Simulated) -> None:
    simulated.client.new_droplet(name="old.example.com", tags=["traductor"])
    simulated.client.new_droplet(name="web", tags=["other"])

    faults, report = check()

    assert faults == []
    assert report["notes"] == [
        "droplet old.example.com (s-1vcpu-1gb) bears the tag traductor too and is billed; "
        "this site does not use it. If it is this site under another name, set "
        "project_former_domain: old.example.com"
    ]


def test_many_faults_come_in_one_message(check: Check, name_servers: list[str]) -> None:
    name_servers.clear()
    wrong = {"region": "xyz9", "size": "x", "image": "y", "vpc_uuid": "z"}

    faults, _ = check(**wrong, public_key_file="/nowhere", domain_creation_allowed=False)
    lines = preflight.message(faults).splitlines()

    assert lines[0] == "Nothing was changed. Before it can start:"
    assert [line[:2] for line in lines[1:]] == ["1.", "2.", "3.", "4.", "5.", "6.", "7."]
    assert all("Remedy: " in line for line in lines[1:])


def test_without_a_token_the_other_faults_are_told_as_well(check: Check) -> None:
    faults, _ = check(token="", domain="", public_key_file="/nowhere")

    assert len(faults) == 3


def test_what_exists_is_told_and_needs_no_room(check: Check, simulated: Simulated) -> None:
    simulated.run(tag, name="traductor")
    simulated.run(domain, name=ZONE, site=SITE)
    simulated.run(droplet, name=SITE, tag="traductor", **WISH)
    simulated.account.state["droplet_limit"] = 1

    faults, report = check(size="s-1vcpu-2gb", image="plan9-x64")

    assert faults == []
    assert [thing["kind"] for thing in report["things"]] == ["droplet", "domain", "tag"]
    assert report["price_monthly"] == 6.0, "the price of the droplet that is there"
    assert report["notes"] == [
        "the droplet's size is s-1vcpu-1gb, wanted is s-1vcpu-2gb; "
        "nothing is resized or rebuilt by itself",
        "the droplet's image is debian-13-x64, wanted is plan9-x64; "
        "nothing is resized or rebuilt by itself",
    ]


def test_a_droplet_that_is_there_must_have_the_memory_that_is_needed(
    check: Check, simulated: Simulated
) -> None:
    simulated.run(droplet, name=SITE, tag="traductor", **WISH)

    faults, _ = check(memory_megabytes=2048)

    assert len(faults) == 1
    assert f"the droplet {SITE} has 1024 MB of memory, and 2048 MB are needed" in faults[0]
    assert "monitoring_enabled: false" in faults[0]
    assert check(memory_megabytes=1024)[0] == []


def test_a_certificate_of_one_s_own_is_checked_with_all_else(check: Check, tmp_path: Path) -> None:
    missing = str(tmp_path / "own.pem")
    faults, _ = check(
        certificate_issuer="own", certificate_names=[SITE], certificate_file=missing, size="tiny"
    )

    assert any("443 is not in project_open_tcp_ports" in fault for fault in faults)
    assert any(f"{missing} cannot be read" in fault for fault in faults)
    assert any("tiny" in fault for fault in faults)


def test_without_https_nothing_of_it_is_asked(check: Check) -> None:
    assert check(certificate_issuer="none", open_tcp_ports=[22, 80])[0] == []
