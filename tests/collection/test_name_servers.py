"""Preflight asks the DNS for real, here a small server on loopback."""

import socket
import threading
from collections.abc import Iterator

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest
from ansible_collections.traductor.digitalocean.plugins.module_utils.controller import name_servers


class NameServer:
    """Answer every question for name servers; without `answers` stay silent."""

    def __init__(self) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.port: int = self.socket.getsockname()[1]
        self.rcode = dns.rcode.NOERROR
        self.answers: list[str] = []
        self.thread = threading.Thread(target=self._serve)
        self.thread.start()

    def _serve(self) -> None:
        while (received := self.socket.recvfrom(4096))[0]:
            question = dns.message.from_wire(received[0])
            answer = dns.message.make_response(question)
            answer.flags |= dns.flags.RA
            self.fill(question, answer)
            self.socket.sendto(answer.to_wire(), received[1])

    def fill(self, question: dns.message.Message, answer: dns.message.Message) -> None:
        """Answer one question."""
        answer.set_rcode(self.rcode)
        if self.answers:
            name = question.question[0].name
            answer.answer.append(dns.rrset.from_text(name, 300, "IN", "NS", *self.answers))

    def close(self) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", ("127.0.0.1", self.port))
        self.thread.join()
        self.socket.close()


class Internet(NameServer):
    """Be a resolver and the registry of com, before DigitalOcean knows example.com."""

    def fill(self, question: dns.message.Message, answer: dns.message.Message) -> None:
        asked = question.question[0].name.to_text()
        if asked == "com.":
            answer.answer.append(dns.rrset.from_text(asked, 300, "IN", "NS", "a.registry.test."))
        elif asked == "a.registry.test.":
            answer.answer.append(dns.rrset.from_text(asked, 300, "IN", "A", "127.0.0.1"))
        elif question.flags & dns.flags.RD:
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif self.answers:
            answer.authority.append(dns.rrset.from_text(asked, 300, "IN", "NS", *self.answers))
        else:
            answer.set_rcode(dns.rcode.NXDOMAIN)


@pytest.fixture
def internet() -> Iterator[Internet]:
    running = Internet()
    yield running
    running.close()


@pytest.fixture
def server() -> Iterator[NameServer]:
    running = NameServer()
    yield running
    running.close()


def test_the_name_servers_of_a_zone_are_found(server: NameServer) -> None:
    server.answers = ["ns1.digitalocean.com.", "ns2.digitalocean.com."]

    found = name_servers("example.com", ["127.0.0.1"], server.port)

    assert sorted(found or []) == ["ns1.digitalocean.com.", "ns2.digitalocean.com."]


@pytest.mark.parametrize("rcode", [dns.rcode.NXDOMAIN, dns.rcode.NOERROR])
def test_a_zone_without_name_servers_has_none(server: NameServer, rcode: dns.rcode.Rcode) -> None:
    server.rcode = rcode

    assert name_servers("example.com", ["127.0.0.1"], server.port) == []


def test_a_refusal_is_no_answer(server: NameServer) -> None:
    server.rcode = dns.rcode.REFUSED

    assert name_servers("example.com", ["127.0.0.1"], server.port) is None


def test_the_registry_tells_of_a_domain_that_digitalocean_does_not_know_yet(
    internet: Internet,
) -> None:
    internet.answers = ["ns1.digitalocean.com."]

    assert name_servers("example.com", ["127.0.0.1"], internet.port) == ["ns1.digitalocean.com."]


def test_the_registry_tells_of_a_domain_that_nobody_registered(internet: Internet) -> None:
    assert name_servers("example.com", ["127.0.0.1"], internet.port) == []
