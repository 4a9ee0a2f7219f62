"""Serve the snapshots."""

from flask import Blueprint, request

from simulator import presentation
from simulator.account import Json
from simulator.api.images import delete_image
from simulator.api.paging import paged
from simulator.api.world import account

blueprint = Blueprint("snapshots", __name__)


@blueprint.get("/snapshots")
def list_snapshots() -> Json:
    """List the snapshots; there are none of volumes."""
    kept = [] if request.args.get("resource_type") == "volume" else account().all("snapshots")
    return paged("snapshots", [presentation.snapshot(one) for one in kept])


@blueprint.get("/snapshots/<identifier>")
def show_snapshot(identifier: str) -> Json:
    """Show a snapshot."""
    return {"snapshot": presentation.snapshot(account().get("snapshots", identifier))}


@blueprint.delete("/snapshots/<identifier>")
def delete_snapshot(identifier: str) -> tuple[str, int]:
    """Delete a snapshot."""
    return delete_image(identifier)
