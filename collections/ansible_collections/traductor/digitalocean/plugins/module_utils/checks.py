"""What can be wrong before anything is created.

Each function returns a list of faults, each with its remedy.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.traductor.digitalocean.plugins.module_utils.resources import relative_name
from ansible_collections.traductor.digitalocean.plugins.module_utils.site import ADDRESS_TYPES

Json = dict[str, Any]

LABEL = r"(?!-)[a-z0-9-]{1,63}(?<!-)"
DOMAIN = re.compile(rf"{LABEL}(\.{LABEL})+")
DOMAIN_LENGTH_LIMIT = 253
NAME_SERVERS = ("ns1.digitalocean.com", "ns2.digitalocean.com", "ns3.digitalocean.com")
PROJECT_FILE = "group_vars/all/project.yml"
RECORDS_PAGE = "https://cloud.digitalocean.com/networking/domains"
USER_NAME = re.compile(r"[a-z_][a-z0-9_-]{0,31}")
HIGHEST_PORT = 65535
WEB_PORTS = (80, 443)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What shall be created.

    Args:
        former_domain: the name that the site had so far; empty if it has had no other.
        memory_megabytes: what the service needs.
        vpc_uuid: empty for the region's default VPC.
    """

    domain: str
    zone: str
    region: str
    size: str
    image: str
    memory_megabytes: int
    backups: bool
    ipv6: bool
    vpc_uuid: str
    former_domain: str = ""


def domain_faults(wish: Wish) -> list[str]:
    """Check the name of the site and its zone, without asking anybody."""
    if not wish.domain:
        return [
            f"project_domain is empty. Remedy: write your site's name into {PROJECT_FILE}, "
            "for example project_domain: translate.example.com."
        ]
    if len(wish.domain) > DOMAIN_LENGTH_LIMIT or not DOMAIN.fullmatch(wish.domain):
        return [
            f"project_domain {wish.domain!r} is no domain name. Remedy: write it in lower case, "
            f"without https:// and without a slash, into {PROJECT_FILE}."
        ]
    if wish.domain != wish.zone and not wish.domain.endswith(f".{wish.zone}"):
        return [
            f"project_domain {wish.domain} is not in project_zone {wish.zone}. Remedy: set "
            f"project_zone in {PROJECT_FILE} to the domain that you registered."
        ]
    return []


def former_domain_faults(wish: Wish, droplets: Sequence[str]) -> list[str]:
    """Check that the site of the former name is there, and can be given the new one.

    Args:
        wish: what is wanted.
        droplets: names of the droplets that bear the project's tag.
    """
    former, names = wish.former_domain, (wish.domain, wish.former_domain)
    if not former:
        return []
    if former == wish.domain:
        return [
            f"project_former_domain and project_domain are both {former}. Remedy: write the new "
            f"name into project_domain in {PROJECT_FILE}, or empty project_former_domain."
        ]
    if set(names) <= set(droplets):
        return [
            f"there are two droplets, {wish.domain} and {former}, and only one site can have the "
            f"name. Remedy: empty project_former_domain in {PROJECT_FILE}, or destroy the one that "
            "you do not want: ansible-playbook playbooks/destroy.yml -e project_former_domain= "
            "-e project_domain=NAME"
        ]
    if not set(names) & set(droplets):
        return [
            f"there is no droplet {former} that could be given the name {wish.domain}. Remedy: "
            f"correct project_former_domain in {PROJECT_FILE}, or empty it for a new droplet."
        ]
    return []


def zone_faults(wish: Wish, account_domains: Sequence[str], *, creation_allowed: bool) -> list[str]:
    """Check that the account has the zone, or may create it."""
    longer = [
        name
        for name in account_domains
        if len(name) > len(wish.zone) and (wish.domain == name or wish.domain.endswith(f".{name}"))
    ]
    if longer:
        return [
            f"the account has the domain {longer[0]}, which is closer to {wish.domain} than "
            f"project_zone {wish.zone}. Remedy: set project_zone: {longer[0]} in {PROJECT_FILE}."
        ]
    if wish.zone not in account_domains and not creation_allowed:
        return [
            f"the account has no domain {wish.zone}, and domain_creation_allowed is false. Remedy: "
            "add it at https://cloud.digitalocean.com/networking/domains, or set "
            "domain_creation_allowed: true."
        ]
    return []


