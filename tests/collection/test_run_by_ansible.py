"""Ansible finds and runs modules and inventory, and shows the token nowhere."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.collection.simulated import SITE, Simulated

Json = dict[str, Any]

REPOSITORY = Path(__file__).parents[2]
PROGRAMS = Path(sys.executable).parent
LIMIT_SECONDS = 60


def run(account: Simulated, *command: str, token: str = "") -> subprocess.CompletedProcess[str]:
    """Run one of Ansible's programs in the repository, for this account."""
    program, *arguments = command
    return subprocess.run(
        [str(PROGRAMS / program), *arguments],
        cwd=REPOSITORY,
        env={
            **os.environ,
            "PATH": f"{PROGRAMS}:{os.environ['PATH']}",
            "DIGITALOCEAN_TOKEN": token or account.token,
            "DIGITALOCEAN_API_URL": account.url,
            "ANSIBLE_NOCOLOR": "1",
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=LIMIT_SECONDS,
        check=False,
    )


def run_module(
    account: Simulated, module: str, arguments: str, *options: str, token: str = ""
) -> str:
    """Run one module on this machine, and return all that was printed, in one line."""
    python = f"ansible_python_interpreter={sys.executable}"
    task = ("-m", module, "-a", arguments, "-e", python, "-e", f"project_domain={SITE}")
    done = run(account, "ansible", "localhost", *task, *options, token=token)
    return " ".join((done.stdout + done.stderr).split())


def test_a_module_under_check_says_what_it_would_do_and_shows_no_token(
    simulated: Simulated,
) -> None:
    wish = ("traductor.digitalocean.tag", "name=traductor")

    printed = run_module(simulated, *wish, "--check", "--diff", "-vvv")

    assert "localhost | CHANGED =>" in printed
    assert "+ name: traductor" in printed
    assert simulated.account.all("tags") == []
    assert simulated.token not in printed


def test_a_failing_module_gives_one_message_with_the_remedy_and_no_token(
    simulated: Simulated,
) -> None:
    token = f"{simulated.token}0"
    wish = ("traductor.digitalocean.tag", "name=traductor")

    printed = run_module(simulated, *wish, "-vvv", token=token)

    assert "localhost | FAILED! =>" in printed
    assert "Unable to authenticate you" in printed
    assert "Remedy: make a token with read and write scope" in printed
    assert "Traceback" not in printed
    assert token not in printed


def test_without_the_library_the_remedy_is_told() -> None:
    code = (
        "import sys; sys.modules['digitalocean'] = None\n"
        "from ansible_collections.traductor.digitalocean.plugins.modules import tag\n"
        'sys.argv = [\'tag\', \'{"ANSIBLE_MODULE_ARGS": {"name": "traductor"}}\']\n'
        "tag.main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY / "collections")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert "python-digitalocean is missing. Remedy: pip install" in done.stdout
    assert "Traceback" not in done.stderr


def test_the_inventory_finds_the_droplet_and_its_variables(simulated: Simulated) -> None:
    droplet = simulated.client.new_droplet(name=SITE, tags=["traductor"])
    simulated.client.new_droplet(name=f"old.{SITE}", tags=["traductor"])
    simulated.client.new_droplet(name=SITE, tags=["other"])

    done = run(simulated, "ansible-inventory", "--list", "-e", f"project_domain={SITE}")
    listed: Json = json.loads(
        done.stdout, object_hook=lambda value: value.get("__ansible_unsafe", value)
    )
    variables = listed["_meta"]["hostvars"][SITE]

    assert listed["translator"]["hosts"] == [SITE]
    assert variables["ansible_host"] == droplet["networks"]["v4"][1]["ip_address"]
    assert f"HostKeyAlias=droplet-{droplet['id']}" in variables["ansible_ssh_common_args"]
    assert variables["login_admin_user"] == "{{ project_admin_user }}", "a group's variable"


@pytest.mark.parametrize(
    ("token", "words"), [("dop_v1_wrong", "Unable to authenticate"), ("two words", "copy it")]
)
def test_an_inventory_that_is_refused_lists_nothing_and_says_why(
    simulated: Simulated, token: str, words: str
) -> None:
    simulated.client.new_droplet(name=SITE, tags=["traductor"])
    message = "msg='{{ groups.translator | length }} hosts: {{ inventory_error }}'"

    printed = run_module(simulated, "debug", message, token=token)

    assert "0 hosts: " in printed
    assert words in printed
    assert token not in printed
