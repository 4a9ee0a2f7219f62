"""The key on this machine must be usable by Ansible's workers, who cannot answer a question."""

from pathlib import Path

import pytest
from ansible_collections.traductor.digitalocean.plugins.module_utils import controller
from ansible_collections.traductor.digitalocean.plugins.module_utils.resources import fingerprint

from tests.collection.keys import agent_holding, new_key


def the_fault(public_file: Path) -> str:
    (fault,), _ = controller.key_faults(str(public_file))
    return fault


def private(public_file: Path) -> Path:
    return public_file.with_suffix("")


def test_a_key_without_a_passphrase_is_good(key_file: Path) -> None:
    assert controller.key_faults(str(key_file)) == ([], fingerprint(key_file.read_text()))


def test_a_file_name_with_a_space_is_good(key_file: Path) -> None:
    other = new_key(key_file.with_name("my key"))

    assert controller.key_faults(str(other))[0] == []


def test_a_key_with_a_passphrase_is_refused_with_the_command_that_loads_it(key_file: Path) -> None:
    locked = new_key(key_file.with_name("locked"), passphrase="a secret")

    fault = the_fault(locked)

    assert f"the private key {private(locked)} cannot be used without a question" in fault
    assert "incorrect passphrase" in fault
    assert f"Remedy: run ssh-add {private(locked)}, or name another key in project_ssh" in fault
    assert len(fault.splitlines()) == 1


def test_a_missing_private_key_is_refused(key_file: Path) -> None:
    private(key_file).unlink()

    assert "No such file or directory), and no SSH agent holds the key" in the_fault(key_file)


def test_a_private_key_that_everybody_can_read_is_refused(key_file: Path) -> None:
    private(key_file).chmod(0o644)

    assert "bad permissions" in the_fault(key_file)


def test_the_private_key_of_another_pair_is_refused(key_file: Path) -> None:
    new_key(key_file.with_name("other")).rename(key_file)

    fault = the_fault(key_file)

    assert f"is not the private half of {key_file}" in fault
    assert f"Remedy: run ssh-keygen -y -f {private(key_file)} > {key_file}, or" in fault


@pytest.mark.parametrize("kept", ["locked", "missing"])
def test_a_key_that_the_agent_holds_is_good(key_file: Path, kept: str) -> None:
    with agent_holding(private(key_file)):
        private(key_file).unlink()
        if kept == "locked":
            new_key(key_file.with_name("other"), passphrase="a secret")
            key_file.with_name("other").rename(private(key_file))

        assert controller.key_faults(str(key_file))[0] == []


def test_an_agent_that_holds_other_keys_is_no_help(key_file: Path) -> None:
    other = new_key(key_file.with_name("other"))

    with agent_holding(private(other)):
        private(key_file).unlink()

        assert "no SSH agent holds the key" in the_fault(key_file)


def test_missing_programs_are_told_once(key_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")

    assert controller.key_faults(str(key_file))[0] == []
    assert [fault.split(".")[0] for fault in controller.program_faults()] == [
        "the program ssh is missing",
        "the program ssh-keygen is missing",
        "the program ssh-add is missing",
    ]
