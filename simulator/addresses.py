"""Give droplets their addresses, each the same last part in every network."""

from simulator.account import Account, Json
from simulator.errors import unprocessable
from simulator.hypervisor import networks

HOSTS = range(networks.FIRST_DROPLET_HOST, networks.LAST_DROPLET_HOST + 1)


def allocate(account: Account) -> int:
    """Take the next free host number, in turn, so that an address is not reused at once."""
    taken = {droplet["host"] for droplet in account.all("droplets")}
    taken |= set(account.state["leaving"].values())
    taken |= {reserved["host"] for reserved in account.all("reserved_ips")}
    first: int = account.state["next_host"]
    for step in range(len(HOSTS)):
        host = HOSTS[(first + step) % len(HOSTS)]
        if host not in taken:
            account.state["next_host"] = (host + 1 - HOSTS.start) % len(HOSTS)
            return host
    raise unprocessable("The region has no free address.")


def public_ipv4(host: int) -> str:
    """Give the public address of a host number."""
    return str(networks.PUBLIC_IPV4[host])


def private_ipv4(host: int) -> str:
    """Give the private address of a host number."""
    return str(networks.PRIVATE_IPV4[host])


def public_ipv6(host: int) -> str:
    """Give the public IPv6 address of a host number."""
    return str(networks.PUBLIC_IPV6[host])


def listing(host: int, *, ipv6: bool) -> Json:
    """Show a droplet's addresses; as DigitalOcean may do, the private one comes first."""
    v4 = [
        {
            "ip_address": private_ipv4(host),
            "netmask": str(networks.PRIVATE_IPV4.netmask),
            "gateway": "",
            "type": "private",
        },
        {
            "ip_address": public_ipv4(host),
            "netmask": str(networks.PUBLIC_IPV4.netmask),
            "gateway": public_ipv4(networks.GATEWAY_HOST),
            "type": "public",
        },
    ]
    v6 = {
        "ip_address": public_ipv6(host),
        "netmask": networks.PUBLIC_IPV6.prefixlen,
        "gateway": public_ipv6(networks.GATEWAY_HOST),
        "type": "public",
    }
    return {"v4": v4, "v6": [v6] if ipv6 else []}
