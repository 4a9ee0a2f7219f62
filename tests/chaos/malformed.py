"""Requests that nobody should send: each gets a clear refusal, and nothing is kept of them."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

from benchmark.figures import Bar, Part

from tests.chaos import droplet
from tests.chaos.load import ask
from tests.journey.finished_site import REPOSITORY, Site
from tests.service.malformed_requests import REQUESTS

CONFIG = REPOSITORY / "tests" / "service" / "schemathesis.toml"
SEED = 6
EXAMPLES = 200
# For the operator alone: see service/nginx/operator.conf.
PRIVATE = "^/(metrics|health/ready)$"
ROUNDS = 5
LIMIT_SECONDS = 600
SLOW_CLIENTS = 64
SLOW_SECONDS = 12
MOST_GROWTH = 5.0
AT_LEAST = 1_000
FIRST_FAILURE = 500
BROKEN_LINES = (
    b"GET\r\n\r\n",
    b"\x16\x03\x01\x00\r\n\r\n",
    b"GET / HTTP/x\r\n\r\n",
    b"POST /translate HTTP/1.1\r\nHost: %s\r\nContent-Length: -1\r\n\r\n",
    b"POST /translate HTTP/1.1\r\nHost: %s\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    b"POST /translate HTTP/1.1\r\nHost: %s\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"GET /" + b"a" * 60_000 + b" HTTP/1.1\r\nHost: %s\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: %s\r\n" + b"X: " + b"a" * 60_000 + b"\r\n\r\n",
    b"GET /%%00 HTTP/1.1\r\nHost: %s\r\n\r\n",
    b"GET /../../etc/passwd HTTP/1.1\r\nHost: %s\r\n\r\n",
)


def measure(site: Site, sentence: str) -> Part:
    """Send them all, once to fill what fills once, and again to see what grows."""
    _send_all(site)
    since, before = time.time(), _megabytes(site)
    found_nothing = _send_all(site)
    with slow_clients(site):
        beside = [ask(site, f"{sentence} {number}") for number in range(20)]
    after, statuses = _megabytes(site), _statuses(site, since)
    growth = 100 * (after - before) / before
    failures = sum(status >= FIRST_FAILURE for status in statuses)
    return Part(
        title="Malformed requests",
        columns=("requests", "status 5xx", "MB before", "MB after"),
        rows=((str(len(statuses)), failures, before, after),),
        bars=(
            Bar(claim="malformed requests", figure=len(statuses), at_least=AT_LEAST),
            Bar(claim="malformed: answers of 5xx", figure=failures, at_least=0, at_most=0),
            Bar(claim="malformed: memory grown, %", figure=growth, at_most=MOST_GROWTH),
            Bar(
                claim="schemathesis finds something",
                figure=int(not found_nothing),
                at_least=0,
                at_most=0,
            ),
            Bar(
                claim=f"failed beside {SLOW_CLIENTS} clients that send no end",
                figure=sum(not one.is_good for one in beside),
                at_least=0,
                at_most=0,
            ),
        ),
        notes=("Counted by Nginx's own log; memory of both containers, files left out.",),
    )


def _send_all(site: Site) -> bool:
    for _ in range(ROUNDS):
        for malformed in REQUESTS:
            with closing(site.connection()) as connection, suppress(http.client.HTTPException):
                query = f"?{malformed.query.decode()}" if malformed.query else ""
                headers = {"Content-Type": malformed.content_type} if malformed.content_type else {}
                connection.request(
                    malformed.method, malformed.path + query, malformed.body, headers
                )
                connection.getresponse().read()
        for line in BROKEN_LINES:
            with closing(site.connection()) as connection, suppress(OSError):
                connection.sock.sendall(line.replace(b"%s", site.name.encode()))
                connection.sock.recv(1_000)
    return _schemathesis(site)


def _schemathesis(site: Site) -> bool:
    """Run schemathesis where the site's name leads to the droplet; say whether it is content."""
    with tempfile.TemporaryDirectory() as folder:
        hosts = Path(folder, "hosts")
        hosts.write_text(f"{Path('/etc/hosts').read_text('utf-8')}\n{site.address} {site.name}\n")
        command = [
            *("unshare", "--mount", "sh", "-c", 'mount --bind "$0" /etc/hosts && exec "$@"'),
            *(str(hosts), sys.executable, "-m", "schemathesis.cli"),
            *("--config-file", str(CONFIG), "run", f"https://{site.name}/openapi.json"),
            *(
                "--exclude-path-regex",
                PRIVATE,
                "--checks",
                "all",
                "--max-examples",
                str(EXAMPLES),
                "--seed",
                str(SEED),
            ),
            *("--tls-verify", site.authorities, "--no-color"),
        ]
        done = subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, "REQUESTS_CA_BUNDLE": site.authorities},
            capture_output=True,
            text=True,
            timeout=LIMIT_SECONDS,
            check=False,
        )
    if done.returncode != 0:
        print(done.stdout[-40_000:] + done.stderr[-2_000:])
    return done.returncode == 0


@contextmanager
def slow_clients(site: Site) -> Iterator[None]:
    """Keep clients connected that send a byte of their headers now and then."""
    with ExitStack() as stack:
        sockets = []
        for _ in range(SLOW_CLIENTS):
            connection = stack.enter_context(closing(site.connection()))
            connection.sock.sendall(f"GET / HTTP/1.1\r\nHost: {site.name}\r\nX: ".encode())
            sockets.append(connection.sock)
        start = time.monotonic()
        yield
        while time.monotonic() - start < SLOW_SECONDS:
            for each in sockets:
                with suppress(OSError):
                    each.sendall(b"a")
            time.sleep(1)


def _megabytes(site: Site) -> float:
    return sum(droplet.megabytes(site, each) for each in droplet.containers(site))


def _statuses(site: Site, since: float) -> list[int]:
    """Read from Nginx's log how the requests since a time were answered."""
    lines = site.sudo(
        f"journalctl --identifier traductor-nginx --since @{since:.0f} --output cat --no-pager"
    ).splitlines()
    return [json.loads(line)["status"] for line in lines if line.startswith("{")]
