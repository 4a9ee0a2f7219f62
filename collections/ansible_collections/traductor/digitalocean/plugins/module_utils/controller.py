"""What can be wrong with this machine, from which everything is set up."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from ansible_collections.traductor.digitalocean.plugins.module_utils.resources import fingerprint

try:
    import dns.exception
    import dns.flags
    import dns.message
    import dns.name
    import dns.query
    import dns.rcode
    import dns.rdatatype
    import dns.resolver

    DNS_LIBRARY_FOUND = True
except ImportError:  # reported by the module, with the command to run
    DNS_LIBRARY_FOUND = False

DNS_LIMIT_SECONDS = 10
AGENT_LIMIT_SECONDS = 10
PROGRAMS = ("ssh", "ssh-keygen", "ssh-add")


def program_faults() -> list[str]:
    """Check that the programs that Ansible and the checks call are there."""
    return [
        f"the program {name} is missing. "
        "Remedy: apt-get install openssh-client (or your system's package)."
        for name in PROGRAMS
        if shutil.which(name) is None
    ]


def key_faults(path: str) -> tuple[list[str], str]:
    """Check both halves of the key; return faults and the key's fingerprint."""
    file = Path(path).expanduser()
    make = f"Remedy: run ssh-keygen -t ed25519 -f {str(file).removesuffix('.pub')}"
    other = "or name another file in project_ssh_public_key_file."
    try:
        public_key = file.read_text(encoding="utf-8")
        identifier = fingerprint(public_key)
    except FileNotFoundError:
        return [f"there is no SSH public key {file}. {make}, {other}"], ""
    except (OSError, UnicodeDecodeError) as error:
        return [f"the SSH public key {file} cannot be read: {error}. {make}, {other}"], ""
    except ValueError as error:
        return [f"{error} in {file}. {make}, {other}"], ""
    return private_key_faults(file, public_key.split()[1]), identifier


def private_key_faults(public_file: Path, blob: str) -> list[str]:
    """Check that the private half can be used without a question: Ansible's workers cannot ask.

    Args:
        public_file: the public key file; the private key is the file of that name without `.pub`.
        blob: the public key in base64.
    """
    if program_faults():
        return []
    file = str(public_file).removesuffix(".pub")
    opened = _run("ssh-keygen", "-y", "-P", "", "-f", file)
    if (opened.returncode == 0 and blob in opened.stdout) or blob in _agent_keys():
        return []
    if opened.returncode == 0:
        problem = f"is not the private half of {public_file}"
        remedy = f"run ssh-keygen -y -f {file} > {public_file}"
    else:
        reason = opened.stderr.strip().rpartition("\n")[2]
        problem = f"cannot be used without a question ({reason})"
        remedy = f"run ssh-add {file}"
    return [
        f"the private key {file} {problem}, and no SSH agent holds the key. "
        f"Remedy: {remedy}, or name another key in project_ssh_public_key_file."
    ]


def _agent_keys() -> str:
    """Return the public keys that the SSH agent holds; none where there is no agent."""
    try:
        return _run("ssh-add", "-L").stdout
    except subprocess.TimeoutExpired:  # an agent whose other end is gone
        return ""


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=AGENT_LIMIT_SECONDS,
    )


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
        return delegation(zone, resolver)


def delegation(zone: str, resolver: dns.resolver.Resolver) -> list[str] | None:
    """Ask the servers of the zone above to whom they refer; None if nobody answers.

    DigitalOcean refuses questions about a domain until an account has it. A resolver then has no
    answer about a domain that is delegated already but not created yet; the registry has.
    """
    name = dns.name.from_text(zone)
    question = dns.message.make_query(name, "NS")
    question.flags &= ~dns.flags.RD
    try:
        above = str(resolver.resolve(name.parent(), "NS")[0].target)
        address = resolver.resolve(above, "A")[0].address
        reply, _ = dns.query.udp_with_fallback(
            question, address, timeout=DNS_LIMIT_SECONDS, port=resolver.port
        )
    except (dns.exception.DNSException, OSError):
        return None
    if reply.rcode() not in {dns.rcode.NOERROR, dns.rcode.NXDOMAIN}:
        return None
    return [
        str(server.target)
        for record_set in [*reply.answer, *reply.authority]
        if record_set.name == name and record_set.rdtype == dns.rdatatype.NS
        for server in record_set
    ]
