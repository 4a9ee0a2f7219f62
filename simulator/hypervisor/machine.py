"""Describe a droplet as the hypervisor sees it, and what a hypervisor can do."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class Machine:
    """Describe a droplet that is to run.

    Args:
        number: the droplet's id.
        image: a distribution's slug, or the id of a snapshot.
        public_ipv6: the address that is its own, used once IPv6 is enabled.
        public_keys: OpenSSH public keys that may log in as root.
        user_data: what cloud-init reads, or nothing.
    """

    number: int
    hostname: str
    image: str
    memory_megabytes: int
    vcpus: int
    public_ipv4: str
    private_ipv4: str
    public_ipv6: str
    ipv6_enabled: bool = False
    public_keys: tuple[str, ...] = ()
    user_data: str = ""


@dataclass(frozen=True)
class Opening:
    """Describe traffic that a cloud firewall lets through.

    Args:
        protocol: tcp, udp or icmp.
        ports: `22`, `8000-9000`, or `0` for all.
        addresses: the networks at the other end, in CIDR notation.
    """

    protocol: str
    ports: str
    addresses: tuple[str, ...]


@dataclass(frozen=True)
class Shield:
    """Describe the firewalls of one droplet, taken together."""

    addresses: tuple[str, ...]
    inbound: tuple[Opening, ...] = field(default=())
    outbound: tuple[Opening, ...] = field(default=())


class Hypervisor(Protocol):
    """Do to machines what the API's actions say; each call returns when it is done."""

    def create(self, machine: Machine) -> None:
        """Make and boot a machine; what an interrupted attempt left is replaced."""

    def destroy(self, number: int) -> None:
        """Remove a machine with its disk; none is fine."""

    def power_on(self, number: int) -> None:
        """Boot a machine that is off."""

    def power_off(self, number: int) -> None:
        """Cut the power."""

    def shut_down(self, number: int) -> None:
        """Ask the machine to end by itself."""

    def reboot(self, number: int) -> None:
        """Shut the machine down and boot it again."""

    def resize(self, number: int, *, memory_megabytes: int, vcpus: int) -> None:
        """Give the machine another size."""

    def enable_ipv6(self, machine: Machine) -> None:
        """Give a machine without IPv6 its address."""

    def snapshot(self, number: int, snapshot: str) -> None:
        """Keep a copy of the machine's disk."""

    def delete_snapshot(self, snapshot: str) -> None:
        """Forget a copy; none is fine."""

    def shield(self, shields: Sequence[Shield]) -> None:
        """Enforce exactly these firewalls."""
