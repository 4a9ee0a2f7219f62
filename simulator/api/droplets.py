"""Serve the droplets."""

import re

from flask import Blueprint, request

from simulator import addresses, catalogue, firewalls, presentation
from simulator.account import Json, now
from simulator.api.account_keys import find_key
from simulator.api.body import Body
from simulator.api.droplet_actions import begin
from simulator.api.paging import paged
from simulator.api.tags import TAG_PATTERN
from simulator.api.world import account, world
from simulator.errors import ApiError, unprocessable
from simulator.hypervisor.droplets import BOOTABLE_SLUG

blueprint = Blueprint("droplets", __name__)

NAME_PATTERN = r"[a-zA-Z0-9]?[a-z0-9A-Z.\-]*[a-z0-9A-Z]"
LONGEST_NAME = 255
LONGEST_USER_DATA_BYTES = 64 * 1024


@blueprint.get("/droplets")
def list_droplets() -> Json:
    """List the droplets; `tag_name` and `name` narrow the list."""
    kept = account().all("droplets")
    tag, name = request.args.get("tag_name"), request.args.get("name")
    if tag is not None:
        kept = [one for one in kept if tag in one["tags"]]
    if name is not None:
        kept = [one for one in kept if one["name"].lower() == name.lower()]
    return paged("droplets", [presentation.droplet(account(), one) for one in kept])


@blueprint.post("/droplets")
def create_droplet() -> tuple[Json, int]:
    """Begin to make a droplet, once the request is found to make sense."""
    body = Body.of_request()
    droplet = _checked(body)
    account().add_tags(droplet["tags"])
    account().put("droplets", droplet["id"], droplet)
    action = begin(droplet, "create")
    href = f"{request.host_url}v2/actions/{action['id']}"
    return {
        "droplet": presentation.droplet(account(), droplet),
        "links": {"actions": [{"id": action["id"], "rel": "create", "href": href}]},
    }, 202


@blueprint.get("/droplets/<int:number>")
def show_droplet(number: int) -> Json:
    """Show a droplet."""
    return {"droplet": presentation.droplet(account(), account().get("droplets", number))}


@blueprint.delete("/droplets/<int:number>")
def delete_droplet(number: int) -> tuple[str, int]:
    """Destroy a droplet."""
    _leave(account().get("droplets", number))
    return "", 204


@blueprint.delete("/droplets")
def delete_tagged_droplets() -> tuple[str, int]:
    """Destroy all droplets with a tag."""
    tag = request.args.get("tag_name")
    if not tag:
        raise ApiError(400, "bad_request", "tag_name is required.")
    for droplet in account().all("droplets"):
        if tag in droplet["tags"]:
            _leave(droplet)
    return "", 204


@blueprint.get("/droplets/<int:number>/snapshots")
def list_droplet_snapshots(number: int) -> Json:
    """List the snapshots of a droplet."""
    account().get("droplets", number)
    kept = presentation.snapshots_of(account(), number)
    return paged("snapshots", [presentation.droplet_snapshot(one) for one in kept])


@blueprint.get("/droplets/<int:number>/firewalls")
def list_droplet_firewalls(number: int) -> Json:
    """List the firewalls that guard a droplet."""
    return paged("firewalls", firewalls.guarding(account(), account().get("droplets", number)))


def _leave(droplet: Json) -> None:
    state, number = account().state, droplet["id"]
    account().remove("droplets", number)
    state["leaving"][str(number)] = droplet["host"]
    for firewall in account().all("firewalls"):
        firewall["droplet_ids"] = [one for one in firewall["droplet_ids"] if one != number]
    for reserved in account().all("reserved_ips"):
        if reserved["droplet_id"] == number:
            reserved["droplet_id"] = None
    world().provisioner.destroy(number)


