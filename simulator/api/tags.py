"""Serve the tags."""

from flask import Blueprint, request

from simulator import presentation
from simulator.account import Json
from simulator.api.body import Body
from simulator.api.paging import paged
from simulator.api.world import account, world
from simulator.errors import unprocessable

blueprint = Blueprint("tags", __name__)

TAG_PATTERN = r"[a-zA-Z0-9_:\-]{1,255}"


@blueprint.get("/tags")
def list_tags() -> Json:
    """List the tags."""
    return paged("tags", [_shown(tag) for tag in account().all("tags")])


@blueprint.post("/tags")
def create_tag() -> tuple[Json, int]:
    """Make a tag; one that exists is fine."""
    name = Body.of_request().text("name", pattern=TAG_PATTERN)
    account().add_tags([name])
    return {"tag": _shown(account().get("tags", name))}, 201


@blueprint.get("/tags/<name>")
def show_tag(name: str) -> Json:
    """Show a tag."""
    return {"tag": _shown(account().get("tags", name))}


@blueprint.delete("/tags/<name>")
def delete_tag(name: str) -> tuple[str, int]:
    """Delete a tag and take it off everything."""
    account().get("tags", name)
    account().remove("tags", name)
    for bearer in [*account().all("droplets"), *account().all("firewalls")]:
        bearer["tags"] = [tag for tag in bearer["tags"] if tag != name]
    world().provisioner.shield_soon()
    return "", 204


@blueprint.post("/tags/<name>/resources")
def tag_resources(name: str) -> tuple[str, int]:
    """Put a tag on droplets."""
    account().get("tags", name)
    for droplet in _named_droplets():
        if name not in droplet["tags"]:
            droplet["tags"].append(name)
    world().provisioner.shield_soon()
    return "", 204


@blueprint.delete("/tags/<name>/resources")
def untag_resources(name: str) -> tuple[str, int]:
    """Take a tag off droplets."""
    account().get("tags", name)
    for droplet in _named_droplets():
        droplet["tags"] = [tag for tag in droplet["tags"] if tag != name]
    world().provisioner.shield_soon()
    return "", 204


def _shown(tag: Json) -> Json:
    return presentation.tag(account(), tag, base_url=request.host_url.rstrip("/"))


def _named_droplets() -> list[Json]:
    resources = Body.of_request().bodies("resources")
    for resource in resources:
        if resource.text("resource_type") != "droplet":
            raise unprocessable("resource_type: only droplets can be tagged here.")
    return [account().get("droplets", resource.reference("resource_id")) for resource in resources]