def delegation_faults(zone: str, name_servers: Sequence[str] | None) -> list[str]:
    """Check that the zone's name servers are DigitalOcean's.

    Args:
        zone: the registered domain.
        name_servers: what the DNS says; empty if the zone does not exist, None if nobody answered.
    """
    remedy = (
        f"Remedy: if {zone} is yours, set its name servers at your registrar to "
        f"{', '.join(NAME_SERVERS)}; otherwise correct project_domain, or project_zone for "
        "a domain like example.co.uk. (preflight_delegation_required: false skips this check.)"
    )
    if name_servers is None:
        return [f"no DNS server answered who serves {zone}. {remedy}"]
    found = sorted(server.rstrip(".").lower() for server in name_servers)
    if not found:
        return [f"the domain {zone} is not registered, or has no name servers. {remedy}"]
    if not set(found) & set(NAME_SERVERS):
        return [f"{zone} is served by {', '.join(found)}, not by DigitalOcean. {remedy}"]
    return []


def record_faults(
    wish: Wish, records: Sequence[Json], *, marked: bool, replacement_allowed: bool
) -> list[str]:
    """Check that no record stands where the site's address will be.

    Args:
        wish: what shall be created.
        records: all records of the zone.
        marked: whether the site's mark is in the zone, so that its address records are its own.
        replacement_allowed: whether address records that somebody else made may be replaced.
    """
    name = relative_name(wish.domain, wish.zone)
    replaced = frozenset() if marked or replacement_allowed else ADDRESS_TYPES
    in_the_way = [
        record
        for record in records
        if record["name"] == name and record["type"] in {"CNAME", *replaced}
    ]
    faults = []
    for record in in_the_way:
        fact = f"there is a record {record['type']} {wish.domain} with the value {record['data']}"
        if record["type"] == "CNAME":
            faults.append(
                f"{fact}, and an address cannot stand beside it. Remedy: delete it at "
                f"{RECORDS_PAGE}."
            )
        else:
            faults.append(
                f"{fact}, and this project did not make it. Remedy: delete it at {RECORDS_PAGE}, "
                "or set preflight_record_replacement_allowed: true."
            )
    return faults


def port_faults(ssh_port: int, open_tcp_ports: Sequence[int]) -> list[str]:
    """Check that SSH's port is a port, and open."""
    if not 0 < ssh_port <= HIGHEST_PORT:
        return [
            f"project_ssh_port {ssh_port} is no port. Remedy: write a number between 1 and "
            f"{HIGHEST_PORT} into {PROJECT_FILE}; 22 is usual."
        ]
    if ssh_port not in open_tcp_ports:
        return [
            f"the SSH port {ssh_port} is not in project_open_tcp_ports: nobody could log in. "
            f"Remedy: add {ssh_port} to the list in {PROJECT_FILE}."
        ]
    return []


def login_faults(admin_user: str, ssh_port: int, open_tcp_ports: Sequence[int]) -> list[str]:
    """Check that somebody can log in at the end."""
    faults = port_faults(ssh_port, open_tcp_ports)
    if admin_user == "root":
        faults.append(
            "project_admin_user is root, who may not log in at the end. Remedy: set another name "
            f"in {PROJECT_FILE}, for example project_admin_user: traductor."
        )
    elif not USER_NAME.fullmatch(admin_user):
        faults.append(
            f"project_admin_user {admin_user!r} is no user name. Remedy: write at most 32 "
            "lower-case letters, digits, - and _, beginning with a letter or _, into "
            f"{PROJECT_FILE}."
        )
    return faults


def https_faults(open_tcp_ports: Sequence[int]) -> list[str]:
    """Check that browsers, and authorities that ask for a proof, reach the site."""
    closed = [str(port) for port in WEB_PORTS if port not in open_tcp_ports]
    if not closed:
        return []
    return [
        f"the site is to be served over HTTPS, and {' and '.join(closed)} is not in "
        f"project_open_tcp_ports. Remedy: add it to the list in {PROJECT_FILE}, or set "
        "certificate_issuer: none."
    ]


def account_faults(
    account: Mapping[str, Any], *, droplet_total: int, droplet_there: bool
) -> list[str]:
    """Check that the account is active and has room for one more droplet."""
    faults = []
    if account["status"] != "active":
        reason = (account.get("status_message") or "no reason given").rstrip(".")
        faults.append(
            f"the account is {account['status']}: {reason}. "
            "Remedy: settle it at https://cloud.digitalocean.com/account."
        )
    if not droplet_there and droplet_total >= account["droplet_limit"]:
        faults.append(
            f"the account has {droplet_total} droplets and its limit is "
            f"{account['droplet_limit']}. Remedy: delete one, or ask for more at "
            "https://cloud.digitalocean.com/account."
        )
    return faults
