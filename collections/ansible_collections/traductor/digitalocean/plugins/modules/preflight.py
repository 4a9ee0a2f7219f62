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
  tag:
    description: The tag of the droplet.
    type: str
    required: true
  public_key_file:
    description: Path of the SSH public key.
    type: path
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
"""

EXAMPLES = r"""
- name: Check everything
  traductor.digitalocean.preflight:
    domain: translate.example.com
    zone: example.com
    tag: traductor
    public_key_file: ~/.ssh/id_ed25519.pub
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
drift:
  description: One sentence for each property of an existing droplet that is not as wanted.
  returned: success
  type: list
  elements: str
"""

import shutil
from pathlib import Path
from typing import Any

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.traductor.digitalocean.plugins.module_utils.api import LIBRARY_FOUND, Api
from ansible_collections.traductor.digitalocean.plugins.module_utils.checks import (
    Wish,
    account_faults,
    delegation_faults,
    domain_faults,
    monthly_price,
    place_faults,
    zone_faults,
)
from ansible_collections.traductor.digitalocean.plugins.module_utils.errors import (
    DigitalOceanError,
    NotFoundError,
)
from ansible_collections.traductor.digitalocean.plugins.module_utils.module import (
    COMMON_ARGUMENTS,
    NO_LIBRARY,
    NO_TOKEN,
)
from ansible_collections.traductor.digitalocean.plugins.module_utils.resources import (
    drift,
    fingerprint,
    same_name,
)
from ansible_collections.traductor.digitalocean.plugins.module_utils.site import inventory_of_site

try:
    import dns.exception
    import dns.resolver
except ImportError:
    LIBRARY_FOUND = False

Json = dict[str, Any]

DNS_LIMIT_SECONDS = 10
# Nothing is under way yet that a long patience could save.
RETRY_LIMIT_SECONDS = 60
CONTROLLER_PROGRAMS = ("ssh", "ssh-keygen")


def key_faults(path: str) -> tuple[list[str], str]:
    """Check the public key file; return faults and the key's fingerprint."""
    file = Path(path).expanduser()
    make = f"Remedy: run ssh-keygen -t ed25519 -f {str(file).removesuffix('.pub')}"
    other = "or name another file in project_ssh_public_key_file."
    try:
        return [], fingerprint(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return [f"there is no SSH public key {file}. {make}, {other}"], ""
    except (OSError, UnicodeDecodeError) as error:
        return [f"the SSH public key {file} cannot be read: {error}. {make}, {other}"], ""
    except ValueError as error:
        return [f"{error} in {file}. {make}, {other}"], ""


def program_faults() -> list[str]:
    """Check that the programs that Ansible calls are there."""
    return [
        f"the program {name} is missing. "
        "Remedy: apt-get install openssh-client (or your system's package)."
        for name in CONTROLLER_PROGRAMS
        if shutil.which(name) is None
    ]


def name_servers(zone: str, servers: list[str], port: int) -> list[str] | None:
    """Ask the DNS who serves a zone; None if nobody answers."""
    resolver = dns.resolver.Resolver(configure=not servers)
    if servers:
        resolver.nameservers = servers
        resolver.port = port
    resolver.lifetime = DNS_LIMIT_SECONDS
    try:
        return [str(answer.target) for answer in resolver.resolve(zone, "NS")]
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except dns.exception.DNSException:
        return None


def find_image(api: Api, slug: str) -> Json | None:
    """Return the image with this slug, or None."""
    try:
        image: Json = api.get(f"images/{slug}")["image"]
    except NotFoundError:
        return None
    return image


def vpc_faults(api: Api, wish: Wish) -> list[str]:
    """Check that the VPC exists, in the wanted region."""
    if not wish.vpc_uuid:
        return []
    remedy = "Remedy: set droplet_vpc_uuid to one of https://cloud.digitalocean.com/networking/vpc."
    try:
        vpc = api.get(f"vpcs/{wish.vpc_uuid}")["vpc"]
    except NotFoundError:
        return [f"there is no VPC {wish.vpc_uuid}. {remedy}"]
    if vpc["region"] != wish.region:
        return [f"the VPC {wish.vpc_uuid} is in {vpc['region']}, not in {wish.region}. {remedy}"]
    return []


def found_faults(
    api: Api, params: Json, wish: Wish, *, sizes: list[Json], droplets: list[Json]
) -> list[str]:
    """Check the wish against what the account holds and what DigitalOcean offers."""
    faults = account_faults(
        api.get("account")["account"],
        droplet_total=int(api.get("droplets", per_page=1)["meta"]["total"]),
        droplet_there=bool(droplets),
    )
    if not droplets:
        regions = api.list("regions", "regions")
        faults += place_faults(
            wish, regions=regions, sizes=sizes, image=find_image(api, wish.image)
        )
        faults += vpc_faults(api, wish)
    if not domain_faults(wish):
        domains = [domain["name"] for domain in api.list("domains", "domains")]
        faults += zone_faults(wish, domains, creation_allowed=params["domain_creation_allowed"])
    return faults


def report(
    api: Api, params: Json, wish: Wish, key: str, *, sizes: list[Json], droplets: list[Json]
) -> Json:
    """Return the price, what is there already, and what of it is not as wanted."""
    paid = droplets[0]["size_slug"] if droplets else wish.size
    size = next((size for size in sizes if size["slug"] == paid), None)
    return {
        "price_monthly": monthly_price(size, backups=wish.backups) if size else 0.0,
        "things": inventory_of_site(
            api, site=wish.domain, tag=params["tag"], zone=wish.zone, key=key
        ),
        "drift": [
            sentence
            for droplet in droplets
            for sentence in drift(droplet, size=wish.size, region=wish.region, image=wish.image)
        ],
    }


def name_faults(params: Json, wish: Wish) -> list[str]:
    """Check the name of the site, and ask the DNS who serves its zone."""
    faults = domain_faults(wish)
    if faults or not params["delegation_required"]:
        return faults
    servers = name_servers(wish.zone, params["dns_servers"], params["dns_port"])
    return delegation_faults(wish.zone, servers)


def check(params: Json) -> tuple[list[str], Json]:
    """Return all faults, and the report that is printed when there are none."""
    wish = Wish(
        **{name: params[name] for name in ("domain", "zone", "region", "size", "image")},
        **{name: params[name] for name in ("memory_megabytes", "backups", "ipv6", "vpc_uuid")},
    )
    faults, key = key_faults(params["public_key_file"])
    faults += [*program_faults(), *name_faults(params, wish)]
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
            "droplets": same_name(
                api.list("droplets", "droplets", tag_name=params["tag"]), wish.domain
            ),
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
            "public_key_file": {"type": "path", "required": True},
            "vpc_uuid": {"type": "str", "default": ""},
            "backups": {"type": "bool", "default": False},
            "ipv6": {"type": "bool", "default": False},
            "memory_megabytes": {"type": "int", "default": 1024},
            "domain_creation_allowed": {"type": "bool", "default": True},
            "delegation_required": {"type": "bool", "default": True},
            "dns_servers": {"type": "list", "elements": "str", "default": []},
            "dns_port": {"type": "int", "default": 53},
        },
        supports_check_mode=True,
    )
    if not LIBRARY_FOUND:
        module.fail_json(msg=NO_LIBRARY)
    faults, report = check(module.params)
    if faults:
        module.fail_json(msg=message(faults))
    module.exit_json(changed=False, **report)


if __name__ == "__main__":
    main()
