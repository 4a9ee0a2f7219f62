"""The real Prometheus watches the real site; every rule and every panel has something to say."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.service.certificates import make
from tests.service.tls_site import TlsSite, running_tls_site
from tests.service.watched_site import (
    DASHBOARD,
    MONITORING,
    Prometheus,
    compose,
    expressions,
    wait_until_all_say_something,
    watched,
)

Json = dict[str, Any]

ROOT = MONITORING.parents[1]
SERVICES: Json = compose()["services"]
EACH_SERVICE = pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES.keys())
RULES = MONITORING / "prometheus" / "rules.yaml"
GROUPS: list[Json] = yaml.safe_load(RULES.read_text())["groups"]
ALERTS: Json = {rule["alert"]: rule for group in GROUPS for rule in group["rules"]}
PANELS: list[Json] = json.loads(DASHBOARD.read_text())["panels"]
GRID_COLUMNS = 24

# For each rule a series that makes it fire, and one that does not, each a minute apart.
REQUESTS = 'translator_requests_total{status="%s"}'
BUCKET = 'translator_request_seconds_bucket{endpoint="/translate",le="%s"}'
DISK = 'node_filesystem_%s_bytes{mountpoint="/"}'
CASES: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "SiteDown": (
        {'probe_success{job="site"}': "0x200"},
        {'probe_success{job="site"}': "1x200", 'up{job="site"}': "1x200"},
    ),
    "TranslatorDown": ({'up{job="translator"}': "0x200"}, {'up{job="translator"}': "1x200"}),
    "ManyFailures": (
        {REQUESTS % 200: "0+90x200", REQUESTS % 502: "0+10x200"},
        {REQUESTS % 200: "0+99x200", REQUESTS % 502: "0+1x200"},
    ),
    "SlowTranslations": (
        {BUCKET % "2.5": "0+5x200", BUCKET % "5.0": "0+60x200", BUCKET % "+Inf": "0+60x200"},
        {BUCKET % "0.5": "0+60x200", BUCKET % "5.0": "0+60x200", BUCKET % "+Inf": "0+60x200"},
    ),
    "CertificateEndsSoon": (
        {'probe_ssl_earliest_cert_expiry{job="site"}': f"{13 * 86_400}x200"},
        {'probe_ssl_earliest_cert_expiry{job="site"}': f"{15 * 86_400}x200"},
    ),
    "DiskFull": (
        {DISK % "avail": "10x200", DISK % "size": "100x200"},
        {DISK % "avail": "20x200", DISK % "size": "100x200"},
    ),
    "MemoryFull": (
        {"node_memory_MemAvailable_bytes": "7x200", "node_memory_MemTotal_bytes": "100x200"},
        {"node_memory_MemAvailable_bytes": "9x200", "node_memory_MemTotal_bytes": "100x200"},
    ),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TlsSite]:
    # A certificate that ends within days, so that a rule has something to say.
    soon = make(last_day=5)
    with running_tls_site(tmp_path_factory.mktemp("site"), soon, processes=2) as running:
        yield running


@pytest.fixture(scope="module")
def prometheus(site: TlsSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prometheus]:
    with watched(tmp_path_factory.mktemp("prometheus"), site) as running:
        wait_until_all_say_something(site, running, expressions())
        yield running


@pytest.mark.parametrize("expression", expressions())
def test_each_panel_shows_something(prometheus: Prometheus, expression: str) -> None:
    assert prometheus.numbers(expression)


def test_everybody_who_is_asked_answers(prometheus: Prometheus) -> None:
    targets = prometheus.ask("targets")["activeTargets"]

    assert {target["labels"]["job"] for target in targets} == {
        *("translator", "nginx", "droplet", "site"),
    }
    assert [target["lastError"] for target in targets if target["health"] != "up"] == []
    assert prometheus.numbers('probe_success{job="site"}') == [1.0]


def test_the_certificate_that_ends_soon_is_noticed(prometheus: Prometheus) -> None:
    (days,) = prometheus.numbers('(probe_ssl_earliest_cert_expiry{job="site"} - time()) / 86400')

    assert 3 < days < 6
    assert prometheus.numbers('ALERTS{alertname="CertificateEndsSoon"}') == [1.0]


def test_promtool_accepts_configuration_and_rules() -> None:
    configuration = MONITORING / "prometheus" / "prometheus.yaml"
    done = subprocess.run(
        ["promtool", "check", "config", str(configuration)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(ALERTS)} rules found" in done.stdout


@pytest.mark.parametrize("alert", ALERTS)
def test_a_rule_fires_when_it_should_and_only_then(alert: str, tmp_path: Path) -> None:
    fires, stays_quiet = CASES[alert]
    counted = f'count(ALERTS{{alertname="{alert}",alertstate="firing"}}) or vector(0)'
    tests = [
        {
            "interval": "1m",
            "input_series": [{"series": key, "values": text} for key, text in series.items()],
            "promql_expr_test": [
                {
                    "expr": counted,
                    "eval_time": "90m",
                    "exp_samples": [{"labels": "{}", "value": count}],
                }
            ],
        }
        for series, count in ((fires, 1), (stays_quiet, 0))
    ]
    file = tmp_path / "tests.yaml"
    file.write_text(yaml.safe_dump({"rule_files": [str(RULES)], "tests": tests}))
    done = subprocess.run(
        ["promtool", "test", "rules", str(file)], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_a_rule_says_what_is_so_and_what_to_do() -> None:
    assert set(ALERTS) == set(CASES)
    for name, rule in ALERTS.items():
        assert rule["annotations"]["summary"], name
        assert rule["annotations"]["remedy"], name
        for playbook in re.findall(r"playbooks/\w+\.yml", rule["annotations"]["remedy"]):
            assert (ROOT / playbook).is_file()


def test_panels_lie_side_by_side_and_ask_prometheus() -> None:
    source = yaml.safe_load(
        (MONITORING / "grafana/provisioning/datasources/prometheus.yaml").read_text()
    )["datasources"][0]
    cells = [
        (x, y)
        for place in (panel["gridPos"] for panel in PANELS)
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]

    assert len(PANELS) > 12
    assert len({panel["id"] for panel in PANELS}) == len(PANELS)
    assert len(set(cells)) == len(cells)
    assert max(x for x, _ in cells) < GRID_COLUMNS
    asked = [part["datasource"]["uid"] for panel in PANELS for part in (panel, *panel["targets"])]
    assert set(asked) == {source["uid"]}
    assert source["url"] == "http://prometheus:9090"
    assert all(panel["title"] for panel in PANELS)


@EACH_SERVICE
def test_a_container_may_do_no_more_than_it_must(service: Json) -> None:
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["user"].split(":")[0] not in ("0", "root")
    assert service["deploy"]["resources"]["limits"]["pids"] <= 128
    assert service["healthcheck"]["test"]
    assert re.fullmatch(r"(prom|grafana)/[\w-]+:v?\d+\.\d+\.\d+", service["image"])
    assert not {"privileged", "network_mode", "pid", "devices"} & set(service)
    assert not any(mount.startswith("/") for mount in service.get("volumes", []))


def test_only_grafana_is_published_and_only_on_the_loopback() -> None:
    published = {name: one["ports"] for name, one in SERVICES.items() if "ports" in one}

    assert published == {"grafana": ["127.0.0.1:${MONITORING_PORT:-3000}:3000"]}


def test_nothing_reaches_the_outside() -> None:
    networks = compose()["networks"]
    site = yaml.safe_load((ROOT / "service/compose.yaml").read_text())

    masquerade = "com.docker.network.bridge.enable_ip_masquerade"
    assert networks["inside"] == {"internal": True}
    assert networks["tunnel"]["driver_opts"] == {masquerade: "false"}
    assert networks["site"]["name"] == f"{site['name']}_translator"
    assert site["networks"]["translator"] == {"internal": True}


def test_it_fits_beside_the_site_into_the_memory_that_preflight_asks_for() -> None:
    limits = [one["deploy"]["resources"]["limits"]["memory"] for one in SERVICES.values()]
    wired = (ROOT / "group_vars/all/preflight.yml").read_text()
    (with_it, without) = map(
        int, re.findall(r"(\d+) if monitoring_enabled .* else (\d+)", wired)[0]
    )

    assert sum(int(limit.removesuffix("m")) for limit in limits) <= with_it - without


def test_grafana_has_no_password_and_tells_nobody() -> None:
    lines = (MONITORING / "grafana/grafana.env").read_text().splitlines()
    settings = dict(line.split("=", 1) for line in lines if line.startswith("GF_"))

    assert settings["GF_AUTH_ANONYMOUS_ORG_ROLE"] == "Viewer"
    assert settings["GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION"] == "true"
    told = [name for name in settings if re.search("CHECK_FOR|REPORTING|NEWS_FEED|EXTERNAL", name)]
    assert len(told) == 5
    assert {settings[name] for name in told} == {"false"}
    assert settings["GF_PLUGINS_PREINSTALL_DISABLED"] == "true"
    assert not any("PASSWORD" in name for name in settings)


def test_what_grafana_is_given_is_where_it_looks() -> None:
    mounts = dict(
        itertools.starmap(
            lambda here, there, *_: (there, here),
            (mount.split(":") for mount in SERVICES["grafana"]["volumes"]),
        )
    )
    provider = yaml.safe_load(
        (MONITORING / "grafana/provisioning/dashboards/traductor.yaml").read_text()
    )["providers"][0]

    folder = MONITORING / mounts[provider["options"]["path"]]
    assert folder.resolve() == DASHBOARD.parent
    assert (MONITORING / mounts["/etc/grafana/provisioning"]).is_dir()
    home = (MONITORING / "grafana/grafana.env").read_text()
    assert f"HOME_DASHBOARD_PATH={provider['options']['path']}/{DASHBOARD.name}" in home
