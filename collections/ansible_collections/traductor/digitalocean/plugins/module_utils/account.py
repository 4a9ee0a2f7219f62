"""What the account holds and offers, against what is wished."""

from __future__ import annotations

from typing import Any

from ansible_collections.traductor.digitalocean.plugins.module_utils.api import Api
from ansible_collections.traductor.digitalocean.plugins.module_utils.checks import (
    Wish,
    account_faults,
    domain_faults,
    former_domain_faults,
    record_faults,
    zone_faults,
)
from ansible_collections.traductor.digitalocean.plugins.module_utils.errors import NotFoundError
from ansible_collections.traductor.digitalocean.plugins.module_utils.offers import (
    monthly_price,
    place_faults,
)
from ansible_collections.traductor.digitalocean.plugins.module_utils.resources import (
    drift,
    same_name,
)
from ansible_collections.traductor.digitalocean.plugins.module_utils.site import (
    inventory_of_site,
    mark_record,
    records_of,
)

Json = dict[str, Any]


def find_image(api: Api, slug: str) -> Json | None:
    """Return the image with this slug, or None."""
    try:
        image: Json = api.get(f"images/{slug}")["image"]
    except NotFoundError:
        return None
    return image


def vpc_faults(api: Api, wish: Wish) -> list[str]:
    """Check that the VPC exists, in the wanted region."""
    if not wish.vpc_uuid:
        return []
    remedy = "Remedy: set droplet_vpc_uuid to one of https://cloud.digitalocean.com/networking/vpc."
    try:
        vpc = api.get(f"vpcs/{wish.vpc_uuid}")["vpc"]
    except NotFoundError:
        return [f"there is no VPC {wish.vpc_uuid}. {remedy}"]
    if vpc["region"] != wish.region:
        return [f"the VPC {wish.vpc_uuid} is in {vpc['region']}, not in {wish.region}. {remedy}"]
    return []


def site_droplets(tagged: list[Json], wish: Wish) -> list[Json]:
    """Return the droplets that are the site's, by its name or its former one."""
    return same_name(tagged, wish.domain) or same_name(tagged, wish.former_domain)


def memory_faults(droplet: Json, wish: Wish) -> list[str]:
    """Check that a droplet that is there has the memory that is needed."""
    if droplet["memory"] >= wish.memory_megabytes:
        return []
    return [
        f"the droplet {droplet['name']} has {droplet['memory']} MB of memory, and "
        f"{wish.memory_megabytes} MB are needed. Remedy: set a larger "
        "droplet_size and run ansible-playbook playbooks/resize.yml, or "
        "set monitoring_enabled: false where it is true."
    ]


def found_faults(
    api: Api, params: Json, wish: Wish, *, sizes: list[Json], tagged: list[Json]
) -> list[str]:
    """Check the wish against what the account holds and what DigitalOcean offers."""
    droplets = site_droplets(tagged, wish)
    faults = account_faults(
        api.get("account")["account"],
        droplet_total=int(api.get("droplets", per_page=1)["meta"]["total"]),
        droplet_there=bool(droplets),
    )
    faults += former_domain_faults(wish, [droplet["name"] for droplet in tagged])
    if not droplets:
        regions = api.list("regions", "regions")
        faults += place_faults(
            wish, regions=regions, sizes=sizes, image=find_image(api, wish.image)
        )
        faults += vpc_faults(api, wish)
    faults += [fault for droplet in droplets for fault in memory_faults(droplet, wish)]
    if not domain_faults(wish):
        domains = [domain["name"] for domain in api.list("domains", "domains")]
        faults += zone_faults(wish, domains, creation_allowed=params["domain_creation_allowed"])
        records = records_of(api, wish.zone)
        faults += record_faults(
            wish,
            records,
            marked=mark_record(records, wish.zone, wish.domain) is not None,
            replacement_allowed=params["record_replacement_allowed"],
        )
    return faults


def notes(params: Json, wish: Wish, tagged: list[Json]) -> list[str]:
    """Return what is worth knowing about the droplets that bear the tag, one sentence each."""
    ours = site_droplets(tagged, wish)
    return (
        [
            f"{droplet['name']} will be called {wish.domain}, and the site answers to both names"
            for droplet in ours
            if droplet["name"] != wish.domain
        ]
        + [
            f"{sentence}; nothing is resized or rebuilt by itself"
            for droplet in ours
            for sentence in drift(droplet, size=wish.size, region=wish.region, image=wish.image)
        ]
        + [
            f"droplet {droplet['name']} ({droplet['size_slug']}) bears the tag {params['tag']} too "
            "and is billed; this site does not use it. If it is this site under another name, set "
            f"project_former_domain: {droplet['name']}"
            for droplet in tagged
            if droplet not in ours
        ]
    )


def report(
    api: Api, params: Json, wish: Wish, key: str, *, sizes: list[Json], tagged: list[Json]
) -> Json:
    """Return the price, what is there already, and what is worth knowing about it."""
    droplets = site_droplets(tagged, wish)
    paid = droplets[0]["size_slug"] if droplets else wish.size
    size = next((size for size in sizes if size["slug"] == paid), None)
    return {
        "price_monthly": monthly_price(size, backups=wish.backups) if size else 0.0,
        "things": inventory_of_site(
            api,
            site=wish.domain,
            tag=params["tag"],
            zone=wish.zone,
            key=key,
            former_site=wish.former_domain,
        ),
        "notes": notes(params, wish, tagged),
    }
