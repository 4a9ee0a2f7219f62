"""New connections are sent to another container by rules that go without a trace."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from typing import Any

from tests.roles.role_files import REPOSITORY

PROGRAM = """
    import json, subprocess
    from ansible_collections.traductor.host.plugins.module_utils import packet_redirect
    subprocess.run(["iptables", "-N", "DOCKER-USER"], check=True)
    subprocess.run(["iptables", "-A", "DOCKER-USER", "-j", "DROP"], check=True)
    def state():
        found = []
        for table, chain in (("filter", "DOCKER-USER"), ("nat", "PREROUTING"), ("nat", "OUTPUT")):
            line = ["iptables", "--table", table, "-S", chain]
            said = subprocess.run(line, check=True, capture_output=True, text=True).stdout
            found += [rule for rule in said.splitlines() if rule.startswith("-A")]
        return packet_redirect.target(), found
    states = [state()]
    for address in ("172.18.0.3", "172.18.0.4", "172.18.0.4"):
        packet_redirect.send_to(address, {80: 8080, 443: 8443})
        states.append(state())
    packet_redirect.end()
    packet_redirect.end()
    print(json.dumps([*states, state()]))
"""


def run_alone(*program: str) -> Any:
    """Run a program where nobody else sees its packets; parse the JSON that it prints."""
    user = [] if os.geteuid() == 0 else ["--map-root-user"]
    done = subprocess.run(
        ["unshare", *user, "--net", "--mount", sys.executable, *program],
        cwd=REPOSITORY / "collections",
        env={**os.environ, "PYTHONPATH": "."},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_connections_are_sent_to_one_container_after_another_and_left_alone_again() -> None:
    targets, rules = zip(*run_alone("-c", textwrap.dedent(PROGRAM)), strict=True)

    assert targets == ("", "172.18.0.3", "172.18.0.4", "172.18.0.4", "")
    assert rules[0] == rules[-1] == ["-A DOCKER-USER -j DROP"]
    assert [len(each) for each in rules] == [1, 6, 6, 6, 1]
    assert rules[1][0].startswith("-A DOCKER-USER -d 172.18.0.3/32 ")
    assert all("172.18.0.3" not in rule for rule in rules[2])
    assert sorted(rules[2]) == sorted(rules[3])


def test_open_connections_stay_where_they_are_and_new_ones_go_to_the_other() -> None:
    heard = run_alone(str(REPOSITORY / "tests/collection/redirected_network.py"))

    assert heard == [["old"], ["old", "new"], ["old", "new", "old"]]
