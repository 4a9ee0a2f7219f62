"""What is wanted is compared with what is there, whatever form the API gives it."""

from typing import Any

import pytest
from ansible_collections.traductor.digitalocean.plugins.module_utils import resources, site

from tests.collection.simulated import PUBLIC_KEY

Json = dict[str, Any]

EVERYBODY = {"addresses": ["0.0.0.0/0", "::/0"]}
DROPLET: Json = {
    "name": "translate.example.com",
    "size_slug": "s-1vcpu-1gb",
    "region": {"slug": "fra1"},
    "image": {"slug": "debian-13-x64", "name": "13 x64"},
    "networks": {
        "v4": [
            {"ip_address": "10.135.0.2", "type": "private"},
            {"ip_address": "203.0.113.10", "type": "public"},
        ],
        "v6": [{"ip_address": "2001:db8::10", "type": "public"}],
    },
}


def record(kind: str, data: str, *, ttl: int = 300, number: int = 1, name: str = "www") -> Json:
    return {"id": number, "type": kind, "name": name, "data": data, "ttl": ttl}


def test_a_fingerprint_is_ssh_keygens() -> None:
    # ssh-keygen -l -E md5 prints the same.
    assert resources.fingerprint(PUBLIC_KEY) == "db:20:28:c8:53:1d:b3:29:87:3e:44:60:92:11:47:fd"
    assert resources.fingerprint(f"{PUBLIC_KEY}\n") == resources.fingerprint(PUBLIC_KEY)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ssh-ed25519",
        "-----BEGIN " + "OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjE=\n",
        "ssh-ed25519 not-base64!",
        "ssh-ed25519 aGVsbG8gd29ybGQ=",
        PUBLIC_KEY.replace("ssh-ed25519", "ssh-rsa", 1),
        f"{PUBLIC_KEY}\n{PUBLIC_KEY}",
        f'command="true" {PUBLIC_KEY}',
    ],
)
def test_what_is_no_public_key_has_no_fingerprint(text: str) -> None:
    with pytest.raises(ValueError, match="there is no"):
        resources.fingerprint(text)


def test_the_public_address_is_not_the_first_one() -> None:
    assert resources.public_address(DROPLET) == "203.0.113.10"
    assert resources.public_address(DROPLET, 6) == "2001:db8::10"


@pytest.mark.parametrize(
    "droplet", [{}, {"networks": None}, {"networks": {"v4": [], "v6": []}}, {"networks": {}}]
)
def test_a_droplet_without_networks_has_no_address(droplet: Json) -> None:
    assert resources.public_address(droplet) == ""


def test_names_are_compared_whole() -> None:
    droplets = [{"name": "a.example.com"}, {"name": "a.example.com.old"}, {"name": "a.example.com"}]

    assert resources.same_name(droplets, "a.example.com") == [droplets[0], droplets[2]]


@pytest.mark.parametrize(
    ("wish", "sentences"),
    [
        ({}, []),
        (
            {"size": "s-1vcpu-2gb"},
            ["the droplet's size is s-1vcpu-1gb, wanted is s-1vcpu-2gb"],
        ),
        ({"region": "ams3", "image": "ubuntu-24-04-x64"}, ["region is fra1", "image is debian"]),
    ],
)
def test_each_difference_is_one_sentence(wish: Json, sentences: list[str]) -> None:
    same = {"size": "s-1vcpu-1gb", "region": "fra1", "image": "debian-13-x64"}

    found = resources.drift(DROPLET, **(same | wish))

    assert len(found) == len(sentences)
    assert all(part in text for part, text in zip(sentences, found, strict=True))


