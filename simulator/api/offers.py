"""Serve what can be had: sizes and regions."""

from flask import Blueprint

from simulator import catalogue
from simulator.account import Json
from simulator.api.paging import paged

blueprint = Blueprint("offers", __name__)


@blueprint.get("/sizes")
def list_sizes() -> Json:
    """List the sizes with their prices."""
    return paged("sizes", catalogue.sizes())


@blueprint.get("/regions")
def list_regions() -> Json:
    """List the regions."""
    return paged("regions", catalogue.regions())
