"""Serve the images: the distributions, and the account's snapshots."""

from flask import Blueprint, request

from simulator import catalogue, presentation
from simulator.account import Json
from simulator.api.body import Body
from simulator.api.paging import paged
from simulator.api.world import account, world
from simulator.errors import not_found

blueprint = Blueprint("images", __name__)


@blueprint.get("/images")
def list_images() -> Json:
    """List the images; `type` and `private` narrow the list."""
    private = [presentation.snapshot_image(one) for one in account().all("snapshots")]
    if request.args.get("private") == "true":
        return paged("images", private)
    if request.args.get("type") == "application":
        return paged("images", [])
    if request.args.get("type") == "distribution":
        return paged("images", catalogue.images())
    return paged("images", [*private, *catalogue.images()])


@blueprint.get("/images/<reference>")
def show_image(reference: str) -> Json:
    """Show an image by its id or slug."""
    found = catalogue.find_image(reference)
    if found is None:
        found = presentation.snapshot_image(account().get("snapshots", reference))
    return {"image": found}


@blueprint.put("/images/<reference>")
def rename_image(reference: str) -> Json:
    """Give a snapshot another name."""
    kept = account().get("snapshots", reference)
    kept["name"] = Body.of_request().text("name")
    return {"image": presentation.snapshot_image(kept)}


@blueprint.delete("/images/<reference>")
def delete_image(reference: str) -> tuple[str, int]:
    """Delete a snapshot; distributions are not the account's."""
    if not account().has("snapshots", reference):
        raise not_found()
    account().remove("snapshots", reference)
    world().provisioner.delete_snapshot(reference)
    return "", 204
