"""The site gets another name under load: the former one answers until it is given up."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
import yaml
from ansible_collections.traductor.host.plugins.modules.visit import (
    Request,
    VisitError,
    trust_of,
    visit,
)

from tests.resilience.simulated_account import ONE_OF_EACH, STATE, Account, StartAccount

FORMER = "translate.example.com"
NEW = "letters.example.com"
RENAMED = ("-e", f"project_domain={NEW}", "-e", f"project_former_domain={FORMER}")


@dataclass
class Visitors:
    """Ask a site under one name, one request after the other.

    Args:
        name: the site's.
        address: the droplet's.
        failures: why requests were not answered.
        answered: how many were.
    """

    name: str
    address: str
    failures: list[str] = field(default_factory=list)
    answered: int = 0
    _leave: threading.Event = field(default_factory=threading.Event)

    def come(self) -> None:
        """Ask until they leave."""
        while not self._leave.wait(0.1):
            try:
                url(self.name, self.address)
                self.answered += 1
            except VisitError as error:
                self.failures.append(str(error))

    def leave(self) -> None:
        self._leave.set()


def url(name: str, address: str) -> str:
    """Ask a name for a page; give the address that answered in the end."""
    files = yaml.safe_load((STATE / "variables.yml").read_text())
    trust = trust_of(str(files["certificate_ca_file"]), certificate_trusted=True)
    return visit(f"http://{name}/", Request(address=address, trust=trust)).url


def records() -> dict[str, str]:
    """Return the addresses that the simulated account has for names, by their relative name."""
    held = json.loads((STATE / "state.json").read_text())["records"].values()
    return {record["name"]: record["data"] for record in held if record["type"] == "A"}


@pytest.fixture(scope="module")
def account(start_account: StartAccount) -> Account:
    """Make the site under its former name."""
    started = start_account()
    done = started.play("site.yml")
    assert done.returncode == 0, done.stdout[-3000:]
    return started


@pytest.fixture
def visitors(account: Account) -> Iterator[Visitors]:
    assert account.environment
    these = Visitors(FORMER, records()["translate"])
    thread = threading.Thread(target=these.come)
    thread.start()
    yield these
    these.leave()
    thread.join()


def test_the_site_answers_to_both_names_and_no_visitor_of_the_former_one_is_lost(
    account: Account, visitors: Visitors
) -> None:
    done = account.play("site.yml", *RENAMED)

    assert done.returncode == 0, done.stdout[-3000:]
    assert f"{FORMER} will be called {NEW}" in done.stdout
    for name in (FORMER, NEW):
        assert url(name, visitors.address) == f"https://{name}/"
    visitors.leave()
    assert visitors.failures == []
    assert visitors.answered > 20
    assert account.counts() == {**ONE_OF_EACH, "records": 2}


def test_another_run_changes_nothing(account: Account) -> None:
    done = account.play("site.yml", *RENAMED)

    assert done.returncode == 0, done.stdout[-3000:]
    assert done.stdout.count("changed=0") == 2, done.stdout[-3000:]


def test_the_former_name_is_given_up_once_the_new_one_works(account: Account) -> None:
    address = records()["letters"]
    done = account.play("site.yml", *RENAMED, "-e", "domain_former_kept=false")

    assert done.returncode == 0, done.stdout[-3000:]
    assert records() == {"letters": address}
    assert url(NEW, address) == f"https://{NEW}/"


def test_nothing_is_left_of_either_name_where_all_is_destroyed(account: Account) -> None:
    done = account.play("playbooks/destroy.yml", *RENAMED, "-e", "confirm=yes")

    assert done.returncode == 0, done.stdout[-3000:]
    assert not any(account.counts().values())