def _checked(body: Body) -> Json:
    """Check a request for a droplet and put together what is kept of it."""
    name = _checked_name(body)
    size = catalogue.find_size(body.text("size"))
    if size is None:
        raise unprocessable("You specified an invalid size for Droplet creation.")
    region = _checked_region(body, size)
    checked = {
        "name": name,
        "size": size["slug"],
        "disk": size["disk"],
        "region": region,
        "image": _checked_image(body, size, region),
        "features": _features(body),
        "tags": list(dict.fromkeys(body.texts("tags", pattern=TAG_PATTERN))),
        "public_keys": _checked_keys(body),
        "user_data": _checked_user_data(body),
        "vpc_uuid": _checked_vpc(body, region),
    }
    if len(account().all("droplets")) >= account().state["droplet_limit"]:
        raise unprocessable("creating this/these droplet(s) will exceed your droplet limit")
    host = addresses.allocate(account())
    given = {"id": account().new_number(), "host": host, "status": "new", "created_at": now()}
    return {**given, **checked}


def _checked_name(body: Body) -> str:
    if "names" in body:
        raise unprocessable("names: the simulator makes one droplet at a time; send name.")
    name = body.text("name")
    if not re.fullmatch(NAME_PATTERN, name) or len(name) > LONGEST_NAME:
        raise unprocessable("Only valid hostname characters are allowed. (a-z, A-Z, 0-9, . and -)")
    return name


def _checked_user_data(body: Body) -> str:
    user_data = body.text("user_data", "")
    if len(user_data.encode()) > LONGEST_USER_DATA_BYTES:
        raise unprocessable("User data is too long; the limit is 64 KiB.")
    return user_data


def _checked_region(body: Body, size: Json) -> str:
    slug = body.text("region", "")
    if not slug:
        slug = next(iter(size["regions"]))
    region = catalogue.find_region(slug)
    if region is None:
        raise unprocessable("You specified an invalid region for Droplet creation.")
    if not region["available"]:
        raise unprocessable("The specified region is unavailable.")
    if size["slug"] not in region["sizes"]:
        raise unprocessable("Size is not available in this region.")
    return slug


def _checked_image(body: Body, size: Json, region: str) -> str:
    reference = body.reference("image")
    found = catalogue.find_image(reference)
    if found is not None:
        if found["slug"] != BOOTABLE_SLUG:
            raise unprocessable(
                f"The simulator can boot {BOOTABLE_SLUG} and snapshots of it, not {found['slug']}; "
                f"set the image to {BOOTABLE_SLUG}."
            )
        return BOOTABLE_SLUG
    if not account().has("snapshots", reference):
        raise unprocessable("You specified an invalid image for Droplet creation.")
    snapshot = account().get("snapshots", reference)
    if snapshot["region"] != region:
        raise unprocessable("The image is not available in the region.")
    if snapshot["disk"] > size["disk"]:
        raise unprocessable("The image needs a larger disk than the size has.")
    return reference


def _checked_keys(body: Body) -> list[str]:
    identifiers = [str(one) for one in body.values.get("ssh_keys") or []]
    try:
        return [find_key(identifier)["public_key"] for identifier in identifiers]
    except ApiError as error:
        raise unprocessable(
            f"{', '.join(identifiers)} are invalid key identifiers for Droplet creation."
        ) from error


def _checked_vpc(body: Body, region: str) -> str:
    if "vpc_uuid" in body:
        identifier = body.text("vpc_uuid")
        if not account().has("vpcs", identifier):
            raise unprocessable("vpc_uuid: no such VPC.")
        if account().get("vpcs", identifier)["region"] != region:
            raise unprocessable("vpc_uuid: the VPC is in another region.")
        return identifier
    default: str = next(one["id"] for one in account().all("vpcs") if one["region"] == region)
    return default


def _features(body: Body) -> list[str]:
    wanted = [name for name in ("backups", "ipv6", "monitoring") if body.flag(name)]
    return sorted([*wanted, "private_networking"])
