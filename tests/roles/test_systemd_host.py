"""Without Docker a release is a unit of systemd; it is asked for what a switch needs, in order."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from ansible_collections.traductor.host.plugins.module_utils import systemd_host
from ansible_collections.traductor.host.plugins.module_utils.releases import Releases, SwitchError
from ansible_collections.traductor.host.plugins.module_utils.switching import Switch, Translator
from ansible_collections.traductor.host.plugins.module_utils.systemd_host import SystemdHost

from roles.translator.library.release_switch import releases_host

OLD, NEW = "1" * 12, "2" * 12
ENVIRONMENT = """\
TRANSLATOR_DEPLOYMENT=systemd
TRANSLATOR_RELEASE={name}
TRANSLATOR_ENGINE=ctranslate2
TRANSLATOR_MEMORY_MEGABYTES=300
TRANSLATOR_REQUEST_TIMEOUT_SECONDS=60
"""


class StandIn(SystemdHost):
    """systemd as a switch sees it: which units run, what Nginx serves, and what was done."""

    def __init__(self, releases: Releases, *running: str, broken: tuple[str, ...] = ()) -> None:
        super().__init__(releases)
        self.running = list(running)
        self.broken = broken
        self.serves = running[0] if running else ""
        self.deeds: list[str] = []

    def ask(self, *command: str) -> subprocess.CompletedProcess[str]:
        said, code = "", 0
        name = next((each for each in (OLD, NEW) if any(each in word for word in command)), "")
        if command[1] == "list-units":
            units = [{"unit": f"traductor-translator@{each}.service"} for each in self.running]
            said = json.dumps([{**unit, "active": "active"} for unit in units])
        if command[1] in ("start", "stop"):
            self.deeds.append(f"{command[1]} {name[:1] or command[-1]}")
            (self.running.append if command[1] == "start" else self.running.remove)(name)
        if command[1] == "show":
            said = "ActiveState=active\nNRestarts=0\n"
        if command[0] == "env":
            code, said = (1, "no") if name in self.broken else (0, "Buenos días.\n")
        if command[0] == "journalctl":
            said = "the last line of its log\n"
        if command[0] == "sh":
            self.serves = name
            self.deeds.append(f"take-up {name[:1]}")
        if command[:3] == (systemd_host.PYTHON, "-m", "venv"):
            self.deeds.append("environment")
            (Path(command[3]) / "bin").mkdir(parents=True)
        return subprocess.CompletedProcess(command, code, said, "")

    def served(self) -> str:
        return self.serves

    def is_ready(self) -> bool:
        return self.serves in self.running

    def nginx_workers(self) -> set[str]:
        return {self.serves}


@pytest.fixture(autouse=True)
def _on_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    monkeypatch.setattr(systemd_host, "UNITS", tmp_path / "units")


@pytest.fixture
def releases(tmp_path: Path) -> Releases:
    for name in (OLD, NEW):
        folder = tmp_path / "releases" / name
        (folder / "translator").mkdir(parents=True)
        (folder / ".complete").touch()
        (folder / ".env").write_text(ENVIRONMENT.format(name=name))
        for file in ("requirements.txt", "requirements-ctranslate2.txt"):
            (folder / "translator" / file).write_text("flask==3.1.3\n")
    found = Releases(tmp_path)
    found.current = OLD
    return found


def switch(host: SystemdHost, release: str = NEW) -> Switch:
    return Switch(host, release, "Good morning.", start_limit_seconds=0, drain_limit_seconds=60)


def test_a_new_release_starts_beside_the_old_one_which_stops_when_nginx_has_moved(
    releases: Releases,
) -> None:
    host = StandIn(releases, OLD)
    started = switch(host)
    changed = started.run()

    assert changed
    assert host.deeds == ["environment", "start 2", "take-up 2", "stop 1"]
    assert started.translation == "Buenos días."
    assert (host.running, releases.current) == ([NEW], NEW)


def test_a_release_that_does_not_answer_gets_no_traffic_and_shows_its_log(
    releases: Releases,
) -> None:
    host = StandIn(releases, OLD, broken=(NEW,))

    with pytest.raises(SwitchError, match="the last line of its log"):
        switch(host).run()

    assert host.deeds == ["environment", "start 2", "stop 2"]
    assert (host.serves, releases.current) == (OLD, OLD)


def test_a_unit_gets_the_limits_of_its_release(releases: Releases, tmp_path: Path) -> None:
    host = StandIn(releases, OLD)
    host.start(NEW)
    file = tmp_path / "units" / f"traductor-translator@{NEW}.service.d" / "release.conf"
    written = file.read_text()
    host.remove(Translator(f"traductor-translator@{NEW}.service", NEW, runs=True))

    assert "MemoryMax=300M" in written
    assert "TimeoutStopSec=70" in written
    assert not file.parent.exists()


def test_releases_with_the_same_packages_share_an_environment_which_goes_with_the_last(
    releases: Releases, tmp_path: Path
) -> None:
    host = StandIn(releases)
    host.start(OLD)
    host.start(NEW)
    made = host.deeds.count("environment")
    (releases.folder(NEW) / "translator" / "requirements.txt").write_text("flask==3.2\n")
    host.start(NEW)
    kept = (releases.folder(NEW) / "environment").resolve()
    host.prune({NEW})

    assert made == 1
    assert host.deeds.count("environment") == 2
    assert list((tmp_path / "environments").iterdir()) == [kept]


def test_an_environment_that_was_cut_off_is_made_anew(releases: Releases, tmp_path: Path) -> None:
    host = StandIn(releases)
    host.start(NEW)
    (made,) = (tmp_path / "environments").iterdir()
    (made / ".complete").unlink()
    host.start(NEW)

    assert host.deeds.count("environment") == 2


def test_a_release_that_runs_in_another_way_does_not_get_the_traffic(releases: Releases) -> None:
    (releases.folder(NEW) / ".env").write_text("TRANSLATOR_DEPLOYMENT=compose\n")

    with pytest.raises(SwitchError, match="runs by compose, and by systemd"):
        releases_host(releases, NEW)

    assert isinstance(releases_host(releases, OLD), SystemdHost)


def test_a_way_that_is_not_known_is_none(releases: Releases) -> None:
    for name in (OLD, NEW):
        (releases.folder(name) / ".env").write_text("TRANSLATOR_DEPLOYMENT=swarm\n")

    with pytest.raises(SwitchError, match="set translator_deployment"):
        releases_host(releases, NEW)
