"""Know the rules of zones and records."""

import ipaddress
from collections.abc import Iterable

from simulator.account import Account, Json
from simulator.errors import unprocessable

NAME_SERVERS = ("ns1.digitalocean.com", "ns2.digitalocean.com", "ns3.digitalocean.com")
DEFAULT_TTL_SECONDS = 1800
SHORTEST_TTL_SECONDS = 30
KINDS = ("A", "AAAA", "CAA", "CNAME", "MX", "NS", "SRV", "TXT")
KINDS_WITH_HOST = ("CNAME", "MX", "NS", "SRV")
NEEDED_NUMBERS = {
    "MX": ("priority",),
    "SRV": ("priority", "port", "weight"),
    "CAA": ("flags", "tag"),
}


def is_delegated(name: str, delegated: Iterable[str]) -> bool:
    """Tell whether a name is one of the delegated zones or below one."""
    return any(name == zone or name.endswith(f".{zone}") for zone in delegated)


def relative_name(name: str, domain: str) -> str:
    """Write a record's name relative to its domain: `@` for the domain itself."""
    name = name.lower().rstrip(".")
    if name in ("", "@", domain):
        return "@"
    return name.removesuffix(f".{domain}")


def full_name(name: str, domain: str) -> str:
    """Write a record's name in full, without the last dot."""
    return domain if name == "@" else f"{name}.{domain}"


def record(**values: object) -> Json:
    """Make a record with the values given; the others are empty."""
    return {
        "type": "",
        "name": "@",
        "data": "",
        "priority": None,
        "port": None,
        "ttl": DEFAULT_TTL_SECONDS,
        "weight": None,
        "flags": None,
        "tag": None,
        **values,
    }


def first_records() -> list[Json]:
    """Make the records that every new domain has."""
    soa = record(type="SOA", data=str(DEFAULT_TTL_SECONDS))
    return [soa, *(record(type="NS", data=server) for server in NAME_SERVERS)]


def records_of(account: Account, domain: str) -> list[Json]:
    """List the records of a domain."""
    return [one for one in account.all("records") if one["domain"] == domain]


def keep(account: Account, domain: str, values: Json) -> Json:
    """Keep a record in a domain under a new id."""
    number = account.new_number()
    return account.put("records", number, {"id": number, **values, "domain": domain})


def checked(values: Json, others: Iterable[Json]) -> Json:
    """Check a record and bring its data into the API's form.

    Args:
        values: the record.
        others: the other records of its domain.

    Raises:
        ApiError: 422, the record makes no sense.
    """
    kind = values["type"]
    if kind not in KINDS:
        raise unprocessable(f"type: {kind!r} is none of {', '.join(KINDS)}.")
    if not values["data"]:
        raise unprocessable("Data can't be blank.")
    for key in NEEDED_NUMBERS.get(kind, ()):
        if values[key] is None:
            raise unprocessable(f"{key} is required for a record of type {kind}.")
    _refuse_shared_cname(values, others)
    return {**values, "data": _checked_data(kind, values["data"])}


def _checked_data(kind: str, data: str) -> str:
    if kind in ("A", "AAAA"):
        try:
            address = ipaddress.ip_address(data)
        except ValueError as error:
            raise unprocessable(f"Data: {data!r} is no IP address.") from error
        if address.version != (4 if kind == "A" else 6):
            raise unprocessable(f"Data: {data} does not fit a record of type {kind}.")
        return str(address)
    if kind in KINDS_WITH_HOST and data != "@":
        if not data.endswith("."):
            raise unprocessable("Data needs to end with a dot (.)")
        return data.lower().removesuffix(".")
    return data


def _refuse_shared_cname(values: Json, others: Iterable[Json]) -> None:
    same_name = [one for one in others if one["name"] == values["name"]]
    if values["type"] == "CNAME" and same_name:
        raise unprocessable("CNAME records cannot share a name with other records")
    if any(one["type"] == "CNAME" for one in same_name):
        raise unprocessable("A CNAME record already exists with this name.")


def zone_file(account: Account, domain: str) -> str:
    """Write a domain as a zone file."""
    lines = [f"$ORIGIN {domain}.", f"$TTL {DEFAULT_TTL_SECONDS}"]
    for one in records_of(account, domain):
        name = f"{full_name(one['name'], domain)}."
        lines.append(f"{name} {one['ttl']} IN {one['type']} {data_text(one, domain)}")
    return "\n".join([*lines, ""])


def data_text(one: Json, domain: str) -> str:
    """Write a record's data as zone files do."""
    data = one["data"]
    host = f"{domain}." if data == "@" else f"{data}."
    match one["type"]:
        case "SOA":
            return f"{NAME_SERVERS[0]}. hostmaster.{domain}. {one['id']} 10800 3600 604800 1800"
        case "CNAME" | "NS":
            return host
        case "MX":
            return f"{one['priority']} {host}"
        case "SRV":
            return f"{one['priority']} {one['weight']} {one['port']} {host}"
        case "CAA":
            return f'{one["flags"]} {one["tag"]} "{data.rstrip(".")}"'
        case "TXT":
            return quoted_text(data)
    return str(data)


def quoted_text(data: str) -> str:
    """Quote a text in pieces of 255 bytes at most, the limit of one string in DNS."""
    content = data.encode()
    pieces = [content[start : start + 255] for start in range(0, len(content), 255)] or [b""]
    return " ".join(f'"{_escaped(piece)}"' for piece in pieces)


def _escaped(piece: bytes) -> str:
    return "".join(
        chr(byte) if 32 <= byte < 127 and byte not in b'"\\' else f"\\{byte:03d}" for byte in piece
    )
