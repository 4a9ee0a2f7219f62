"""What counts as a refusal in Nginx's log, and what a visitor cannot make look like one."""

import json
import re

import pytest

from tests.roles.role_files import REPOSITORY
from tests.roles.test_templates import render, template

VISITOR = "203.0.113.7"


def failure_pattern() -> re.Pattern[str]:
    """Return fail2ban's pattern; <ADDR> stands for an address there."""
    text = render(template("filter.conf.j2"))
    (line,) = [line for line in text.splitlines() if line.startswith("failregex = ")]
    return re.compile(
        line.removeprefix("failregex = ").replace("<ADDR>", r"(?P<address>[0-9a-f:.]+)")
    )


def entry(status: int, path: str = "/translate", address: str = VISITOR) -> str:
    """Write a line of the journal as Nginx's log format and Docker make it."""
    written = json.dumps(path)[1:-1]
    return (
        'translate traductor-nginx[123]: {"time":"2026-01-01T00:00:00+00:00","id":"0a",'
        f'"address":"{address}","method":"POST","path":"{written}","status":{status},"bytes":1}}'
    )


@pytest.mark.parametrize("status", [401, 403, 429])
@pytest.mark.parametrize("address", [VISITOR, "2001:db8::7"])
def test_a_refusal_counts_for_its_address(status: int, address: str) -> None:
    found = failure_pattern().search(entry(status, address=address))

    assert found
    assert found["address"] == address


@pytest.mark.parametrize("status", [200, 400, 404, 500, 503])
def test_another_answer_does_not_count(status: int) -> None:
    assert not failure_pattern().search(entry(status))


@pytest.mark.parametrize(
    "path", ['/x","status":429,', '/x\\","status":429,', '"address":"192.0.2.1","status":429']
)
def test_a_path_cannot_look_like_a_refusal(path: str) -> None:
    assert not failure_pattern().search(entry(200, path))


def test_without_docker_nginx_s_own_file_is_read() -> None:
    file = "/var/log/nginx/traductor.access.log"
    kept = render(template("filter.conf.j2"), visitor_ban_log_file=file)
    jail = render(template("jail.conf.j2"), visitor_ban_log_file=file, visitor_ban_tcp_ports=[80])
    (line,) = [line for line in kept.splitlines() if line.startswith("failregex = ")]
    pattern = line.removeprefix("failregex = ").replace("<ADDR>", r"(?P<address>[0-9a-f:.]+)")
    found = re.search(pattern, entry(429).partition(": ")[2])

    assert found
    assert found["address"] == VISITOR
    assert "journalmatch" not in kept
    assert f"logpath = {file}\n" in jail


def test_the_pattern_follows_nginx_s_log_format() -> None:
    configuration = (REPOSITORY / "service/nginx/traductor.conf").read_text()
    parts = re.findall(r"'(.*)'", configuration.split("log_format json", 1)[1].split(";", 1)[0])
    names = re.findall(r'"(\w+)":', "".join(parts))

    assert names[:6] == ["time", "id", "address", "method", "path", "status"]


def test_a_ban_comes_before_docker_translates_the_address() -> None:
    jail = render(template("jail.conf.j2"), visitor_ban_tcp_ports=[80, 443])

    assert "port = 80,443" in jail
    assert "table=f2b-visitors, chain_hook=prerouting, chain_priority=-150" in jail
