"""Packets as on a droplet: a visitor, two containers, and Docker's rules between; run by a test.

It needs namespaces of its own for network and mounts, and prints as JSON what the visitor heard.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from pathlib import Path

from ansible_collections.traductor.host.plugins.module_utils import packet_redirect

DROPLET, VISITOR = "203.0.113.1", "203.0.113.2"
CONTAINERS = {"old": "172.18.0.2", "new": "172.18.0.3"}
# As Docker has them for the container with the ports, and roles/docker in front of it.
RULES = f"""
*nat
:DOCKER - [0:0]
-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
-A DOCKER ! -i br-site -p tcp --dport 80 -j DNAT --to-destination {CONTAINERS["old"]}:8080
COMMIT
*filter
:FORWARD DROP [0:0]
:DOCKER-USER - [0:0]
-A FORWARD -j DOCKER-USER
-A FORWARD -o br-site -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A FORWARD -d {CONTAINERS["old"]} ! -i br-site -o br-site -p tcp --dport 8080 -j ACCEPT
-A FORWARD -i br-site ! -o br-site -j ACCEPT
-A DOCKER-USER -m conntrack --ctstate RELATED,ESTABLISHED -j RETURN
-A DOCKER-USER -i br-+ -j RETURN
-A DOCKER-USER -p tcp -m conntrack --ctorigdstport 80 --ctdir ORIGINAL -j RETURN
-A DOCKER-USER -j DROP
COMMIT
"""
# Answers every line with its name.
SERVER = """
import socketserver, sys
class Answer(socketserver.StreamRequestHandler):
    def handle(self):
        for _ in self.rfile:
            self.wfile.write(sys.argv[1].encode() + b"\\n")
socketserver.ThreadingTCPServer(("0.0.0.0", 8080), Answer).serve_forever()
"""
# Opens and asks connections, as standard input says by their names.
VISIT = """
import socket, sys
connections = {}
for name in map(str.strip, sys.stdin):
    if name not in connections:
        connections[name] = socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=5)
    try:
        connections[name].sendall(b"who?\\n")
        print(connections[name].recv(10).decode().strip(), flush=True)
    except OSError as error:
        print(repr(error), flush=True)
"""


def do(line: str, text: str = "") -> None:
    subprocess.run(line.split(), check=True, input=text, text=True)


def lay_out() -> None:
    """Make the droplet of the present namespace, and the others beside it."""
    do("mount -t tmpfs tmpfs /run")
    do("ip link set lo up")
    do("ip link add br-site type bridge")
    do("ip address add 172.18.0.1/16 dev br-site")
    do("ip link set br-site up")
    for name, address in {**CONTAINERS, "visitor": VISITOR}.items():
        do(f"ip netns add {name}")
        do(f"ip link add to-{name} type veth peer name inner netns {name}")
        do(f"ip link set to-{name} up")
        do(f"ip -n {name} link set inner up")
        width, gateway = (24, DROPLET) if name == "visitor" else (16, "172.18.0.1")
        do(f"ip -n {name} address add {address}/{width} dev inner")
        if name == "visitor":
            do(f"ip address add {DROPLET}/24 dev to-visitor")
        else:
            do(f"ip link set to-{name} master br-site")
            do(f"ip -n {name} route add default via {gateway}")
    Path("/proc/sys/net/ipv4/ip_forward").write_text("1")
    do("iptables-restore", RULES)


def inside(name: str, program: str, *arguments: str) -> subprocess.Popen[str]:
    line = ["ip", "netns", "exec", name, sys.executable, "-c", program, *arguments]
    return subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def wait_for(address: str) -> None:
    for _ in range(200):
        try:
            socket.create_connection((address, 8080), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(address)


def main() -> None:
    """Move the visitor's new connections there and back."""
    lay_out()
    servers = [inside(name, SERVER, name) for name in CONTAINERS]
    for address in CONTAINERS.values():
        wait_for(address)
    visitor = inside("visitor", VISIT, DROPLET, "80")
    assert visitor.stdin
    assert visitor.stdout

    def heard(*connections: str) -> list[str]:
        assert visitor.stdin
        assert visitor.stdout
        said = []
        for name in connections:
            visitor.stdin.write(f"{name}\n")
            visitor.stdin.flush()
            said.append(visitor.stdout.readline().strip())
        return said

    found = [heard("first")]
    packet_redirect.send_to(CONTAINERS["new"], {80: 8080})
    found.append(heard("first", "second"))
    packet_redirect.end()
    found.append(heard("first", "second", "third"))
    print(json.dumps(found))
    for process in (visitor, *servers):
        process.kill()


if __name__ == "__main__":
    main()
