#!/usr/bin/python
"""Find everything that is wrong before anything is created."""

from __future__ import annotations

DOCUMENTATION = r"""
module: preflight
short_description: Find everything that is wrong before anything is created
description:
  - Changes nothing. Checks the token, the account, the key, the domain and its delegation, region,
    size and image, and fails with all faults in one message, each with its remedy.
author: The Traductor maintainers
extends_documentation_fragment: traductor.digitalocean.api
options:
  domain:
    description: Fully qualified name of the site.
    type: str
    required: true
  zone:
    description: The registered domain that holds its records.
    type: str
    required: true
  former_domain:
    description: The name that the site had so far, if it is to have another.
    type: str
    default: ""
  tag:
    description: The tag of the droplet.
    type: str
    required: true
  public_key_file:
    description: >-
      Path of the SSH public key. Its private half, the file of that name without C(.pub), must be
      usable without a passphrase, or be in the SSH agent.
    type: path
    required: true
  admin_user:
    description: The user who will log in.
    type: str
    required: true
  ssh_port:
    description: The TCP port on which sshd will listen.
    type: int
    default: 22
  open_tcp_ports:
    description: The TCP ports that will be open; SSH's must be one of them.
    type: list
    elements: int
    required: true
  region:
    description: Slug of the region.
    type: str
    required: true
  size:
    description: Slug of the size.
    type: str
    required: true
  image:
    description: Slug of the image.
    type: str
    required: true
  vpc_uuid:
    description: The VPC to join; empty for the region's default VPC.
    type: str
    default: ""
  backups:
    description: Whether backups are wanted.
    type: bool
    default: false
  ipv6:
    description: Whether IPv6 is wanted.
    type: bool
    default: false
  memory_megabytes:
    description: Memory that the service needs, in megabytes.
    type: int
    default: 1024
  domain_creation_allowed:
    description: Whether a domain that the account lacks may be created.
    type: bool
    default: true
  record_replacement_allowed:
    description: Whether an address that somebody else gave the site's name may be replaced.
    type: bool
    default: false
  delegation_required:
    description: Whether the domain's name servers must be DigitalOcean's already.
    type: bool
    default: true
  dns_servers:
    description: Resolvers to ask; those of this machine if empty.
    type: list
    elements: str
    default: []
  dns_port:
    description: UDP port of these resolvers.
    type: int
    default: 53
  certificate_issuer:
    description: Who signs the site's certificate.
    type: str
    choices: [production, staging, own, none]
    default: none
  certificate_names:
    description: The host names that it is for.
    type: list
    elements: str
    default: []
  certificate_file:
    description: For C(own), path of the certificate and its chain.
    type: str
    default: ""
  certificate_key_file:
    description: For C(own), path of its key.
    type: str
    default: ""
"""

EXAMPLES = r"""
- name: Check everything
  traductor.digitalocean.preflight:
    domain: translate.example.com
    zone: example.com
    tag: traductor
    public_key_file: ~/.ssh/id_ed25519.pub
    admin_user: traductor
    open_tcp_ports: [22, 80, 443]
    region: ams3
    size: s-1vcpu-1gb
    image: debian-13-x64
"""

RETURN = r"""
price_monthly:
  description: Price of the droplet in US dollars a month, backups included.
  returned: success
  type: float
things:
  description: What is there already, as from M(traductor.digitalocean.site).
  returned: success
  type: list
  elements: dict
notes:
  description: >-
    One sentence for each property of the site's droplet that is not as wanted, and for each other
    droplet that bears the tag.
  returned: success
  type: list
  elements: str
"""

import datetime
from typing import Any

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.traductor.digitalocean.plugins.module_utils.account import (
    found_faults,
    report,
)
from ansible_collections.traductor.digitalocean.plugins.module_utils.api import LIBRARY_FOUND, Api
from ansible_collections.traductor.digitalocean.plugins.module_utils.checks import (
    Wish,
    delegation_faults,
    domain_faults,
    https_faults,
    login_faults,
)
from ansible_collections.traductor.digitalocean.plugins.module_utils.controller import (
    DNS_LIBRARY_FOUND,
    key_faults,
    name_servers,
    program_faults,
)
from ansible_collections.traductor.digitalocean.plugins.module_utils.errors import DigitalOceanError
from ansible_collections.traductor.digitalocean.plugins.module_utils.module import (
    COMMON_ARGUMENTS,
    NO_LIBRARY,
    NO_TOKEN,
)
from ansible_collections.traductor.host.plugins.module_utils import certificate_files
from ansible_collections.traductor.host.plugins.module_utils.certificate_files import Files

