"""Each fault of a wish is one sentence, with its remedy."""

from dataclasses import replace

import pytest
from ansible_collections.traductor.digitalocean.plugins.module_utils import checks, offers

from simulator import catalogue

WISH = checks.Wish(
    domain="translate.example.com",
    zone="example.com",
    region="fra1",
    size="s-1vcpu-1gb",
    image="debian-13-x64",
    memory_megabytes=1024,
    backups=False,
    ipv6=False,
    vpc_uuid="",
)
ACCOUNT = {"status": "active", "status_message": "", "droplet_limit": 3}
OURS = list(checks.NAME_SERVERS)
ADDRESS = {"type": "A", "name": "translate", "data": "192.0.2.1"}
ADDRESS6 = {"type": "AAAA", "name": "translate", "data": "2001:db8::1"}
ALIAS = {"type": "CNAME", "name": "translate", "data": "other.example.com"}


def place_faults(wish: checks.Wish) -> list[str]:
    return offers.place_faults(
        wish,
        regions=catalogue.regions(),
        sizes=catalogue.sizes(),
        image=catalogue.find_image(wish.image),
    )


@pytest.mark.parametrize("domain", ["example.com", "translate.example.com", "a.b.c.example.com"])
def test_a_good_name_has_no_fault(domain: str) -> None:
    assert checks.domain_faults(replace(WISH, domain=domain)) == []


@pytest.mark.parametrize(
    ("domain", "words"),
    [
        ("", "project_domain is empty"),
        ("example", "is no domain name"),
        ("https://translate.example.com", "is no domain name"),
        ("translate.example.com/", "is no domain name"),
        ("Translate.example.com", "lower case"),
        ("translate.example.com.", "is no domain name"),
        ("-a.example.com", "is no domain name"),
        ("a-.example.com", "is no domain name"),
        ("a..example.com", "is no domain name"),
        ("ñ.example.com", "is no domain name"),
        (f"{'a' * 64}.example.com", "is no domain name"),
        (f"{'a.' * 125}example.com", "is no domain name"),
        ("translate.example.org", "is not in project_zone example.com"),
        ("notexample.com", "is not in project_zone example.com"),
    ],
)
def test_a_bad_name_is_one_fault_with_a_remedy(domain: str, words: str) -> None:
    faults = checks.domain_faults(replace(WISH, domain=domain))

    assert len(faults) == 1
    assert words in faults[0]
    assert f"Remedy: {'write' if 'zone' not in words else 'set'}" in faults[0]
    assert checks.PROJECT_FILE in faults[0]


@pytest.mark.parametrize(
    ("held", "allowed", "words"),
    [
        (["example.com"], False, []),
        ([], True, []),
        (["example.org", "com"], True, []),
        ([], False, ["the account has no domain example.com"]),
        (["example.com", "translate.example.com"], True, ["project_zone: translate.example.com"]),
    ],
)
def test_the_zone_must_be_there_or_may_be_made(
    held: list[str], allowed: bool, words: list[str]
) -> None:
    faults = checks.zone_faults(WISH, held, creation_allowed=allowed)

    assert len(faults) == len(words)
    assert all(word in fault for word, fault in zip(words, faults, strict=True))


@pytest.mark.parametrize(
    ("servers", "words"),
    [
        (OURS, []),
        (["NS1.DigitalOcean.com."], []),
        (["ns1.other.example."], ["is served by ns1.other.example, not by DigitalOcean"]),
        ([], ["is not registered"]),
        (None, ["no DNS server answered"]),
    ],
)
def test_the_zone_must_be_delegated(servers: list[str] | None, words: list[str]) -> None:
    faults = checks.delegation_faults("example.com", servers)

    assert len(faults) == len(words)
    assert all(word in fault for word, fault in zip(words, faults, strict=True))
    assert all("Remedy: if example.com is yours" in fault for fault in faults)
    assert all("or project_zone for a domain like example.co.uk." in fault for fault in faults)


