"""What is known of a site is judged: what needs attention says what to do, nothing else does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ansible_collections.traductor.host.plugins.module_utils.judgement import Row, rows
from ansible_collections.traductor.host.plugins.module_utils.screen import COLUMNS, LINES, screen

from tests.collection.known_site import ADDRESS, CONTAINER, DEPLOYMENT, Json, known

ROOT = Path(__file__).parents[2]
BROKEN = {**CONTAINER, "service": "translator", "health": "unhealthy", "restarts": 4}
ENDED = {**CONTAINER, "service": "translator", "state": "exited"}
SICK: dict[str, tuple[str, Json]] = {
    "disk": ("system", {"disk_used_megabytes": 24_000}),
    "memory": ("system", {"memory_used_megabytes": 960}),
    "load": ("system", {"load": 5.0}),
    "restart": ("system", {"reboot_required": True}),
    "updates": ("packages", {"security": 2}),
    "units": ("units", {"failed": ["certbot.service"]}),
    "bans": ("bans", {"jails": {"sshd": 0}}),
    "translator": ("containers", {"list": [CONTAINER, BROKEN]}),
    "certificate": ("certificate", {"days_left": 10.0}),
    "errors": ("traffic", {"failed": 100}),
    "latency": ("traffic", {"p95_seconds": 5.0}),
    "alerts": ("alerts", {"watched": True, "firing": ["SiteDown"]}),
    "deployed": ("deployments", {"list": [DEPLOYMENT, {**DEPLOYMENT, "result": "failed"}]}),
}


def wrong(facts: Json) -> list[str]:
    return [row.topic for row in rows(facts) if row.remedy]


def row(facts: Json, topic: str) -> Row:
    return next(found for found in rows(facts) if found.topic == topic)


def test_nothing_needs_attention_where_all_is_well() -> None:
    assert wrong(known()) == []


@pytest.mark.parametrize("topic", SICK)
def test_what_is_wrong_is_marked_and_nothing_else(topic: str) -> None:
    part, values = SICK[topic]

    assert wrong(known(**{part: values})) == [topic]


@pytest.mark.parametrize(
    ("values", "issuer", "expected"),
    [
        ({"timer_active": False}, "production", ["certificate"]),
        ({"timer_active": False}, "own", []),
        ({"days_left": 10.0}, "own", ["certificate"]),
        # Half a day of a certificate of six days: certbot is late.
        ({"days_left": 0.5, "days": 6.0}, "production", ["certificate"]),
        ({"days_left": 3.0, "days": 6.0}, "production", []),
        ({"served": False}, "production", ["certificate"]),
        ({"served": False}, "none", []),
    ],
)
def test_a_certificate_is_judged_by_who_was_to_sign_it(
    values: Json, issuer: str, expected: list[str]
) -> None:
    facts = known(certificate=values)
    facts["wanted"]["certificate"] = issuer

    assert wrong(facts) == expected


def test_a_container_that_is_replaced_needs_no_attention_and_one_that_is_missing_does() -> None:
    running = {**CONTAINER, "service": "translator"}

    assert wrong(known(containers={"list": [CONTAINER, ENDED, running]})) == []
    assert wrong(known(containers={"list": [CONTAINER, ENDED]})) == ["translator"]
    assert wrong(known(containers={"list": [CONTAINER]})) == ["translator"]
    assert wrong(known(containers={"list": []})) == ["nginx", "translator"]


def test_one_container_with_both_in_it_misses_none() -> None:
    both = {**CONTAINER, "service": "standalone"}

    assert wrong(known(containers={"list": [both]})) == []
    assert wrong(known(containers={"list": [{**both, "state": "exited"}]})) == ["standalone"]


def test_without_a_droplet_the_price_is_told() -> None:
    facts = known() | {"parts": {"unknown": "no host"}, "addresses": []}
    facts["account"] = {"droplet": {}, "price_monthly": 6.0, "drift": []}
    facts["site"] = {"unknown": "the name leads to no address"}

    found = row(facts, "droplet")
    assert "$6.00 a month" in found.text
    assert found.remedy == "ansible-playbook site.yml"
    assert wrong(facts) == ["droplet"]


def test_without_a_token_the_rest_is_told() -> None:
    reason = "there is no API token. Remedy: export DIGITALOCEAN_TOKEN=..."
    facts = known() | {"parts": {"unknown": "no host"}, "account": {"unknown": reason}}

    assert wrong(facts) == ["droplet"]
    assert row(facts, "droplet").remedy == "export DIGITALOCEAN_TOKEN=..."
    assert row(facts, "site").text.endswith("/health answers")
    assert row(facts, "name").text == f"leads to {ADDRESS}"


def test_a_droplet_that_cannot_be_reached_says_why() -> None:
    facts = known() | {"parts": {"unknown": "Task failed: port 22: Connection refused"}}

    assert wrong(facts) == ["inside"]
    assert row(facts, "inside").text == "not known: port 22: Connection refused"


def test_a_droplet_without_docker_says_which_chapter_is_missing() -> None:
    reason = {"unknown": "docker is not installed"}

    assert wrong(known(containers=reason, alerts=reason)) == ["containers"]


def test_a_name_that_leads_elsewhere_is_marked() -> None:
    assert wrong(known() | {"addresses": ["192.0.2.1"]}) == ["name"]
    assert wrong(known() | {"addresses": []}) == ["name"]


def test_drift_is_marked_with_what_puts_it_right() -> None:
    facts = known()
    facts["account"]["drift"] = [
        "the cloud firewall opens 8080",
        "the droplet's size is another",
        "the droplet's image is another",
    ]

    remedies = [found.remedy for found in rows(facts) if found.topic == "drift"]
    assert remedies[0] == "ansible-playbook playbooks/droplet.yml"
    assert "playbooks/resize.yml" in remedies[1]
    assert "group_vars/all/droplet.yml" in remedies[2]


def everything_wrong() -> Json:
    facts = known()
    for part, values in SICK.values():
        facts["parts"][part] |= values
    facts["account"]["drift"] = [f"the droplet's {what} is not as wanted" for what in "abcd"]
    facts["addresses"] = ["192.0.2.1"]
    facts["site"] = {"unknown": "x" * 300}
    facts["parts"]["units"]["failed"] = [f"unit-{number}.service" for number in range(40)]
    facts["parts"]["deployments"]["list"] = [DEPLOYMENT] * 5
    return facts


@pytest.mark.parametrize("facts", [known(), everything_wrong()], ids=["well", "all wrong"])
def test_a_screen_is_a_screen(facts: Json) -> None:
    lines = screen(rows(facts), name=facts["name"], time=facts["time"])

    assert len(lines) <= LINES == 40
    assert max(map(len, lines)) <= COLUMNS == 80
    assert lines[0].startswith("translate.example.com, 2026-11-22 05:30 UTC: ")


def test_the_screen_counts_what_needs_attention() -> None:
    facts = known(packages={"security": 1}, system={"reboot_required": True})
    lines = screen(rows(facts), name="a", time=facts["time"])

    assert lines[0].endswith("UTC: 2 to look at")
    assert sum(line.startswith("! ") for line in lines) == 2
    assert screen(rows(known()), name="a", time="")[0].endswith("all is well")


def test_where_room_is_short_deployments_go_first() -> None:
    facts = everything_wrong()
    facts["site"] = {"unknown": "no"}
    facts["parts"]["units"]["failed"] = ["one.service"]
    facts["account"]["drift"] = ["the cloud firewall opens 8080"]
    judged = rows(facts)
    shown = screen(judged, name="a", time=facts["time"])

    assert sum(line.startswith("  deployed") for line in shown) < 5
    assert sum(line.startswith("! ") for line in shown) == sum(bool(one.remedy) for one in judged)
    assert any(line.startswith("  requests") for line in shown)
    assert "status_format=json" in shown[-1]


def test_every_remedy_names_a_playbook_that_is_there() -> None:
    named = {
        name
        for found in rows(everything_wrong())
        for name in re.findall(r"ansible-playbook (\S+\.yml)", found.remedy)
    }

    assert len(named) > 3
    assert all((ROOT / name).is_file() for name in named)
