"""Serve the private networks: each region has its default one."""

from flask import Blueprint

from simulator.account import Json
from simulator.api.paging import paged
from simulator.api.world import account

blueprint = Blueprint("vpcs", __name__)


@blueprint.get("/vpcs")
def list_vpcs() -> Json:
    """List the networks."""
    return paged("vpcs", account().all("vpcs"))


@blueprint.get("/vpcs/<identifier>")
def show_vpc(identifier: str) -> Json:
    """Show a network."""
    return {"vpc": account().get("vpcs", identifier)}
