"""What is known of a site, as rows for a reader; a row that needs attention says what to do."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

SERVICES = ("nginx", "translator")
BOTH_IN_ONE = "standalone"
JAILS = {"sshd": "playbooks/harden.yml", "traductor-nginx": "playbooks/deploy.yml"}
ISSUED = ("production", "staging")
FULL_PERCENT = 85
MEMORY_PERCENT = 92
LOAD_PER_CORE = 2.0
FAILED_PERCENT = 1
SLOW_SECONDS = 2.0
# certbot renews when a third of the time is left.
LATE_SHARE = 0.2
OWN_DAYS = 14
STALE_DAYS = 3
SHOWN_ROUTES = 4


@dataclass(frozen=True)
class Row:
    """One thing that is known.

    Args:
        topic: a word.
        text: what is so.
        remedy: what to do about it; empty where nothing needs attention.
    """

    topic: str
    text: str
    remedy: str = ""


def play(name: str) -> str:
    """Say how to run a playbook."""
    return f"ansible-playbook {name}"


def rows(facts: Json) -> list[Row]:
    """Judge all that is known.

    Args:
        facts: `account`, `site` and `parts`, each of them and each part with the key `unknown`
            where nothing is known; `addresses` and `wanted`.
    """
    found = [*_droplet(facts), *_name(facts), *_site(facts)]
    parts = facts["parts"]
    if "unknown" in parts:
        return [*found, _outside(facts)]
    for topic, judge in JUDGES.items():
        part = parts[topic]
        if "unknown" not in part:
            found += judge(part, facts)
        elif topic != "alerts" or "unknown" not in parts["containers"]:
            remedy = UNKNOWN_REMEDIES.get(topic, "")
            found.append(Row(topic, f"not known: {part['unknown']}", remedy))
    return found


def _outside(facts: Json) -> Row:
    """Say why nobody looked at the droplet itself."""
    if "unknown" in facts["account"]:
        return Row("inside", "not known: the account tells where the droplet is")
    if not facts["account"]["droplet"]:
        return Row("inside", "nothing yet")
    said = str(facts["parts"]["unknown"]).strip().splitlines()[-1]
    reason = said.removeprefix("Task failed: ")
    remedy = "ansible translator -b -m ansible.builtin.ping tells more (sudo's password: -K)"
    return Row("inside", f"not known: {reason}", remedy)


def _droplet(facts: Json) -> Iterator[Row]:
    account, wanted = facts["account"], facts["wanted"]
    if "unknown" in account:
        fact, _, remedy = account["unknown"].partition(" Remedy: ")
        yield Row("droplet", f"not known: {fact}", remedy or "export DIGITALOCEAN_TOKEN=...")
        return
    droplet, price = account["droplet"], f"${account['price_monthly']:.2f} a month"
    if not droplet:
        kind = f"{wanted['size']} in {wanted['region']}"
        yield Row("droplet", f"none yet; it would be {kind}, {price}", play("site.yml"))
        return
    what = ", ".join(str(droplet[key]) for key in ("size", "region", "image"))
    is_on = droplet["status"] == "active"
    text = f"{what}, {price}, {_days(_age_days(droplet['created_at'], facts['time']))} old"
    off = f"it is {droplet['status']}: {play('playbooks/droplet.yml')}"
    yield Row("droplet", text, "" if is_on else off)
    for sentence in account["drift"]:
        yield Row("drift", sentence, _drift_remedy(sentence))


def _drift_remedy(sentence: str) -> str:
    if "firewall" in sentence:
        return play("playbooks/droplet.yml")
    if "size" in sentence:
        return "ansible-playbook playbooks/resize.yml, or correct group_vars/all/droplet.yml"
    return "correct group_vars/all/droplet.yml, or rebuild it by hand"


def _age_days(created_at: str, now: str) -> float:
    begun, ended = (
        datetime.datetime.fromisoformat(moment.replace("Z", "+00:00"))
        for moment in (created_at, now)
    )
    return (ended - begun).total_seconds() / 86_400


def _days(days: float) -> str:
    rounded = max(0, round(days))
    return f"{rounded} day{'' if rounded == 1 else 's'}"


def _name(facts: Json) -> Iterator[Row]:
    leads_to = ", ".join(facts["addresses"]) or "nothing"
    droplet = facts["account"].get("droplet")
    if not droplet:
        yield Row("name", f"leads to {leads_to}")
        return
    if facts["addresses"] == [droplet["ipv4"]]:
        yield Row("name", f"leads to {leads_to}, which is the droplet")
        return
    remedy = f"wait five minutes after a change, or {play('playbooks/domain.yml')}"
    yield Row("name", f"leads to {leads_to}, the droplet is {droplet['ipv4']}", remedy)


def _site(facts: Json) -> Iterator[Row]:
    site = facts["site"]
    if "unknown" not in site:
        yield Row("site", f"{site['url']} answers")
    elif facts["addresses"]:
        yield Row("site", f"does not answer: {site['unknown']}", play("playbooks/deploy.yml"))


def _certificate(part: Json, facts: Json) -> Iterator[Row]:
    wanted = facts["wanted"]["certificate"]
    again = play("playbooks/certificate.yml")
    if not part["served"]:
        is_wanted = wanted != "none"
        yield Row("certificate", "none: plain HTTP", again if is_wanted else "")
        return
    timer = "renewal timer on" if part["timer_active"] else "no renewal timer"
    text = f"{part['issuer']}, {part['days_left']:.0f} of {part['days']:.0f} days left, {timer}"
    if wanted in ISSUED:
        is_late = part["days_left"] < LATE_SHARE * part["days"] or not part["timer_active"]
        yield Row("certificate", text, again if is_late else "")
    else:
        is_late = part["days_left"] < OWN_DAYS
        yield Row("certificate", text, f"get a new one, then {again}" if is_late else "")


def _containers(part: Json, _facts: Json) -> Iterator[Row]:
    running = [one["service"] for one in part["list"] if one["state"] == "running"]
    found = {one["service"] for one in part["list"]}
    for service in () if BOTH_IN_ONE in found else SERVICES:
        if service not in found:
            yield Row(service, "there is no container", play("playbooks/deploy.yml"))
    for one in part["list"]:
        # While a release takes over there are two, and the former one may have ended.
        is_replaced = one["state"] != "running" and one["service"] in running
        yield Row(one["service"], _container(one), "" if is_replaced else _container_remedy(one))


def _container(one: Json) -> str:
    is_asked = one["state"] == "running" and one["health"] != "unchecked"
    health = f", {one['health']}" if is_asked else ""
    restarts = f"{one['restarts']} restart{'' if one['restarts'] == 1 else 's'}"
    limit = f" of {one['memory_megabytes']}" if one["memory_megabytes"] else ""
    memory = f"{one['memory_used_megabytes']}{limit} MB"
    return f"{one['release']}: {one['state']}{health}, {restarts}, {memory}"


def _container_remedy(one: Json) -> str:
    if one["state"] != "running":
        is_site = one["service"] in (*SERVICES, BOTH_IN_ONE)
        return play("playbooks/deploy.yml" if is_site else "playbooks/monitoring.yml")
    if one["health"] not in ("healthy", "unchecked") or one["restarts"]:
        is_unit = one["name"].endswith(".service")
        asked = f"journalctl -u {one['name']}" if is_unit else f"docker logs {one['name']}"
        return f"{asked} on the droplet says why"
    return ""


def _release(part: Json, _facts: Json) -> Iterator[Row]:
    version = f", version {part['version']}" if part["version"] not in ("", part["current"]) else ""
    yield Row("release", f"{part['current']}{version}, {part['kept']} kept")


def _traffic(part: Json, _facts: Json) -> Iterator[Row]:
    shown = list(part["routes"].items())[:SHOWN_ROUTES]
    routes = ", ".join(f"{route} {count:,}" for route, count in shown)
    text = f"{part['requests']:,} in {part['minutes']} minutes"
    yield Row("requests", f"{text}: {routes}" if routes else text)
    kinds = {"4xx": "refused", "429": "limited", "5xx": "failed"}
    errors = ", ".join(f"{name} {part[key]:,}" for name, key in kinds.items())
    is_bad = part["failed"] * 100 > FAILED_PERCENT * part["requests"]
    logs = f"{play('playbooks/logs.yml')} -e logs_of=translator"
    yield Row("errors", errors, logs if is_bad else "")
    if part["p95_seconds"] is not None:
        median, most = (f"{part[key] * 1000:.0f} ms" for key in ("p50_seconds", "p95_seconds"))
        slow = "more translator_processes, or a larger droplet_size"
        is_slow = part["p95_seconds"] > SLOW_SECONDS
        yield Row("latency", f"p50 {median}, p95 {most}", slow if is_slow else "")


def _system(part: Json, _facts: Json) -> Iterator[Row]:
    disk = 100 * part["disk_used_megabytes"] / part["disk_megabytes"]
    used, size = (part[key] / 1024 for key in ("disk_used_megabytes", "disk_megabytes"))
    clean = "docker image prune and apt-get clean on the droplet, or a larger one"
    text = f"{used:.1f} of {size:.1f} GB, {disk:.0f} %"
    yield Row("disk", text, clean if disk > FULL_PERCENT else "")
    memory = 100 * part["memory_used_megabytes"] / part["memory_megabytes"]
    text = f"{part['memory_used_megabytes']} of {part['memory_megabytes']} MB, {memory:.0f} %"
    swap = f"swap {part['swap_used_megabytes']} of {part['swap_megabytes']} MB"
    less = "fewer translator_processes, or a larger droplet_size"
    yield Row("memory", f"{text}; {swap}", less if memory > MEMORY_PERCENT else "")
    cores = f"{part['cores']} core{'' if part['cores'] == 1 else 's'}"
    text = f"{part['load']:.2f} on {cores}, up {_days(part['up_days'])}"
    is_busy = part["load"] > LOAD_PER_CORE * part["cores"]
    yield Row("load", text, "top on the droplet, or a larger droplet_size" if is_busy else "")
    if part["reboot_required"]:
        yield Row("restart", "required by an update", "sudo reboot, or leave it to the night")


def _packages(part: Json, _facts: Json) -> Iterator[Row]:
    days = part["lists_days"]
    text = f"{part['pending']} pending, {part['security']} of them for security"
    if days is None or days > STALE_DAYS:
        asked = "never asked" if days is None else f"last asked {_days(days)} ago"
        yield Row("updates", f"{text}; {asked}", "systemctl status apt-daily.timer says why")
        return
    now = "they come at night; at once: sudo unattended-upgrade"
    yield Row("updates", text, now if part["security"] else "")


def _units(part: Json, _facts: Json) -> Iterator[Row]:
    failed = part["failed"]
    remedy = f"systemctl status {failed[0]} on the droplet" if failed else ""
    yield Row("units", f"failed: {', '.join(failed)}" if failed else "none has failed", remedy)


def _bans(part: Json, _facts: Json) -> Iterator[Row]:
    jails = part["jails"]
    missing = [name for name in JAILS if name not in jails]
    counts = [f"{name} {count}" for name, count in jails.items()]
    text = ", ".join([*counts, *(f"{name} is off" for name in missing)])
    yield Row("bans", text, play(JAILS[missing[0]]) if missing else "")


def _alerts(part: Json, _facts: Json) -> Iterator[Row]:
    if part["watched"]:
        firing = ", ".join(part["firing"])
        remedy = "the rules say what to do: service/monitoring/prometheus/rules.yaml"
        yield Row("alerts", firing or "none fires", remedy if firing else "")


def _deployments(part: Json, _facts: Json) -> Iterator[Row]:
    deployments: Sequence[Json] = part["list"]
    for number, one in enumerate(deployments, start=1):
        time = str(one.get("time", ""))[:16].replace("T", " ")
        words = [time, *(str(one.get(key, "")) for key in ("action", "release", "result", "by"))]
        failed = number == len(deployments) and one.get("result") == "failed"
        remedy = play("playbooks/deploy.yml") if failed else ""
        yield Row("deployed", " ".join(filter(None, words)), remedy)


JUDGES = {
    "certificate": _certificate,
    "containers": _containers,
    "release": _release,
    "traffic": _traffic,
    "system": _system,
    "packages": _packages,
    "units": _units,
    "bans": _bans,
    "alerts": _alerts,
    "deployments": _deployments,
}
# Where a part is not known because a chapter has not run yet.
UNKNOWN_REMEDIES = {
    "containers": play("playbooks/docker.yml"),
    "release": play("playbooks/deploy.yml"),
    "bans": play("playbooks/harden.yml"),
}
