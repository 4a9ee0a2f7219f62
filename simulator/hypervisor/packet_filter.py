"""Enforce cloud firewalls outside the droplets, on the bridges that their packets cross.

Bridges have no connection tracking here, so new traffic is told from replies by its looks: a TCP
segment that opens a connection, an echo request, a datagram to a port that no client would use.
"""

import ipaddress
from collections.abc import Iterator, Sequence

from simulator.command import run
from simulator.errors import CommandError
from simulator.hypervisor.machine import Opening, Shield

TABLE = "table bridge traductor"
FIRST_CLIENT_PORT = 32768
NEW_TCP = "tcp flags & (syn | ack) == syn"
NEW_UDP = f"udp dport < {FIRST_CLIENT_PORT}"
PING = {"ip": "icmp type echo-request", "ip6": "icmpv6 type echo-request"}
CHAINS = {
    "inbound": ("daddr", "saddr", ("hook output priority 0", "hook forward priority 0")),
    "outbound": ("saddr", "daddr", ("hook input priority 0", "hook forward priority -1")),
}


def family(address: str) -> str:
    """Name nftables' family of an address or network."""
    return f"ip{'' if ipaddress.ip_network(address, strict=False).version == 4 else '6'}"


def peers(opening: Opening, direction: str, ip: str) -> str | None:
    """Match the other end of an opening; empty for anyone, None if the family is not meant."""
    meant = sorted(
        str(ipaddress.ip_network(address, strict=False))
        for address in opening.addresses
        if family(address) == ip
    )
    if not meant:
        return None
    if set(meant) & {"0.0.0.0/0", "::/0"}:
        return ""
    return f"{ip} {CHAINS[direction][1]} {{ {', '.join(meant)} }} "


def accepts(openings: Sequence[Opening], direction: str, ip: str) -> Iterator[str]:
    """Give one rule for each opening that concerns a family."""
    for opening in openings:
        match = peers(opening, direction, ip)
        if match is None:
            continue
        if opening.protocol == "icmp":
            what = PING[ip]
        elif opening.ports == "0":
            what = f"meta l4proto {opening.protocol}"
        else:
            what = f"{opening.protocol} dport {opening.ports}"
        yield f"{match}{what} accept"


def guard(openings: Sequence[Opening], direction: str, ip: str) -> list[str]:
    """Give the rules of one address: what is open passes, other new traffic ends here."""
    refused = (NEW_TCP, NEW_UDP, PING[ip])
    return [*accepts(openings, direction, ip), *(f"{what} drop" for what in refused)]


def ruleset(shields: Sequence[Shield]) -> str:
    """Write the whole table; loading it replaces the one before at once."""
    lines = [TABLE, f"delete {TABLE}", f"{TABLE} {{"]
    for direction, (own_end, _, hooks) in CHAINS.items():
        jumps = []
        for number, shield in enumerate(shields):
            openings = shield.inbound if direction == "inbound" else shield.outbound
            for ip in ("ip", "ip6"):
                own = [address for address in shield.addresses if family(address) == ip]
                if own:
                    chain = f"{direction}_{number}_{ip}"
                    lines += [f"chain {chain} {{", *guard(openings, direction, ip), "}"]
                    jumps.append(f"{ip} {own_end} {{ {', '.join(own)} }} jump {chain}")
        for hook in hooks:
            name = f"{direction}_{hook.split()[1]}"
            lines += [f"chain {name} {{", f"type filter {hook}; policy accept;", *jumps, "}"]
    return "\n".join([*lines, "}", ""])


class PacketFilter:
    """Load rulesets into this machine's kernel."""

    def apply(self, shields: Sequence[Shield]) -> None:
        """Enforce exactly these firewalls."""
        run("nft", "--file", "-", stdin=ruleset(shields).encode())

    def remove(self) -> None:
        """Enforce nothing any more."""
        run("nft", "--file", "-", stdin=f"{TABLE}\ndelete {TABLE}\n".encode())

    def works(self) -> bool:
        """Tell whether this machine's kernel can filter on bridges."""
        try:
            run("nft", "--check", "--file", "-", stdin=ruleset([]).encode())
        except CommandError:
            return False
        return True


class NoPacketFilter(PacketFilter):
    """Accept rulesets on a machine whose kernel cannot filter on bridges."""

    def apply(self, shields: Sequence[Shield]) -> None:
        """Leave the firewalls recorded, not enforced; `start` has said so."""

    def remove(self) -> None:
        """Find nothing to remove."""


def choose_packet_filter() -> PacketFilter:
    """Choose what enforces firewalls on this machine."""
    real = PacketFilter()
    return real if real.works() else NoPacketFilter()
