"""Wrong input: one message with the remedy, and nothing is created."""

from __future__ import annotations

import pytest

from tests.resilience.simulated_account import NOTHING, Account, StartAccount

CHAPTERS = ["domain", "harden", "docker", "restore", "deploy", "certificate", "backup"]


@pytest.fixture(scope="module")
def account(start_account: StartAccount) -> Account:
    return start_account()


@pytest.mark.parametrize(
    ("arguments", "environment", "message"),
    [
        ([], {"DIGITALOCEAN_TOKEN": "dop_v1_wrong"}, "make a token with read and write scope"),
        ([], {"DIGITALOCEAN_TOKEN": ""}, "there is no API token"),
        (["-e", "project_ssh_public_key_file=/nowhere/key.pub"], {}, "run ssh-keygen -t ed25519"),
        (["-e", "droplet_region=atlantis1"], {}, "set droplet_region to one of"),
        (["-e", "droplet_size=s-1vcpu-512mb-10gb"], {}, "the service needs 1024 MB"),
        (["-e", "droplet_image=plan9-x64"], {}, "there is no image 'plan9-x64'"),
        (["-e", "project_domain="], {}, "project_domain is empty"),
        (["-e", "project_domain=translate.example.org"], {}, "if example.org is yours"),
    ],
)
def test_a_wrong_wish_is_refused_before_anything_is_created(
    account: Account, arguments: list[str], environment: dict[str, str], message: str
) -> None:
    done = account.play("site.yml", *arguments, **environment)

    assert done.returncode != 0
    assert message in done.stdout + done.stderr
    assert "Remedy:" in done.stdout + done.stderr
    assert account.counts() == NOTHING


def test_all_faults_come_in_one_message(account: Account) -> None:
    wrong = ["-e", "droplet_region=atlantis1", "-e", "droplet_image=plan9-x64"]
    done = account.play("site.yml", *wrong, "-e", "project_ssh_public_key_file=/nowhere/key.pub")

    for number in (1, 2, 3):
        assert f"{number}. " in done.stdout
    assert account.counts() == NOTHING


def test_check_mode_on_an_empty_account_says_what_it_would_do(account: Account) -> None:
    done = account.play("site.yml", "--check", "--diff")

    assert done.returncode == 0, done.stdout
    assert "$6.00 a month" in done.stdout
    assert "There is no droplet yet" in done.stdout
    assert account.counts() == NOTHING


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_without_a_droplet_says_what_to_run_first(account: Account, chapter: str) -> None:
    done = account.play(f"playbooks/{chapter}.yml")

    assert done.returncode != 0
    assert "ansible-playbook site.yml" in done.stdout
    assert account.counts() == NOTHING
