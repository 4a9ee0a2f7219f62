"""What can be wrong before anything is created.

Each function returns a list of faults, each with its remedy.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

LABEL = r"(?!-)[a-z0-9-]{1,63}(?<!-)"
DOMAIN = re.compile(rf"{LABEL}(\.{LABEL})+")
DOMAIN_LENGTH_LIMIT = 253
NAME_SERVERS = ("ns1.digitalocean.com", "ns2.digitalocean.com", "ns3.digitalocean.com")
PROJECT_FILE = "group_vars/all/project.yml"
BACKUP_SHARE = 0.2


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What shall be created.

    Args:
        memory_megabytes: what the service needs.
        vpc_uuid: empty for the region's default VPC.
    """

    domain: str
    zone: str
    region: str
    size: str
    image: str
    memory_megabytes: int
    backups: bool
    ipv6: bool
    vpc_uuid: str


def domain_faults(wish: Wish) -> list[str]:
    """Check the name of the site and its zone, without asking anybody."""
    if not wish.domain:
        return [
            f"project_domain is empty. Remedy: write your site's name into {PROJECT_FILE}, "
            "for example project_domain: translate.example.com."
        ]
    if len(wish.domain) > DOMAIN_LENGTH_LIMIT or not DOMAIN.fullmatch(wish.domain):
        return [
            f"project_domain {wish.domain!r} is no domain name. Remedy: write it in lower case, "
            f"without https:// and without a slash, into {PROJECT_FILE}."
        ]
    if wish.domain != wish.zone and not wish.domain.endswith(f".{wish.zone}"):
        return [
            f"project_domain {wish.domain} is not in project_zone {wish.zone}. Remedy: set "
            f"project_zone in {PROJECT_FILE} to the domain that you registered."
        ]
    return []


def zone_faults(wish: Wish, account_domains: Sequence[str], *, creation_allowed: bool) -> list[str]:
    """Check that the account has the zone, or may create it."""
    longer = [
        name
        for name in account_domains
        if len(name) > len(wish.zone) and (wish.domain == name or wish.domain.endswith(f".{name}"))
    ]
    if longer:
        return [
            f"the account has the domain {longer[0]}, which is closer to {wish.domain} than "
            f"project_zone {wish.zone}. Remedy: set project_zone: {longer[0]} in {PROJECT_FILE}."
        ]
    if wish.zone not in account_domains and not creation_allowed:
        return [
            f"the account has no domain {wish.zone}, and domain_creation_allowed is false. Remedy: "
            "add it at https://cloud.digitalocean.com/networking/domains, or set "
            "domain_creation_allowed: true."
        ]
    return []


def delegation_faults(zone: str, name_servers: Sequence[str] | None) -> list[str]:
    """Check that the zone's name servers are DigitalOcean's.

    Args:
        zone: the registered domain.
        name_servers: what the DNS says; empty if the zone does not exist, None if nobody answered.
    """
    remedy = (
        f"Remedy: if {zone} is yours, set its name servers at your registrar to "
        f"{', '.join(NAME_SERVERS)}; otherwise correct project_domain. "
        "(preflight_delegation_required: false skips this check.)"
    )
    if name_servers is None:
        return [f"no DNS server answered who serves {zone}. {remedy}"]
    found = sorted(server.rstrip(".").lower() for server in name_servers)
    if not found:
        return [f"the domain {zone} is not registered, or has no name servers. {remedy}"]
    if not set(found) & set(NAME_SERVERS):
        return [f"{zone} is served by {', '.join(found)}, not by DigitalOcean. {remedy}"]
    return []


