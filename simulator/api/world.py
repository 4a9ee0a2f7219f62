"""Give the handlers what they work on."""

from dataclasses import dataclass
from typing import cast

from flask import current_app

from simulator.account import Account
from simulator.provisioning import Provisioner
from simulator.settings import Settings

EXTENSION = "simulator"


@dataclass(frozen=True)
class World:
    """Hold the account, what brings its actions about, and the settings."""

    account: Account
    provisioner: Provisioner
    settings: Settings


def world() -> World:
    """Find the world of the application that answers this request."""
    return cast(World, current_app.extensions[EXTENSION])


def account() -> Account:
    """Find the account of the application that answers this request."""
    return world().account
