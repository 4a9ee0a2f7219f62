"""Every template renders through Ansible, and fails where a value is missing."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible.errors import AnsibleUndefinedVariable
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar, trust_as_template
from jinja2 import Environment, meta

from tests.roles.role_files import (
    TEMPLATE_PATHS,
    defaults,
    internals,
    is_template,
    name_of,
    options,
)

Json = dict[str, Any]

PUBLIC_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBZHqlBZBcPdJ9zYIFl7vtQxwLLoUKhVHZTKuiQ9r8ZN me"
SAMPLES = {"str": "example.com", "path": "id.pub", "list": [22, 80]}
THING = {"kind": "droplet", "name": "example.com", "detail": "s-1vcpu-1gb", "ours": True}
SNAPSHOTS = {
    "snapshots": [{"name": "_traductor.example.com now", "gigabytes": 2.5, "price_monthly": 0.15}],
    "price_monthly": 0.15,
}
# What a role has registered before it renders.
RELEASE: Json = {
    "release": "fedcba987654",
    "version": "0123456789ab",
    "deployed": "2026-11-22T05:00:00Z",
    "current": True,
}
REGISTERED: dict[str, Json] = {
    "translator": {
        "__translator_archive": {"version": "0123456789ab", "image": "ba9876543210"},
        "__translator_release": RELEASE["release"],
        "__translator_rollback": {"releases": [RELEASE]},
    },
    "preflight": {"__preflight": {"things": [THING], "price_monthly": 6.0, "notes": ["a fact"]}},
    "demolition": {
        "__demolition_site": {"things": [THING, {**THING, "ours": False}]},
        "__demolition_found": {"snapshots": [], "price_monthly": 0.0},
    },
    "droplet": {"__droplet_public_key": PUBLIC_KEY},
    "monitoring": {
        "__monitoring_copied": {"results": [{"checksum": "a"}]},
        "__monitoring_rendered": {"results": [{"checksum": "b"}]},
    },
    "hardening": {
        "__hardening_ssh_ports": [22],
        "__hardening_kernel_found": {"stdout_lines": ["kernel.sysrq = 438"]},
        "__hardening_ssh_known": {"stdout": "OpenSSH_10.0p2", "stdout_lines": ["aes256-ctr"]},
    },
}
# What leads a template to the place where it reads a variable.
LEADS: dict[str, Json] = {
    "demolition_domain": {"__demolition_site": {"things": []}},
    "demolition_snapshots_deleted": {"__demolition_found": SNAPSHOTS},
    "preflight_certificate_file": {"preflight_certificate_issuer": "own"},
    "__certificate_authorities": {"certificate_ca_file": "authorities.pem"},
    "__hardening_ssh_version": {"hardening_ban_exempt_addresses": ["192.0.2.1"]},
}
SURROUNDINGS: Json = {
    "ansible_managed": "Managed by Ansible",
    "ansible_facts": {"default_ipv4": {"interface": "eth0"}},
    "playbook_dir": "playbooks",
}


def trusted(value: object) -> object:
    return trust_as_template(value) if is_template(value) else value


def render(path: Path, *, without: str = "", **changes: object) -> str:
    """Render a template with sample values; `without` leaves one variable out."""
    role = path.parts[-3]
    required = {
        name: SAMPLES[option["type"]]
        for name, option in options(role).items()
        if option.get("required")
    }
    values = {**defaults(role), **internals(role), **required, **REGISTERED.get(role, {})}
    variables = {name: trusted(value) for name, value in (SURROUNDINGS | values).items()}
    variables |= changes
    variables.pop(without, None)
    templar = Templar(loader=DataLoader(), variables=variables)
    return str(templar.template(trust_as_template(path.read_text())))


def template(name: str) -> Path:
    (path,) = [path for path in TEMPLATE_PATHS if path.name == name]
    return path


def read_variables(path: Path) -> list[str]:
    """Return the variables that a template reads."""
    syntax = Environment(autoescape=True).parse(path.read_text())
    return sorted(meta.find_undeclared_variables(syntax))


READS = [(path, name) for path in TEMPLATE_PATHS for name in read_variables(path)]


def test_there_are_templates() -> None:
    assert len(TEMPLATE_PATHS) >= 8
    assert len(READS) >= 20


@pytest.mark.parametrize("path", TEMPLATE_PATHS, ids=name_of)
def test_a_template_renders(path: Path) -> None:
    text = render(path)

    assert text.strip()
    assert "{{" not in text
    assert "{%" not in text


@pytest.mark.parametrize(
    ("path", "name"), READS, ids=[f"{path.name}-{name}" for path, name in READS]
)
def test_a_missing_value_stops_the_rendering(path: Path, name: str) -> None:
    with pytest.raises(AnsibleUndefinedVariable, match=name):
        render(path, without=name, **LEADS.get(name, {}))


def test_cloud_init_is_told_of_the_admin_user() -> None:
    data = yaml.safe_load(render(template("user-data.yml.j2"), droplet_admin_user="traductor"))

    (user,) = data["users"]
    assert user["name"] == "traductor"
    assert user["ssh_authorized_keys"] == [PUBLIC_KEY]
    assert user["lock_passwd"] is True
    assert data["ssh_pwauth"] is False
    assert data["disable_root"] is False


def test_containers_are_reached_only_at_the_listed_ports() -> None:
    rules = render(template("docker-user.rules.j2"), docker_open_tcp_ports=[80, 443]).splitlines()

    passes = [rule for rule in rules if "ctorigdstport" in rule]
    assert [rule.split("ctorigdstport ")[1].split()[0] for rule in passes] == ["80", "443"]
    assert rules.index("-A DOCKER-USER -j DROP") > rules.index(passes[-1])


def test_sshd_lets_only_the_admin_user_in() -> None:
    lines = render(template("sshd.conf.j2")).splitlines()

    expected = {"PermitRootLogin no", "PasswordAuthentication no", "AllowGroups ssh-login"}
    assert expected <= set(lines)


def test_the_plan_tells_what_is_there_and_what_will_be_made() -> None:
    lines = render(template("plan.txt.j2")).splitlines()

    assert any("$6.00 a month: exists" in line for line in lines)
    assert sum(": will be " in line for line in lines) == 5
    assert " - note: a fact" in lines


def test_the_list_tells_what_goes_and_what_stays() -> None:
    lines = render(template("list.txt.j2")).splitlines()

    assert lines == [
        "will be deleted: droplet example.com (s-1vcpu-1gb)",
        "stays: droplet example.com (s-1vcpu-1gb)",
    ]


def test_an_empty_account_is_said_to_be_empty() -> None:
    text = render(template("list.txt.j2"), **LEADS["demolition_domain"])

    assert text.strip() == "There is nothing of example.com in this account."


@pytest.mark.parametrize(
    ("deleted", "lines"),
    [
        (
            False,
            [
                "stays and goes on costing: _traductor.example.com now (2.5 GB, $0.15 a month)",
                "The snapshots cost $0.15 a month in all until they are deleted: ansible-playbook "
                "playbooks/destroy.yml -e demolition_snapshots_deleted=true",
            ],
        ),
        (True, ["will be deleted: _traductor.example.com now (2.5 GB, $0.15 a month)"]),
    ],
)
def test_snapshots_are_listed_with_their_price(deleted: bool, lines: list[str]) -> None:
    text = render(
        template("list.txt.j2"),
        __demolition_found=SNAPSHOTS,
        demolition_snapshots_deleted=deleted,
    )

    assert text.splitlines()[2:] == lines


def test_api_keys_and_terms_are_written_a_line_each() -> None:
    key = {"name": "shop", "sha256": "ab" * 32, "requests_per_minute": 60}
    keys = render(template("api-keys.txt.j2"), translator_api_keys=[key]).splitlines()
    terms = render(
        template("glossary.tsv.j2"), translator_glossary=[{"en": "droplet", "es": "servidor"}]
    ).splitlines()

    assert keys[1:] == ["ab" * 32 + " 60 shop"]
    assert terms[1:] == ["droplet\tservidor"]


@pytest.mark.parametrize(("ca_file", "lines"), [("", 0), ("authorities.pem", 1)])
def test_the_renewal_is_told_of_an_authority_only_where_one_is_named(
    ca_file: str, lines: int
) -> None:
    text = render(template("certbot.service.conf.j2"), certificate_ca_file=ca_file)

    assert text.count("Environment=REQUESTS_CA_BUNDLE=/var/lib/traductor/") == lines
    assert "ExecStartPost=/usr/local/sbin/traductor-certificate" in text


@pytest.mark.parametrize(
    ("issuer", "scheme", "words"),
    [
        ("production", "https", "certificate of Let's Encrypt for translate.example.com"),
        ("staging", "https", "a rehearsal that no browser trusts"),
        ("own", "https", "certificate own.pem for translate.example.com"),
        ("none", "http", "no certificate: plain HTTP"),
    ],
)
def test_the_plan_says_who_signs_what(issuer: str, scheme: str, words: str) -> None:
    plan = render(
        template("plan.txt.j2"),
        preflight_certificate_issuer=issuer,
        preflight_certificate_names=["translate.example.com"],
        preflight_certificate_file="own.pem",
    )

    assert plan.startswith(f"{scheme}://example.com will be served by")
    assert words in plan