@pytest.mark.parametrize(
    ("records", "marked", "allowed", "words"),
    [
        ([ADDRESS], False, False, ["A translate.example.com with the value 192.0.2.1, and this"]),
        ([ADDRESS, ADDRESS6], False, False, ["value 192.0.2.1,", "value 2001:db8::1,"]),
        ([ADDRESS, ADDRESS6], True, False, []),
        ([ADDRESS, ADDRESS6], False, True, []),
        ([ALIAS], False, False, ["value other.example.com, and an address cannot stand beside"]),
        ([ALIAS], True, True, ["value other.example.com, and an address cannot stand beside"]),
        ([{**ADDRESS, "name": "@"}, {**ADDRESS, "name": "www"}], False, False, []),
        ([{**ADDRESS, "type": "TXT"}, {**ALIAS, "name": "www.translate"}], False, False, []),
    ],
)
def test_a_record_that_somebody_else_made_stays(
    records: list[dict[str, str]], marked: bool, allowed: bool, words: list[str]
) -> None:
    faults = checks.record_faults(WISH, records, marked=marked, replacement_allowed=allowed)

    assert len(faults) == len(words)
    assert all(word in fault for word, fault in zip(words, faults, strict=True))
    assert all(f"Remedy: delete it at {checks.RECORDS_PAGE}" in fault for fault in faults)
    assert [
        fault for fault in faults if "this project" in fault and "_allowed: true" not in fault
    ] == []


def test_a_record_of_the_zone_itself_counts_for_a_site_there() -> None:
    apex = replace(WISH, domain="example.com")
    faults = checks.record_faults(
        apex, [{**ADDRESS, "name": "@"}], marked=False, replacement_allowed=False
    )

    assert "there is a record A example.com with the value 192.0.2.1" in faults[0]


@pytest.mark.parametrize(
    ("user", "ports", "words"),
    [
        ("traductor", [22, 80], []),
        ("_a-1", [22], []),
        ("a" * 32, [22], []),
        ("a" * 33, [22], ["is no user name"]),
        ("Admin", [22], ["'Admin' is no user name"]),
        ("1st", [22], ["'1st' is no user name"]),
        ("", [22], ["'' is no user name"]),
        ("two words", [22], ["is no user name"]),
        ("root", [22], ["project_admin_user is root"]),
        ("traductor", [80, 443], ["port 22 is not in project_open_tcp_ports: nobody could log in"]),
        ("root", [], ["the SSH port 22", "is root"]),
    ],
)
def test_somebody_must_be_able_to_log_in(user: str, ports: list[int], words: list[str]) -> None:
    faults = checks.login_faults(user, 22, ports)

    assert len(faults) == len(words)
    assert all(word in fault for word, fault in zip(words, faults, strict=True))
    assert all("Remedy: " in fault for fault in faults)
    assert all(checks.PROJECT_FILE in fault for fault in faults)


@pytest.mark.parametrize(
    ("port", "ports", "words"),
    [
        (2222, [2222, 80], []),
        (2222, [22, 80], ["the SSH port 2222 is not in project_open_tcp_ports"]),
        (0, [0], ["project_ssh_port 0 is no port"]),
        (65536, [65536], ["a number between 1 and 65535"]),
    ],
)
def test_ssh_listens_on_an_open_port(port: int, ports: list[int], words: list[str]) -> None:
    faults = checks.port_faults(port, ports)

    assert len(faults) == len(words)
    assert all(word in fault for word, fault in zip(words, faults, strict=True))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, []),
        ({"region": "xyz9"}, ["no region 'xyz9'"]),
        ({"region": "sgp1"}, ["takes no new droplets"]),
        ({"region": "xyz9", "size": "x"}, ["no region 'xyz9'", "no size 'x'"]),
        ({"size": "s-9vcpu-9gb"}, ["no size 's-9vcpu-9gb'"]),
        ({"size": "s-1vcpu-512mb-10gb"}, ["has 512 MB of memory, the service needs 1024 MB"]),
        ({"size": "s-1vcpu-512mb-10gb", "region": "nyc1"}, ["is not offered in nyc1"]),
        ({"image": "plan9-x64"}, ["no image 'plan9-x64'"]),
    ],
)
def test_region_size_and_image_must_exist_and_fit(
    changes: dict[str, str], words: list[str]
) -> None:
    faults = place_faults(replace(WISH, **changes))  # type: ignore[arg-type]

    assert len(faults) == len(words), faults
    assert all(word in fault for word, fault in zip(words, faults, strict=True))
    assert all("Remedy: set " in fault for fault in faults)
    assert not [fault for fault in faults if "one of ." in fault]


