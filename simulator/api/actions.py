"""Serve the actions of the account."""

from flask import Blueprint

from simulator import presentation
from simulator.account import Json
from simulator.api.paging import paged
from simulator.api.world import account

blueprint = Blueprint("actions", __name__)


@blueprint.get("/actions")
def list_actions() -> Json:
    """List all actions, the latest first."""
    actions = reversed(account().all("actions"))
    return paged("actions", [presentation.action(one) for one in actions])


@blueprint.get("/actions/<int:number>")
def show_action(number: int) -> Json:
    """Show an action."""
    return {"action": presentation.action(account().get("actions", number))}
