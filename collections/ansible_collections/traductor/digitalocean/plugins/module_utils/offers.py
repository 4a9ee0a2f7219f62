"""What of the wish DigitalOcean does not offer, and what the rest costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.traductor.digitalocean.plugins.module_utils.checks import Wish

Json = dict[str, Any]

BACKUP_SHARE = 0.2
# US dollars a month for each gigabyte; the API tells sizes, not this price.
SNAPSHOT_PRICE = 0.06
DISTRIBUTIONS = ("Debian", "Ubuntu")


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
            "another Debian's or Ubuntu's slug."
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
    if image["distribution"] not in DISTRIBUTIONS:
        return [
            f"the image {wish.image} is {image['distribution']}, and the playbooks are written for "
            f"{' and '.join(DISTRIBUTIONS)}. Remedy: set droplet_image: debian-13-x64."
        ]
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


def monthly_price(size: Mapping[str, Any], *, backups: bool) -> float:
    """Return the price in US dollars a month; weekly backups cost a fifth of the droplet on top."""
    return float(round(float(size["price_monthly"]) * (1 + BACKUP_SHARE * backups), 2))


def snapshot_price(gigabytes: float) -> float:
    """Return what a snapshot of this size costs in US dollars a month."""
    return round(gigabytes * SNAPSHOT_PRICE, 2)
