"""Give droplets a public and a private network on the local Docker Engine."""

import ipaddress
import socket
from pathlib import Path

from simulator.command import run, succeeds
from simulator.errors import EngineError
from simulator.settings import OWNER_LABEL

PUBLIC_NETWORK = "traductor-droplets"
PRIVATE_NETWORK = "traductor-vpc"
PUBLIC_IPV4 = ipaddress.IPv4Network("198.51.100.0/24")
PUBLIC_IPV6 = ipaddress.IPv6Network("2001:db8::/64")
PRIVATE_IPV4 = ipaddress.IPv4Network("10.114.0.0/20")
GATEWAY_HOST = 1
REGISTRY_HOST = 2
FIRST_DROPLET_HOST = 10
LAST_DROPLET_HOST = 250
PACKAGE_SERVER = "deb.debian.org"
FALLBACK_NAMESERVER = "9.9.9.9"


def gateway_address() -> str:
    """Give the address under which droplets reach this machine."""
    return str(PUBLIC_IPV4[GATEWAY_HOST])


def registry_address() -> str:
    """Give the registry's address, as droplets see it."""
    return str(PUBLIC_IPV4[REGISTRY_HOST])


def ipv6_enabled() -> bool:
    """Tell whether this machine's kernel knows IPv6."""
    return Path("/proc/sys/net/ipv6").is_dir()


def create_networks(owner: str) -> None:
    """Create the two networks unless this simulator already has them.

    Raises:
        EngineError: another simulator has them, or this machine needs their addresses.
    """
    _check_addresses_are_free()
    ipv6 = ("--ipv6", "--subnet", str(PUBLIC_IPV6), "--gateway", str(PUBLIC_IPV6[GATEWAY_HOST]))
    _create_network(
        PUBLIC_NETWORK, owner,
        "--subnet", str(PUBLIC_IPV4), "--gateway", str(PUBLIC_IPV4[GATEWAY_HOST]),
        *(ipv6 if ipv6_enabled() else ()),
    )  # fmt: skip
    _create_network(PRIVATE_NETWORK, owner, "--internal", "--subnet", str(PRIVATE_IPV4))


def _check_addresses_are_free() -> None:
    """Check that no address which this machine needs lies in a droplets' network."""
    for address in map(ipaddress.ip_address, [nameserver(), *_package_server_addresses()]):
        for network in (PUBLIC_IPV4, PRIVATE_IPV4):
            if address in network:
                raise EngineError(
                    f"this machine needs {address}, which lies in {network}, a network of the "
                    f"droplets; choose another one in {__file__}"
                )


def _package_server_addresses() -> list[str]:
    """Resolve Debian's server, which proxies may hide behind an address of any range."""
    try:
        return socket.gethostbyname_ex(PACKAGE_SERVER)[2]
    except socket.gaierror:  # without the Internet there is nothing to cut off
        return []


def _create_network(name: str, owner: str, *options: str) -> None:
    found = owner_of(name)
    if found is not None and found != owner:
        raise EngineError(
            f"the Docker network {name} belongs to another simulator; stop that one with "
            f"`python -m simulator stop --state DIR`, or remove the network with "
            f"`docker network rm {name}`"
        )
    if found is None:
        run("docker", "network", "create", "--label", f"{OWNER_LABEL}={owner}", *options, name)


def owner_of(name: str) -> str | None:
    """Tell which simulator a network belongs to; None if there is no such network."""
    if not succeeds("docker", "network", "inspect", name):
        return None
    label = f'{{{{index .Labels "{OWNER_LABEL}"}}}}'
    return run("docker", "network", "inspect", "--format", label, name)


def nameserver() -> str:
    """Find the resolver that droplets use: the host's, unless it listens on loopback only."""
    for path in (Path("/etc/resolv.conf"), Path("/run/systemd/resolve/resolv.conf")):
        lines = path.read_text().splitlines() if path.exists() else []
        for line in lines:
            words = line.split()
            if words[:1] == ["nameserver"] and not words[1].startswith(("127.", "::1")):
                return words[1]
    return FALLBACK_NAMESERVER
