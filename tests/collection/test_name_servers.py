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
            answer.set_rcode(self.rcode)
            if self.answers:
                name = question.question[0].name
                answer.answer.append(dns.rrset.from_text(name, 300, "IN", "NS", *self.answers))
            self.socket.sendto(answer.to_wire(), received[1])

    def close(self) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", ("127.0.0.1", self.port))
        self.thread.join()
        self.socket.close()


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
