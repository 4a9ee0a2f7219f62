"""The command line says what is wrong and how to put it right."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from simulator import __main__ as command
from simulator import state_files
from simulator.account import Account
from simulator.errors import EngineError
from simulator.hypervisor import images, networks, registry, seed
from simulator.hypervisor.machine import Machine
from simulator.processes import pid_of
from simulator.settings import Settings


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pretend that this machine has all tools and root rights."""
    monkeypatch.setattr("shutil.which", lambda tool: f"/usr/sbin/{tool}")
    monkeypatch.setattr("os.geteuid", lambda: 0)


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr("sys.argv", ["simulator", *arguments])
    return command.main()


@pytest.mark.usefixtures("tools")
def test_a_taken_port_is_named_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    taken_port: int,
    tmp_path: Path,
) -> None:
    state = tmp_path / "state"
    status = run(monkeypatch, "start", "--state", str(state), "--port", str(taken_port))

    assert status == 1
    assert f"port {taken_port} of 127.0.0.1 is taken" in capsys.readouterr().err
    assert not state.exists()


def test_missing_programs_are_named_with_their_packages(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr("shutil.which", lambda _tool: None)
    status = run(monkeypatch, "start", "--state", str(tmp_path / "state"))

    assert status == 1
    assert (
        "apt-get install debootstrap docker.io iproute2 iptables nftables"
        in capsys.readouterr().err
    )


def test_root_rights_are_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    status = run(monkeypatch, "start", "--state", str(tmp_path / "state"))

    assert status == 1
    assert "use sudo" in capsys.readouterr().err


def test_status_tells_that_nothing_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(monkeypatch, "status", "--state", str(tmp_path)) == 3
    assert "not running" in capsys.readouterr().out


def test_clients_find_the_token_and_the_variables(tmp_path: Path) -> None:
    settings = Settings(tmp_path, port=8190, dns_port=8191)
    Account(settings.account_file).save()
    state_files.write_for_clients(settings)
    variables = yaml.safe_load(settings.variables_file.read_text())

    assert "DIGITALOCEAN_API_URL=http://127.0.0.1:8190" in settings.environment_file.read_text()
    assert settings.environment_file.stat().st_mode & 0o777 == 0o600
    assert variables["project_dns_port"] == 8191
    assert variables["docker_registry_mirrors"] == [registry.mirror_url()]


def test_clearing_the_state_spares_the_files_of_others(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    Account(settings.account_file).save()
    (tmp_path / "letter.txt").write_text("mine")
    state_files.clear(settings)

    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_the_settings_are_found_again_by_the_state_folder(tmp_path: Path) -> None:
    settings = Settings(tmp_path, port=8190, fail_every=5, zones=("example.net",))
    settings.save()

    assert Settings.of_state(tmp_path) == settings
    assert settings.saved()
    assert not Settings(tmp_path).saved()


def test_the_server_is_started_with_the_same_settings(tmp_path: Path) -> None:
    settings = Settings(tmp_path, port=8190, fail_every=5, zones=("example.net", "example.org"))
    arguments = command.parser().parse_args(["serve", *settings.options()])

    assert command.settings_of(arguments) == settings


def test_a_number_that_another_program_has_now_is_no_server(tmp_path: Path) -> None:
    pid_file = tmp_path / "server.pid"
    pid_file.write_text(f"{os.getpid()}\n")

    assert pid_of(pid_file, "no-such-program") is None
    assert pid_of(pid_file, "python") == os.getpid()


def test_every_recipe_has_its_files() -> None:
    for recipe in (images.DEBIAN, *images.GROWN):
        assert any((images.RECIPES / recipe.name).iterdir())


def test_a_changed_recipe_gives_another_image(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(images, "RECIPES", tmp_path)
    for name in ("debian", "python"):
        (tmp_path / name).mkdir()
    before = images.reference(images.PYTHON)
    (tmp_path / "debian" / "file").write_text("changed")

    assert images.reference(images.PYTHON) != before


def test_the_seed_holds_the_keys_and_the_user_data() -> None:
    machine = Machine(7, "web-1", "debian-13-x64", 1024, 1, "198.51.100.10", "10.114.0.10",
                      "2001:db8::a", public_keys=("ssh-ed25519 AAAA me",))  # fmt: skip
    packed = seed.archive(machine)

    assert '"instance-id": "droplet-7"' in seed.meta_data(machine)
    assert b"ssh-ed25519 AAAA me" in packed
    assert b"#cloud-config\n{}\n" in packed


def test_a_network_that_hides_an_address_of_this_machine_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("socket.gethostbyname_ex", lambda name: (name, [], ["198.51.100.80"]))

    with pytest.raises(EngineError, match=r"needs 198\.51\.100\.80"):
        networks.create_networks("owner")
