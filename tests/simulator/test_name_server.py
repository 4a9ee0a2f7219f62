"""The account's records answer over DNS as DigitalOcean's name servers would."""

from collections.abc import Iterator

import dns.flags
import dns.message
import dns.query
import dns.rcode
import pytest

from simulator.dns_server import DnsServer, Resolver
from tests.simulator.api_under_test import Api


class NameServer:
    """Ask a name server over a real socket."""

    def __init__(self, port: int) -> None:
        self.port = port

    def ask(self, name: str, kind: str = "A", *, tcp: bool = False) -> dns.message.Message:
        query = dns.message.make_query(name, kind)
        send = dns.query.tcp if tcp else dns.query.udp
        return send(query, "127.0.0.1", timeout=5, port=self.port)

    def answers(self, name: str, kind: str = "A") -> list[str]:
        """Give the data of all answers, sorted, since their order is chance."""
        found = self.ask(name, kind).answer
        return sorted(data.to_text() for records in found for data in records)


@pytest.fixture
def server(api: Api) -> Iterator[NameServer]:
    running = DnsServer(Resolver(api.account, api.settings.zones), 0)
    running.start()
    yield NameServer(running.port)
    running.close()


@pytest.fixture
def domain(api: Api) -> str:
    api.post("domains", {"name": "example.com"})
    for body in (
        {"type": "A", "name": "translate", "data": "192.0.2.1"},
        {"type": "A", "name": "translate", "data": "192.0.2.2"},
        {"type": "AAAA", "name": "translate", "data": "2001:db8::1"},
        {"type": "CNAME", "name": "www", "data": "translate.example.com."},
        {"type": "MX", "name": "@", "data": "mail.example.com.", "priority": 10},
        {"type": "TXT", "name": "_acme.deep", "data": "x" * 300},
        {"type": "CAA", "name": "@", "data": "letsencrypt.org.", "flags": 0, "tag": "issue"},
    ):
        api.post("domains/example.com/records", body)
    return "example.com"


@pytest.mark.usefixtures("domain")
@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("translate.example.com", "A", ["192.0.2.1", "192.0.2.2"]),
        ("TRANSLATE.example.com", "AAAA", ["2001:db8::1"]),
        ("www.example.com", "A", ["192.0.2.1", "192.0.2.2", "translate.example.com."]),
        ("www.example.com", "CNAME", ["translate.example.com."]),
        ("example.com", "MX", ["10 mail.example.com."]),
        ("example.com", "CAA", ['0 issue "letsencrypt.org"']),
        ("_acme.deep.example.com", "TXT", [f'"{"x" * 255}" "{"x" * 45}"']),
        ("example.com", "NS", [f"ns{number}.digitalocean.com." for number in (1, 2, 3)]),
    ],
)
def test_a_record_is_answered(
    server: NameServer, name: str, kind: str, expected: list[str]
) -> None:
    assert server.answers(name, kind) == expected


@pytest.mark.usefixtures("domain")
@pytest.mark.parametrize(
    ("name", "kind", "rcode"),
    [
        ("nobody.example.com", "A", dns.rcode.NXDOMAIN),
        ("translate.example.com", "TXT", dns.rcode.NOERROR),
        ("deep.example.com", "A", dns.rcode.NOERROR),
    ],
)
def test_what_does_not_exist_is_denied_with_the_zones_soa(
    server: NameServer, name: str, kind: str, rcode: dns.rcode.Rcode
) -> None:
    response = server.ask(name, kind)

    assert (response.rcode(), response.answer) == (rcode, [])
    assert response.authority[0].to_text().startswith("example.com. 1800 IN SOA")
    assert response.flags & dns.flags.AA


def test_a_delegated_zone_answers_before_the_account_has_it(server: NameServer) -> None:
    assert server.answers("example.com", "NS")[0] == "ns1.digitalocean.com."
    assert server.answers("example.com", "SOA")[0].startswith("ns1.digitalocean.com.")
    assert server.ask("www.example.com").rcode() == dns.rcode.NXDOMAIN


def test_a_foreign_zone_is_refused(server: NameServer) -> None:
    assert server.ask("example.org").rcode() == dns.rcode.REFUSED


@pytest.mark.usefixtures("domain")
def test_a_changed_record_is_answered_at_once(api: Api, server: NameServer) -> None:
    path = "domains/example.com/records"
    number = api.post(path, {"type": "A", "name": "new", "data": "192.0.2.8"})["domain_record"][
        "id"
    ]
    before = server.answers("new.example.com")
    api.put(f"{path}/{number}", {"type": "A", "data": "192.0.2.9"})

    assert (before, server.answers("new.example.com")) == (["192.0.2.8"], ["192.0.2.9"])


@pytest.mark.usefixtures("domain")
def test_a_long_answer_comes_over_tcp(api: Api, server: NameServer) -> None:
    for number in range(120):
        body = {"type": "A", "name": "many", "data": f"192.0.2.{number}"}
        api.account.put(
            "records", f"x{number}", {"id": number, "ttl": 60, "domain": "example.com", **body}
        )
    cut = server.ask("many.example.com")
    whole = server.ask("many.example.com", tcp=True)

    assert cut.flags & dns.flags.TC
    assert len(whole.answer[0]) == 120


def test_rubbish_is_not_answered(api: Api) -> None:
    assert Resolver(api.account, ["example.com"]).answer(b"rubbish") is None
