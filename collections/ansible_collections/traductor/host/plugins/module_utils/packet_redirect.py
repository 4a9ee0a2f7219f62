"""Let a container that publishes nothing answer what is asked of the published ports.

Docker gives a published port to one container. While another one takes its place, the packet
filter sends new connections to a third, by rules in front of Docker's own; those that are open go
on where they were. The rules carry a comment by which they are found again, and last until a
reboot. They are of IPv4, as the networks of the containers are: what comes by IPv6 Docker hands on
itself.
"""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Mapping

from ansible_collections.traductor.host.plugins.module_utils.releases import SwitchError

COMMENT = "traductor-redirect"
MARK = ("-m", "comment", "--comment", COMMENT)
# Where packets from outside, and those of the droplet itself, are given another address.
TRANSLATED = ("PREROUTING", "OUTPUT")
ALLOWED = "DOCKER-USER"


def rules(address: str, ports: Mapping[int, int]) -> list[tuple[str, ...]]:
    """Name the rules as iptables takes them, without their place.

    Args:
        address: of the container that is to answer.
        ports: its port for each published one.
    """
    # Nothing that was asked of the container's own address.
    asked = ("-d", address, "-m", "conntrack", "--ctstate", "DNAT")
    found: list[tuple[str, ...]] = [("filter", ALLOWED, *asked, *MARK, "-j", "ACCEPT")]
    for outer, inner in ports.items():
        local = ("-p", "tcp", "-m", "addrtype", "--dst-type", "LOCAL", "--dport", str(outer))
        to = ("-j", "DNAT", "--to-destination", f"{address}:{inner}")
        found += [("nat", chain, *local, *MARK, *to) for chain in TRANSLATED]
    return found


def present() -> list[tuple[str, ...]]:
    """List the rules that are in force, as iptables names them."""
    found = []
    for table, chain in (("filter", ALLOWED), *(("nat", chain) for chain in TRANSLATED)):
        for line in _iptables(table, "-S", chain).splitlines():
            words = shlex.split(line)
            if COMMENT in words and words[0] == "-A":
                found.append((table, chain, *words[2:]))
    return found


def target() -> str:
    """Return the address that new connections are sent to; nothing where none are."""
    found = [re.fullmatch(r"(.+):\d+", rule[-1]) for rule in present() if "DNAT" in rule[2:]]
    return next((match[1] for match in found if match), "")


def send_to(address: str, ports: Mapping[int, int]) -> None:
    """Send new connections to a container, wherever they went before.

    Raises:
        SwitchError: the packet filter refuses.
    """
    former = present()
    # The last one first: what is sent somewhere is let in there already.
    for table, chain, *rule in rules(address, ports):
        _iptables(table, "-I", chain, "1", *rule)
    _delete(former)


def end() -> None:
    """Leave new connections to Docker again."""
    _delete(present())


def _delete(former: list[tuple[str, ...]]) -> None:
    # What lets packets in goes last.
    for table, chain, *rule in reversed(former):
        _iptables(table, "-D", chain, *rule)


def _iptables(table: str, *arguments: str) -> str:
    line = ["iptables", "--wait", "10", "--table", table, *arguments]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SwitchError(f"{shlex.join(line)} failed:\n{done.stderr}")
    return done.stdout
