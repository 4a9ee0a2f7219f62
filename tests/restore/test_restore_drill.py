"""A site is backed up, its droplet destroyed, and comes back on another one as it was."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.journey.finished_site import Site, find_site
from tests.resilience.simulated_account import NOTHING, STATE, Account, StartAccount

SITE = "site.yml"
BACKUP = "playbooks/backup.yml"
RESTORE = "playbooks/restore.yml"
DESTROY = "playbooks/destroy.yml"
PASSWORD = "the password of the drill's archives"
JOURNAL = "/opt/traductor/deployments.jsonl"
BY_HAND = "/opt/traductor/settings/by-hand.txt"
FIRST_LINE = '{"time": "2026-01-01T00:00:00Z", "action": "deploy", "result": "done"}'
# An archive has ten times as many characters, on one line.
LONGEST_LINE = 5_000
# What Pebble writes for each certificate.
ISSUED = "Issued certificate"
KEY_HASH = "ab" * 32
KEY = {"name": "shop", "sha256": KEY_HASH, "requests_per_minute": 60}


@dataclass(frozen=True)
class Drill:
    """The account, and where the archives are."""

    account: Account
    archives: Path

    def play(
        self, playbook: str, *arguments: str, password: str = PASSWORD
    ) -> subprocess.CompletedProcess[str]:
        """Run a playbook with the password in the environment."""
        wish = {"backup_repository": str(self.archives), "translator_api_keys": [KEY]}
        return self.account.play(
            playbook, "-e", json.dumps(wish), *arguments, RESTIC_PASSWORD=password
        )

    def done(self, playbook: str, *arguments: str) -> str:
        """Run a playbook that must end well; return what it printed, in one line."""
        done = self.play(playbook, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        assert PASSWORD not in done.stdout + done.stderr
        assert "PRIVATE KEY" not in done.stdout + done.stderr
        assert max(map(len, done.stdout.splitlines())) < LONGEST_LINE, "an archive in base64"
        return " ".join(done.stdout.split())

    def site(self) -> Site:
        return find_site(environment=self.account.environment)

    def snapshots(self) -> list[str]:
        held = json.loads((STATE / "state.json").read_text())["snapshots"].values()
        return [snapshot["name"] for snapshot in held]


@dataclass(frozen=True)
class Lost:
    """What the first droplet had."""

    serial_number: int
    api_keys: str
    account_key: str
    journal: list[str]


def taken_down(site: Site) -> Lost:
    """Note what must come back."""
    return Lost(
        serial_number=site.certificate().serial_number,
        api_keys=site.sudo("cat /opt/traductor/settings/api-keys.txt"),
        account_key=site.sudo("sh -c 'cat /etc/letsencrypt/accounts/*/*/*/private_key.json'"),
        journal=site.sudo(f"cat {JOURNAL}").splitlines(),
    )


@pytest.fixture(scope="module")
def drill(start_account: StartAccount, tmp_path_factory: pytest.TempPathFactory) -> Drill:
    return Drill(start_account(), tmp_path_factory.mktemp("drill") / "archives")


@pytest.fixture(scope="module")
def lost(drill: Drill) -> Lost:
    """Make a site with something that no variable holds, and back it up with a snapshot."""
    drill.done(SITE)
    site = drill.site()
    site.sudo(f"sh -c 'mkdir -p {Path(BY_HAND).parent} && echo kept > {BY_HAND}'")
    written = site.ssh(f"sudo tee --append {JOURNAL}", stdin=f"{FIRST_LINE}\n")
    assert written.returncode == 0
    printed = drill.done(BACKUP, "-e", "backup_snapshot=true")
    assert "Another one is taken, for $1.50 a month at most" in printed
    return taken_down(site)


@pytest.mark.parametrize(
    ("password", "words"),
    [("", "there is no password for the archives"), (PASSWORD, "there are no archives in")],
)
def test_without_an_archive_or_its_password_nothing_is_created(
    drill: Drill, password: str, words: str
) -> None:
    done = drill.play(SITE, "-e", "restore=latest", password=password)

    assert done.returncode != 0
    assert words in done.stdout
    assert "Remedy:" in done.stdout
    assert drill.account.counts() == NOTHING


@pytest.mark.usefixtures("lost")
def test_a_second_backup_finds_nothing_new(drill: Drill) -> None:
    (snapshot,) = drill.snapshots()
    under_check = drill.done(BACKUP, "--check", "--diff")
    again = drill.done(BACKUP, "-vvv")

    assert snapshot.startswith("_traductor.translate.example.com ")
    assert "1 archives of this site are kept" in again
    for printed in (under_check, again):
        assert printed.count("changed=0") == 2, printed
    assert drill.snapshots() == [snapshot]


@pytest.mark.usefixtures("lost")
def test_the_droplet_never_had_what_opens_the_archives(drill: Drill) -> None:
    folders = "/etc /home /opt /root /tmp /usr/local /var/log /var/tmp"
    site = drill.site()
    search = f"sudo grep --recursive --files-with-matches --fixed-strings --file=- {folders}"

    assert site.ssh(search, stdin=PASSWORD).stdout == ""
    assert site.ssh(search, stdin=KEY_HASH).stdout != "", "what is there is found"
    assert site.ssh("command -v restic").returncode != 0


@pytest.mark.usefixtures("lost")
def test_the_archives_show_nothing_to_who_has_no_password(drill: Drill) -> None:
    pieces = [path.read_bytes() for path in drill.archives.rglob("*") if path.is_file()]

    assert pieces
    assert not any(b"PRIVATE KEY" in piece or b"api-keys" in piece for piece in pieces)


@pytest.mark.usefixtures("lost")
def test_the_destroyed_site_leaves_snapshots_that_cost_and_says_so(drill: Drill) -> None:
    printed = drill.done(DESTROY, "-e", "confirm=yes")

    assert drill.account.counts() == NOTHING
    assert len(drill.snapshots()) == 1
    assert "stays and goes on costing: _traductor.translate.example.com " in printed
    assert "The snapshots cost $0.03 a month in all" in printed


@pytest.mark.usefixtures("lost")
def test_a_wrong_password_or_archive_creates_nothing(drill: Drill) -> None:
    wrong_password = drill.play(SITE, "-e", "restore=latest", password="another")
    wrong_name = drill.play(SITE, "-e", "restore=00000000")
    other_site = drill.play(
        RESTORE.replace("restore", "preflight"),
        "-e",
        "restore=latest",
        "-e",
        "restore_domain=other.example.com",
    )

    for done in (wrong_password, wrong_name, other_site):
        assert done.returncode != 0
        assert "Remedy:" in done.stdout
    assert "the password does not open the archives" in wrong_password.stdout
    assert "there is no archive '00000000'" in " ".join(wrong_name.stdout.split())
    assert "and none of other.example.com" in " ".join(other_site.stdout.split())
    assert drill.account.counts() == NOTHING


@pytest.mark.usefixtures("lost")
def test_check_mode_on_an_empty_account_looks_into_the_archive(drill: Drill) -> None:
    printed = drill.done(SITE, "--check", "-e", "restore=latest")

    assert "of translate.example.com, 20" in printed
    assert drill.account.counts() == NOTHING


def test_the_site_comes_back_as_it_was_and_asks_for_no_certificate(
    drill: Drill, lost: Lost
) -> None:
    authority_log = STATE / "authority" / "pebble.log"
    issued_before = authority_log.read_text().count(ISSUED)
    drill.done(SITE, "-e", "restore=latest")

    found = taken_down(drill.site())
    assert found.serial_number == lost.serial_number
    assert found.api_keys == lost.api_keys
    assert KEY_HASH in found.api_keys, "group_vars win, and say the same"
    assert found.account_key == lost.account_key
    assert issued_before > 0
    assert authority_log.read_text().count(ISSUED) == issued_before
    assert drill.site().sudo(f"cat {BY_HAND}") == "kept\n"


def test_the_audit_trail_goes_on_with_a_line_about_it(drill: Drill, lost: Lost) -> None:
    lines = drill.site().sudo(f"cat {JOURNAL}").splitlines()

    assert set(lost.journal) < set(lines)
    assert lines[0] == FIRST_LINE
    notes = [json.loads(line) for line in lines if json.loads(line)["action"] == "restore"]
    assert [note["result"] for note in notes] == ["done"]


@pytest.mark.usefixtures("lost")
def test_a_second_restore_changes_nothing(drill: Drill) -> None:
    printed = drill.done(RESTORE, "-vvv")

    assert "Brought back: nothing, all of it is there" in printed
    assert printed.count("changed=0") == 2, printed


@pytest.mark.usefixtures("lost")
def test_what_is_newer_on_the_droplet_stays_unless_the_archive_shall_win(drill: Drill) -> None:
    site = drill.site()
    site.sudo(f"sh -c 'echo newer > {BY_HAND}'")

    kept = drill.done(RESTORE)
    after_first = site.sudo(f"cat {BY_HAND}")
    drill.done(RESTORE, "-e", "restore_overwrite=true")

    assert "kept: /opt/traductor/settings" in kept
    assert after_first == "newer\n"
    assert site.sudo(f"cat {BY_HAND}") == "kept\n"


@pytest.mark.usefixtures("lost")
def test_the_snapshots_go_on_request(drill: Drill) -> None:
    drill.done(DESTROY, "-e", "confirm=yes", "-e", "demolition_snapshots_deleted=true")

    assert drill.snapshots() == []
    assert drill.account.counts() == NOTHING
