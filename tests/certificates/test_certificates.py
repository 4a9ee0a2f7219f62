"""An authority that refuses, names that lead elsewhere, another issuer: the site goes on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from ansible_collections.traductor.host.plugins.modules.visit import Request, trust_of, visit

from simulator.authority import Authority
from simulator.hypervisor import networks
from tests.resilience.simulated_account import STATE, Account, StartAccount
from tests.service.certificates import make

NAME = "translate.example.com"
CERTIFICATE = "playbooks/certificate.yml"


@pytest.fixture(scope="module")
def account(start_account: StartAccount) -> Account:
    return start_account()


@pytest.fixture(scope="module")
def refusing(account: Account, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """Run an authority that gives this site no certificate; give the arguments that name it."""
    assert account.environment
    authority = Authority(
        folder=tmp_path_factory.mktemp("refusing"),
        address=networks.gateway_address(),
        port=14100,
        management_port=14101,
        dns_port=variables()["project_dns_port"],
        refused=[NAME],
    )
    authority.start()
    named = {
        "certificate_directory_url": authority.directory_url,
        "certificate_ca_file": str(authority.certificates_file),
    }
    yield ["-e", json.dumps(named)]
    authority.stop()


def variables() -> dict[str, int]:
    found: dict[str, int] = yaml.safe_load((STATE / "variables.yml").read_text())
    return found


def address() -> str:
    """Look up the droplet's address in the simulated account."""
    records = json.loads((STATE / "state.json").read_text())["records"].values()
    (found,) = [str(record["data"]) for record in records if record["type"] == "A"]
    return found


def scheme(*, trusted: bool = True) -> str:
    """Say over what the site is served in the end, to a visitor who trusts the authority."""
    trust = trust_of(str(variables()["certificate_ca_file"]), certificate_trusted=trusted)
    return visit(f"http://{NAME}/health", Request(address=address(), trust=trust)).url.split(":")[0]


def test_an_authority_that_refuses_leaves_the_site_on_http_and_tells_why(
    account: Account, refusing: list[str]
) -> None:
    done = account.play("site.yml", *refusing)

    assert done.returncode != 0
    assert "got no certificate" in done.stdout
    assert "forbid" in done.stdout or "policy" in done.stdout
    assert "Remedy: correct what it names" in done.stdout
    assert scheme() == "http"


def test_the_next_run_finishes_the_job_and_one_more_changes_nothing(account: Account) -> None:
    done = account.play(CERTIFICATE)
    again = account.play(CERTIFICATE)

    assert done.returncode == 0, done.stdout
    assert scheme() == "https"
    assert again.stdout.count("changed=0") == 2, again.stdout


def test_a_refusal_later_leaves_the_site_on_its_old_certificate(
    account: Account, refusing: list[str]
) -> None:
    done = account.play(CERTIFICATE, *refusing)

    assert done.returncode != 0
    assert scheme() == "https"


def test_names_that_lead_elsewhere_are_found_before_the_authority_is_asked(
    account: Account,
) -> None:
    names = {"certificate_names": [NAME, "nowhere.example.com"], "certificate_dns_retries": 1}
    log = STATE / "authority" / "pebble.log"
    before = log.read_text()
    done = account.play(CERTIFICATE, "-e", json.dumps(names))

    assert done.returncode != 0
    assert "nowhere.example.com leads to" in done.stdout
    assert "The authority was not asked. Remedy:" in done.stdout
    assert log.read_text() == before


def test_a_changed_issuer_is_followed_there_and_back(account: Account, tmp_path: Path) -> None:
    made = make([NAME])
    files = {"certificate_file": tmp_path / "own.pem", "certificate_key_file": tmp_path / "key.pem"}
    files["certificate_file"].write_text(made.certificate)
    files["certificate_key_file"].write_text(made.key)
    own = {"certificate_issuer": "own", **{name: str(path) for name, path in files.items()}}

    by_own = account.play(CERTIFICATE, "-e", json.dumps(own))
    assert by_own.returncode == 0, by_own.stdout
    assert scheme(trusted=False) == "https"
    assert made.key.splitlines()[1] not in by_own.stdout

    by_none = account.play(CERTIFICATE, "-e", "certificate_issuer=none")
    assert by_none.returncode == 0, by_none.stdout
    assert scheme() == "http"

    back = account.play(CERTIFICATE)
    assert back.returncode == 0, back.stdout
    assert scheme() == "https"


def test_a_certificate_that_does_not_fit_is_refused_before_anything_is_changed(
    account: Account, tmp_path: Path
) -> None:
    (tmp_path / "own.pem").write_text(make(["other.example.com"]).certificate)
    (tmp_path / "key.pem").write_text(make().key)
    own = {
        "certificate_issuer": "own",
        "certificate_file": str(tmp_path / "own.pem"),
        "certificate_key_file": str(tmp_path / "key.pem"),
    }
    done = account.play("playbooks/preflight.yml", "-e", json.dumps(own))

    assert done.returncode != 0
    assert f"is for other.example.com, not for {NAME}" in done.stdout
    assert "is not the one of the certificate" in done.stdout
