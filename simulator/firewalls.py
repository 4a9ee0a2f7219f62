"""Work out which firewalls guard which droplet."""

from simulator import addresses
from simulator.account import Account, Json
from simulator.hypervisor.machine import Opening, Shield


def guarding(account: Account, droplet: Json) -> list[Json]:
    """List the firewalls that name a droplet or one of its tags."""
    return [
        firewall
        for firewall in account.all("firewalls")
        if droplet["id"] in firewall["droplet_ids"] or set(droplet["tags"]) & set(firewall["tags"])
    ]


def droplet_addresses(droplet: Json) -> list[str]:
    """List all addresses of a droplet."""
    shown = addresses.listing(droplet["host"], ipv6="ipv6" in droplet["features"])
    return [one["ip_address"] for version in ("v4", "v6") for one in shown[version]]


def peers(account: Account, rule_end: Json) -> tuple[str, ...]:
    """Give the networks at the other end of a rule; tags and droplets become addresses."""
    found = list(rule_end.get("addresses", []))
    tags = set(rule_end.get("tags", []))
    for droplet in account.all("droplets"):
        if droplet["id"] in rule_end.get("droplet_ids", []) or tags & set(droplet["tags"]):
            found += droplet_addresses(droplet)
    return tuple(found)


def openings(account: Account, rules: list[Json], end: str) -> tuple[Opening, ...]:
    """Read rules of one direction; `end` is `sources` or `destinations`."""
    return tuple(
        Opening(rule["protocol"], rule["ports"], peers(account, rule[end])) for rule in rules
    )


def shields(account: Account) -> list[Shield]:
    """Put together what every guarded droplet lets through."""
    result = []
    for droplet in account.all("droplets"):
        firewalls = guarding(account, droplet)
        if firewalls:
            inbound = [rule for firewall in firewalls for rule in firewall["inbound_rules"]]
            outbound = [rule for firewall in firewalls for rule in firewall["outbound_rules"]]
            result.append(
                Shield(
                    tuple(droplet_addresses(droplet)),
                    openings(account, inbound, "sources"),
                    openings(account, outbound, "destinations"),
                )
            )
    return result