def place_faults(
    wish: Wish, *, regions: Sequence[Json], sizes: Sequence[Json], image: Json | None
) -> list[str]:
    """Check that region, size and image exist and fit together."""
    region = _by_slug(regions, wish.region)
    size = _by_slug(sizes, wish.size)
    # What a region offers is only of interest if it can be had.
    place = wish.region if region and region["available"] else ""
    faults = []
    if region is None:
        offered = ", ".join(sorted(item["slug"] for item in regions if item["available"]))
        faults.append(
            f"there is no region {wish.region!r}. Remedy: set droplet_region to one of {offered}."
        )
    elif not region["available"]:
        faults.append(
            f"the region {wish.region} takes no new droplets. Remedy: set another droplet_region."
        )
    elif wish.ipv6 and "ipv6" not in region["features"]:
        faults.append(
            f"the region {wish.region} has no IPv6. Remedy: set droplet_ipv6_enabled: false, or "
            "another region."
        )
    if size is None:
        faults.append(
            f"there is no size {wish.size!r}. Remedy: set droplet_size to one of "
            f"{_fitting_sizes(wish, sizes, place)}."
        )
    else:
        faults += _size_faults(wish, size, sizes, place)
    if image is None:
        faults.append(
            f"there is no image {wish.image!r}. Remedy: set droplet_image to debian-13-x64, or "
            "another distribution's slug."
        )
    else:
        faults += _image_faults(wish, image, size, place)
    return faults


def _by_slug(items: Sequence[Json], slug: str) -> Json | None:
    return next((item for item in items if item["slug"] == slug), None)


def _fitting_sizes(wish: Wish, sizes: Sequence[Json], place: str) -> str:
    fitting = [
        size
        for size in sizes
        if size["available"]
        and size["memory"] >= wish.memory_megabytes
        and (not place or place in size["regions"])
    ]
    cheapest = sorted(fitting, key=lambda size: float(size["price_monthly"]))[:4]
    offers = [f"{size['slug']} (${size['price_monthly']:g} a month)" for size in cheapest]
    return ", ".join(offers) or "those at https://cloud.digitalocean.com/droplets/new"


def _size_faults(wish: Wish, size: Json, sizes: Sequence[Json], place: str) -> list[str]:
    others = f"Remedy: set droplet_size to one of {_fitting_sizes(wish, sizes, place)}."
    if not size["available"] or (place and place not in size["regions"]):
        return [f"the size {wish.size} is not offered in {wish.region}. {others}"]
    if size["memory"] < wish.memory_megabytes:
        return [
            f"the size {wish.size} has {size['memory']} MB of memory, the service needs "
            f"{wish.memory_megabytes} MB. {others}"
        ]
    return []


def _image_faults(wish: Wish, image: Json, size: Json | None, place: str) -> list[str]:
    if place and place not in image["regions"]:
        return [
            f"the image {wish.image} is not offered in {wish.region}. Remedy: set another "
            "droplet_image."
        ]
    if size and image["min_disk_size"] > size["disk"]:
        return [
            f"the image {wish.image} needs a disk of {image['min_disk_size']} GB, {wish.size} has "
            f"{size['disk']} GB. Remedy: set a larger droplet_size."
        ]
    return []


def account_faults(
    account: Mapping[str, Any], *, droplet_total: int, droplet_there: bool
) -> list[str]:
    """Check that the account is active and has room for one more droplet."""
    faults = []
    if account["status"] != "active":
        reason = (account.get("status_message") or "no reason given").rstrip(".")
        faults.append(
            f"the account is {account['status']}: {reason}. "
            "Remedy: settle it at https://cloud.digitalocean.com/account."
        )
    if not droplet_there and droplet_total >= account["droplet_limit"]:
        faults.append(
            f"the account has {droplet_total} droplets and its limit is "
            f"{account['droplet_limit']}. Remedy: delete one, or ask for more at "
            "https://cloud.digitalocean.com/account."
        )
    return faults


def monthly_price(size: Mapping[str, Any], *, backups: bool) -> float:
    """Return the price in US dollars a month; weekly backups cost a fifth of the droplet on top."""
    return float(round(float(size["price_monthly"]) * (1 + BACKUP_SHARE * backups), 2))