Json = dict[str, Any]

ISSUERS = ["production", "staging", "own", "none"]
# Nothing is under way yet that a long patience could save.
RETRY_LIMIT_SECONDS = 60


def name_faults(params: Json, wish: Wish) -> list[str]:
    """Check the name of the site, and ask the DNS who serves its zone."""
    faults = domain_faults(wish)
    if faults or not params["delegation_required"]:
        return faults
    servers = name_servers(wish.zone, params["dns_servers"], params["dns_port"])
    return delegation_faults(wish.zone, servers)


def certificate_faults(params: Json) -> list[str]:
    """Check that the site can be served over HTTPS, with the owner's certificate if so wanted."""
    issuer = params["certificate_issuer"]
    if issuer == "none":
        return []
    found = https_faults(params["open_tcp_ports"])
    if issuer == "own":
        files = Files(certificate=params["certificate_file"], key=params["certificate_key_file"])
        now = datetime.datetime.now(datetime.UTC)
        found += certificate_files.faults(files, params["certificate_names"], now)
    return found


def check(params: Json) -> tuple[list[str], Json]:
    """Return all faults, and the report that is printed when there are none."""
    wish = Wish(
        **{name: params[name] for name in ("domain", "zone", "region", "size", "image")},
        **{name: params[name] for name in ("memory_megabytes", "backups", "ipv6", "vpc_uuid")},
        former_domain=params["former_domain"],
    )
    faults, key = key_faults(params["public_key_file"])
    faults += [*program_faults(), *name_faults(params, wish)]
    faults += login_faults(params["admin_user"], params["ssh_port"], params["open_tcp_ports"])
    faults += certificate_faults(params)
    if not params["token"]:
        return [*faults, NO_TOKEN], {}
    try:
        api = Api(
            token=params["token"],
            url=params["api_url"],
            retry_limit_seconds=RETRY_LIMIT_SECONDS,
        )
        there = {
            "sizes": api.list("sizes", "sizes"),
            "tagged": api.list("droplets", "droplets", tag_name=params["tag"]),
        }
        faults += found_faults(api, params, wish, **there)
        return faults, {} if faults else report(api, params, wish, key, **there)
    except DigitalOceanError as error:
        return [*faults, str(error)], {}


def message(faults: list[str]) -> str:
    """Return all faults as one text."""
    lines = [f"{number}. {fault}" for number, fault in enumerate(faults, start=1)]
    return "\n".join(["Nothing was changed. Before it can start:", *lines])


def main() -> None:
    """Run the module."""
    text = {"type": "str", "required": True}
    module = AnsibleModule(
        argument_spec={
            **COMMON_ARGUMENTS,
            **dict.fromkeys(("domain", "zone", "tag", "region", "size", "image"), text),
            "former_domain": {"type": "str", "default": ""},
            "public_key_file": {"type": "path", "required": True},
            "admin_user": text,
            "ssh_port": {"type": "int", "default": 22},
            "open_tcp_ports": {"type": "list", "elements": "int", "required": True},
            "vpc_uuid": {"type": "str", "default": ""},
            "backups": {"type": "bool", "default": False},
            "ipv6": {"type": "bool", "default": False},
            "memory_megabytes": {"type": "int", "default": 1024},
            "domain_creation_allowed": {"type": "bool", "default": True},
            "record_replacement_allowed": {"type": "bool", "default": False},
            "delegation_required": {"type": "bool", "default": True},
            "dns_servers": {"type": "list", "elements": "str", "default": []},
            "dns_port": {"type": "int", "default": 53},
            "certificate_issuer": {"type": "str", "choices": ISSUERS, "default": "none"},
            "certificate_names": {"type": "list", "elements": "str", "default": []},
            "certificate_file": {"type": "str", "default": ""},
            "certificate_key_file": {"type": "str", "default": ""},
        },
        supports_check_mode=True,
    )
    if not (LIBRARY_FOUND and DNS_LIBRARY_FOUND):
        module.fail_json(msg=NO_LIBRARY)
    faults, found = check(module.params)
    if faults:
        module.fail_json(msg=message(faults))
    module.exit_json(changed=False, **found)


if __name__ == "__main__":
    main()