def test_a_wrong_size_names_those_that_fit_and_their_price() -> None:
    (fault,) = place_faults(replace(WISH, size="s-1vcpu-512mb-10gb"))

    assert "s-1vcpu-1gb ($6 a month), s-1vcpu-2gb ($12 a month)" in fault
    assert "512mb" not in fault.split("Remedy:")[1]


def test_where_no_size_fits_the_remedy_says_where_to_look() -> None:
    (fault,) = place_faults(replace(WISH, memory_megabytes=10**6))

    assert fault.endswith("one of those at https://cloud.digitalocean.com/droplets/new.")


def test_a_region_without_ipv6_is_refused_only_if_ipv6_is_wanted() -> None:
    regions = [{**region, "features": []} for region in catalogue.regions()]
    image, sizes = catalogue.find_image(WISH.image), catalogue.sizes()
    faults = [
        offers.place_faults(replace(WISH, ipv6=ipv6), regions=regions, sizes=sizes, image=image)
        for ipv6 in (False, True)
    ]

    assert faults[0] == []
    assert "fra1 has no IPv6" in faults[1][0]


def test_an_image_that_needs_a_larger_disk_is_refused() -> None:
    image = {**(catalogue.find_image(WISH.image) or {}), "min_disk_size": 30}
    faults = offers.place_faults(
        WISH, regions=catalogue.regions(), sizes=catalogue.sizes(), image=image
    )

    assert faults[0].startswith("the image debian-13-x64 needs a disk of 30 GB, s-1vcpu-1gb has 25")


def test_an_image_that_the_playbooks_do_not_know_is_refused() -> None:
    image = {**(catalogue.find_image(WISH.image) or {}), "distribution": "Fedora"}
    (fault,) = offers.place_faults(
        replace(WISH, image="fedora-42-x64"),
        regions=catalogue.regions(),
        sizes=catalogue.sizes(),
        image=image,
    )

    assert "the image fedora-42-x64 is Fedora, and the playbooks are written for Debian" in fault
    assert fault.endswith("Remedy: set droplet_image: debian-13-x64.")


@pytest.mark.parametrize("slug", [image[0] for image in catalogue.IMAGES])
def test_debian_and_ubuntu_are_good_images(slug: str) -> None:
    assert place_faults(replace(WISH, image=slug)) == []


@pytest.mark.parametrize(
    ("account", "total", "there", "words"),
    [
        ({}, 2, False, []),
        ({}, 3, True, []),
        ({}, 3, False, ["has 3 droplets and its limit is 3"]),
        ({"status": "warning", "status_message": "Pay."}, 0, False, ["is warning: Pay. Remedy"]),
        ({"status": "locked"}, 3, False, ["is locked: no reason given", "its limit is 3"]),
    ],
)
def test_the_account_must_be_active_and_have_room(
    account: dict[str, str], total: int, there: bool, words: list[str]
) -> None:
    faults = checks.account_faults({**ACCOUNT, **account}, droplet_total=total, droplet_there=there)

    assert len(faults) == len(words)
    assert all(word in fault for word, fault in zip(words, faults, strict=True))
    assert all("Remedy: " in fault for fault in faults)


def test_backups_cost_a_fifth_on_top() -> None:
    size = catalogue.find_size("s-1vcpu-1gb") or {}

    assert offers.monthly_price(size, backups=False) == 6.0
    assert offers.monthly_price(size, backups=True) == 7.2


@pytest.mark.parametrize(
    ("ports", "closed"), [([22, 80], "443"), ([22, 443], "80"), ([22], "80 and 443")]
)
def test_https_needs_both_web_ports(ports: list[int], closed: str) -> None:
    (fault,) = checks.https_faults(ports)

    assert f"{closed} is not in project_open_tcp_ports" in fault
    assert "Remedy: add it" in fault
    assert checks.https_faults([*ports, 80, 443]) == []