def test_a_droplet_from_a_snapshot_is_named_by_its_image() -> None:
    droplet = {**DROPLET, "image": {"slug": None, "name": "before"}}

    assert resources.drift(droplet, size="s-1vcpu-1gb", region="fra1", image="debian-13-x64") == [
        "the droplet's image is before, wanted is debian-13-x64"
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"ports": "all"}, {"ports": "0"}),
        ({"ports": "1-65535"}, {"ports": "0"}),
        ({"ports": 22}, {"ports": "22"}),
        ({"protocol": "icmp"}, {"protocol": "icmp", "ports": "0"}),
        (
            {"ports": "22", "sources": {"addresses": ["192.0.2.7", "2001:db8::7"]}},
            {"ports": "22", "sources": {"addresses": ["2001:db8::7/128", "192.0.2.7/32"]}},
        ),
        (
            {"ports": "22", "sources": {"tags": ["b", "a"]}},
            {"ports": "22", "sources": {"tags": ["a", "b"], "addresses": []}},
        ),
    ],
)
def test_equal_rules_are_equal_in_every_spelling(one: Json, other: Json) -> None:
    base = {"protocol": "tcp", "sources": EVERYBODY}

    canonical = [resources.canonical_rule({**base, **rule}, "sources") for rule in (one, other)]

    assert canonical[0] == canonical[1]


def test_different_ports_are_different() -> None:
    rules = [
        resources.canonical_rule(
            {"protocol": "tcp", "ports": port, "sources": EVERYBODY}, "sources"
        )
        for port in ("22", "80")
    ]

    assert rules[0] != rules[1]


def test_the_order_of_rules_and_tags_does_not_matter() -> None:
    rules = [
        {"protocol": "tcp", "ports": port, "sources": EVERYBODY} for port in ("22", "80", "443")
    ]
    one = {"name": "x", "inbound_rules": rules, "outbound_rules": [], "tags": ["b", "a"]}
    other = {"name": "x", "inbound_rules": rules[::-1], "outbound_rules": None, "tags": ["a", "b"]}

    assert resources.canonical_firewall(one) == resources.canonical_firewall(other)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("example.com", "@"),
        ("translate.example.com", "translate"),
        ("a.b.example.com", "a.b"),
        ("notexample.com", "notexample.com"),
    ],
)
def test_a_name_is_written_relative_to_its_zone(name: str, expected: str) -> None:
    assert resources.relative_name(name, "example.com") == expected


A, B = "203.0.113.10", "203.0.113.11"


@pytest.mark.parametrize(
    ("existing", "data", "created", "updated", "strays"),
    [
        ([], A, True, None, []),
        ([record("A", A)], A, False, None, []),
        ([record("A", B)], A, False, 1, []),
        ([record("A", A, ttl=60)], A, False, 1, []),
        ([record("A", B), record("A", A, number=2)], A, False, None, [1]),
        ([record("A", B), record("A", B, number=2)], A, False, 1, [2]),
    ],
)
def test_one_record_is_left(
    existing: list[Json], data: str, created: bool, updated: int | None, strays: list[int]
) -> None:
    wanted = {"type": "A", "name": "www", "data": data, "ttl": 300}

    creation, update, deletions = resources.record_changes(existing, wanted)

    assert (creation == wanted) is created
    assert (update and update["id"]) == updated
    assert [stray["id"] for stray in deletions] == strays


def test_no_record_is_left_if_none_is_wanted() -> None:
    existing = [record("A", A), record("A", B, number=2)]

    assert resources.record_changes(existing, None) == (None, None, existing)


@pytest.mark.parametrize(
    ("kind", "there", "wanted"),
    [
        ("AAAA", "2001:0db8:0000::0010", "2001:db8::10"),
        ("CNAME", "Example.com", "example.com."),
    ],
)
def test_another_spelling_is_no_change(kind: str, there: str, wanted: str) -> None:
    target = {"type": kind, "name": "www", "data": wanted, "ttl": 300}

    assert resources.record_changes([record(kind, there)], target) == (None, None, [])


def test_a_text_keeps_its_capitals_and_dots() -> None:
    assert resources.canonical_data(record("TXT", "Hello.")) == "Hello."


def test_the_mark_of_a_site_is_found_among_its_records() -> None:
    mark = record("TXT", site.MARK_FOUND, name="_traductor.translate")
    records = [record("A", A, name="_traductor.translate"), mark]

    assert site.mark_record(records, "example.com", "translate.example.com") == mark
    assert site.mark_record(records, "example.com", "example.com") is None


def test_a_sites_records_are_its_name_and_its_www() -> None:
    ours = [record("A", A, name="@"), record("CNAME", "example.com", name="www")]
    others = [
        record("A", A, name="mail"),
        record("TXT", "x", name="@"),
        record("NS", "x", name="@"),
    ]

    assert site.site_records([*others, *ours], "example.com", "example.com") == ours
