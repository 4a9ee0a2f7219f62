"""Answer DNS queries from the account's records, as DigitalOcean's name servers would."""

import socketserver
import struct
import threading
from collections.abc import Iterable
from functools import partial
from typing import cast

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.opcode
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset

from simulator import zones
from simulator.account import Account, Json

LOOPBACK = "127.0.0.1"
LONGEST_CNAME_CHAIN = 8
POLL_SECONDS = 0.1
LARGEST_UDP_ANSWER_BYTES = 1232


class Zone:
    """Hold the records of one zone by name and type."""

    def __init__(self, origin: str, records: Iterable[Json]) -> None:
        self.origin = dns.name.from_text(origin)
        self._sets: dict[tuple[dns.name.Name, dns.rdatatype.RdataType], dns.rrset.RRset] = {}
        for record in records:
            self._add(record, origin)

    def _add(self, record: Json, origin: str) -> None:
        name = dns.name.from_text(zones.full_name(record["name"], origin))
        kind = dns.rdatatype.from_text(record["type"])
        text = zones.data_text(record, origin)
        new = dns.rrset.from_text(name, record["ttl"], dns.rdataclass.IN, kind, text)
        known = self._sets.setdefault((name, kind), new)
        for data in new:
            known.add(data)

    def find(self, name: dns.name.Name, kind: dns.rdatatype.RdataType) -> dns.rrset.RRset | None:
        """Find the records of a name and type."""
        return self._sets.get((name, kind))

    def knows(self, name: dns.name.Name) -> bool:
        """Tell whether a name exists, if only because a longer one does."""
        return any(owner.is_subdomain(name) for owner, _ in self._sets)

    @property
    def soa(self) -> dns.rrset.RRset:
        """Give the record that goes with every negative answer."""
        found = self.find(self.origin, dns.rdatatype.SOA)
        if found is None:
            raise KeyError(f"the zone {self.origin} has no SOA record")
        return found


class Resolver:
    """Answer queries about the account's domains and the delegated zones.

    Args:
        account: holds the domains and their records.
        delegated: zones that are answered for even before the account has the domain.
    """

    def __init__(self, account: Account, delegated: Iterable[str]) -> None:
        self._account = account
        self._delegated = tuple(delegated)

    def answer(self, wire: bytes) -> bytes | None:
        """Answer a query; nothing for what cannot be read."""
        try:
            query = dns.message.from_wire(wire)
        except dns.exception.DNSException:
            return None
        if query.flags & dns.flags.QR:
            return None
        response = dns.message.make_response(query)
        if query.opcode() != dns.opcode.QUERY or len(query.question) != 1:
            response.set_rcode(dns.rcode.NOTIMP)
            return response.to_wire()
        self._fill(response, query.question[0].name, query.question[0].rdtype)
        return response.to_wire()

    def _fill(
        self, response: dns.message.Message, name: dns.name.Name, kind: dns.rdatatype.RdataType
    ) -> None:
        for _ in range(LONGEST_CNAME_CHAIN):
            name = dns.name.from_text(name.to_text().lower())
            zone = self._zone_of(name)
            if zone is None:
                if not response.answer:
                    response.set_rcode(dns.rcode.REFUSED)
                return
            response.flags |= dns.flags.AA
            found = zone.find(name, kind)
            if found is not None:
                response.answer.append(found)
                return
            alias = zone.find(name, dns.rdatatype.CNAME)
            if alias is None:
                response.authority.append(zone.soa)
                if not zone.knows(name):
                    response.set_rcode(dns.rcode.NXDOMAIN)
                return
            response.answer.append(alias)
            name = alias[0].target

    def _zone_of(self, name: dns.name.Name) -> Zone | None:
        """Find the closest zone around a name."""
        with self._account.lock:
            domains = {one["name"] for one in self._account.all("domains")}
            for origin in sorted(domains | set(self._delegated), key=len, reverse=True):
                if name.is_subdomain(dns.name.from_text(origin)):
                    if origin in domains:
                        return Zone(origin, zones.records_of(self._account, origin))
                    return Zone(origin, [{"id": 1, **one} for one in zones.first_records()])
        return None


class _UdpHandler(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        """Answer one datagram, cut to what fits."""
        wire, channel = self.request
        reply = cast(_UdpServer, self.server).resolver.answer(wire)
        if reply is not None and len(reply) > LARGEST_UDP_ANSWER_BYTES:
            cut = dns.message.make_response(dns.message.from_wire(wire))
            cut.flags |= dns.flags.TC
            reply = cut.to_wire()
        if reply is not None:
            channel.sendto(reply, self.client_address)


class _TcpHandler(socketserver.StreamRequestHandler):
    timeout = 5

    def handle(self) -> None:
        """Answer the queries of one connection."""
        resolver = cast(_TcpServer, self.server).resolver
        while len(prefix := self.rfile.read(2)) == 2:
            reply = resolver.answer(self.rfile.read(struct.unpack("!H", prefix)[0]))
            if reply is None:
                return
            self.wfile.write(struct.pack("!H", len(reply)) + reply)


class _UdpServer(socketserver.ThreadingUDPServer):
    daemon_threads = True

    def __init__(self, resolver: Resolver, port: int) -> None:
        super().__init__((LOOPBACK, port), _UdpHandler)
        self.resolver = resolver


class _TcpServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, resolver: Resolver, port: int) -> None:
        super().__init__((LOOPBACK, port), _TcpHandler)
        self.resolver = resolver


class DnsServer:
    """Serve a resolver on a loopback port, over UDP and TCP."""

    def __init__(self, resolver: Resolver, port: int) -> None:
        self._tcp = _TcpServer(resolver, port)
        self.port: int = self._tcp.server_address[1]
        self._udp = _UdpServer(resolver, self.port)

    def start(self) -> None:
        """Serve in threads of its own."""
        for server in (self._udp, self._tcp):
            serve = partial(server.serve_forever, poll_interval=POLL_SECONDS)
            threading.Thread(target=serve, daemon=True).start()

    def close(self) -> None:
        """Stop serving."""
        for server in (self._udp, self._tcp):
            server.shutdown()
            server.server_close()
