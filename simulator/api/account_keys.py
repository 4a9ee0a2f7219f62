"""Serve the account and its SSH keys."""

import base64
import binascii
import hashlib

from flask import Blueprint

from simulator.account import Json
from simulator.api.body import Body
from simulator.api.paging import paged
from simulator.api.world import account
from simulator.errors import not_found, unprocessable

blueprint = Blueprint("account", __name__)

Answer = tuple[Json, int]


def fingerprint(public_key: str) -> str:
    """Hash a public key (MD5, as the API does).

    Raises:
        ApiError: 422, it is no OpenSSH public key.
    """
    words = public_key.split()
    try:
        blob = base64.b64decode(words[1], validate=True)
        kind_length = int.from_bytes(blob[:4], "big")
        genuine = blob[4 : 4 + kind_length].decode() == words[0]
    except (IndexError, UnicodeDecodeError, binascii.Error):
        genuine = False
    if not genuine:
        raise unprocessable("Key invalid, key should be of the format `ssh-rsa AAAA...`")
    digest = hashlib.md5(blob, usedforsecurity=False).hexdigest()
    return ":".join(digest[start : start + 2] for start in range(0, len(digest), 2))


def find_key(identifier: str) -> Json:
    """Find a key by its id or its fingerprint."""
    for key in account().all("keys"):
        if identifier in (str(key["id"]), key["fingerprint"]):
            return key
    raise not_found()


@blueprint.get("/account")
def show_account() -> Json:
    """Show the account."""
    state = account().state
    return {
        "account": {
            "droplet_limit": state["droplet_limit"],
            "floating_ip_limit": 3,
            "email": "someone@example.com",
            "name": "Someone",
            "uuid": state["uuid"],
            "email_verified": True,
            "status": "active",
            "status_message": "",
        }
    }


@blueprint.get("/account/keys")
def list_keys() -> Json:
    """List the keys."""
    return paged("ssh_keys", account().all("keys"))


@blueprint.post("/account/keys")
def create_key() -> Answer:
    """Add a key that the account does not have yet."""
    body = Body.of_request()
    name, public_key = body.text("name"), body.text("public_key").strip()
    mark = fingerprint(public_key)
    if any(key["fingerprint"] == mark for key in account().all("keys")):
        raise unprocessable("SSH Key is already in use on your account")
    number = account().new_number()
    key = {"id": number, "fingerprint": mark, "public_key": public_key, "name": name}
    return {"ssh_key": account().put("keys", number, key)}, 201


@blueprint.get("/account/keys/<identifier>")
def show_key(identifier: str) -> Json:
    """Show a key."""
    return {"ssh_key": find_key(identifier)}


@blueprint.put("/account/keys/<identifier>")
def rename_key(identifier: str) -> Json:
    """Give a key another name."""
    key = find_key(identifier)
    key["name"] = Body.of_request().text("name")
    return {"ssh_key": key}


@blueprint.delete("/account/keys/<identifier>")
def delete_key(identifier: str) -> tuple[str, int]:
    """Remove a key; droplets that have it keep it."""
    account().remove("keys", find_key(identifier)["id"])
    return "", 204
