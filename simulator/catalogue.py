"""List what DigitalOcean offers: sizes, regions and distribution images.

The choice is small but has the traps of the real one: nyc1 lacks the smallest size, sgp1 is not
available for new droplets, and the cheapest disk is too small for some images.
"""

from typing import Any

Json = dict[str, Any]

HOURS_A_MONTH = 672
REGION_FEATURES = ["backups", "ipv6", "metadata", "install_agent", "storage", "image_transfer"]
REGION_NAMES = {
    "nyc1": "New York 1",
    "nyc3": "New York 3",
    "ams3": "Amsterdam 3",
    "fra1": "Frankfurt 1",
    "lon1": "London 1",
    "sgp1": "Singapore 1",
    "sfo3": "San Francisco 3",
}
CLOSED_REGIONS = {"sgp1"}
SMALLEST = "s-1vcpu-512mb-10gb"
REGIONS_OF_SMALLEST = {"ams3", "fra1", "lon1", "nyc3", "sfo3"}
# slug, memory in MB, vcpus, disk in GB, transfer in TB, dollars a month
SIZES = (
    (SMALLEST, 512, 1, 10, 0.5, 4.0),
    ("s-1vcpu-1gb", 1024, 1, 25, 1.0, 6.0),
    ("s-1vcpu-2gb", 2048, 1, 50, 2.0, 12.0),
    ("s-2vcpu-2gb", 2048, 2, 60, 3.0, 18.0),
    ("s-2vcpu-4gb", 4096, 2, 80, 4.0, 24.0),
    ("s-4vcpu-8gb", 8192, 4, 160, 5.0, 48.0),
)
# slug, id, distribution, name, smallest disk in GB
IMAGES = (
    ("debian-12-x64", 194_382_907, "Debian", "12 x64", 7),
    ("debian-13-x64", 204_157_641, "Debian", "13 x64", 7),
    ("ubuntu-22-04-x64", 195_932_981, "Ubuntu", "22.04 (LTS) x64", 7),
    ("ubuntu-24-04-x64", 195_932_986, "Ubuntu", "24.04 (LTS) x64", 7),
)
IMAGES_MADE_AT = "2026-06-02T16:21:07Z"


def offered(size: str, region: str) -> bool:
    """Tell whether a size can be had in a region."""
    return region not in CLOSED_REGIONS and (size != SMALLEST or region in REGIONS_OF_SMALLEST)


def sizes() -> list[Json]:
    """List the sizes as the API shows them."""
    return [
        {
            "slug": slug,
            "memory": memory,
            "vcpus": vcpus,
            "disk": disk,
            "transfer": transfer,
            "price_monthly": price,
            "price_hourly": round(price / HOURS_A_MONTH, 5),
            "regions": [region for region in REGION_NAMES if offered(slug, region)],
            "available": True,
            "description": "Basic",
            "disk_info": [{"type": "local", "size": {"amount": disk, "unit": "gib"}}],
        }
        for slug, memory, vcpus, disk, transfer, price in SIZES
    ]


def regions() -> list[Json]:
    """List the regions as the API shows them."""
    return [
        {
            "name": name,
            "slug": slug,
            "features": list(REGION_FEATURES),
            "available": slug not in CLOSED_REGIONS,
            "sizes": [size[0] for size in SIZES if offered(size[0], slug)],
        }
        for slug, name in REGION_NAMES.items()
    ]


def images() -> list[Json]:
    """List the distribution images as the API shows them."""
    return [
        {
            "id": number,
            "name": name,
            "distribution": distribution,
            "slug": slug,
            "public": True,
            "regions": list(REGION_NAMES),
            "created_at": IMAGES_MADE_AT,
            "type": "base",
            "min_disk_size": min_disk,
            "size_gigabytes": 0.5,
            "description": f"{distribution} {name}",
            "tags": [],
            "status": "available",
        }
        for slug, number, distribution, name, min_disk in IMAGES
    ]


def size(slug: str) -> Json:
    """Give a size that exists."""
    return {size["slug"]: size for size in sizes()}[slug]


def region(slug: str) -> Json:
    """Give a region that exists."""
    return {region["slug"]: region for region in regions()}[slug]


def find_size(slug: str) -> Json | None:
    """Find a size."""
    return next((size for size in sizes() if size["slug"] == slug), None)


def find_region(slug: str) -> Json | None:
    """Find a region."""
    return next((region for region in regions() if region["slug"] == slug), None)


def find_image(slug_or_id: str) -> Json | None:
    """Find a distribution image by its slug or its id."""
    return next(
        (image for image in images() if slug_or_id in (image["slug"], str(image["id"]))), None
    )
