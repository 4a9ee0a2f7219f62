"""One container takes the place of another while a third one answers."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from ansible_collections.traductor.host.plugins.module_utils import standalone_host
from ansible_collections.traductor.host.plugins.module_utils.releases import Releases, SwitchError
from ansible_collections.traductor.host.plugins.module_utils.standalone_host import StandaloneHost
from ansible_collections.traductor.host.plugins.module_utils.switching import Switch, Translator

OLD, NEW = "1" * 12, "2" * 12
SENTENCE, TRANSLATION = "Good morning.", "Buenos días."
PORTS = {80: 8080, 443: 8443}


class StandIn(StandaloneHost):
    """Docker and the packet filter as a switch sees them, and what was done in which order.

    Args:
        releases: those of the project.
        own: the release of the container with the ports; empty where there is none.
        interim: the release of the one without.
        target: where new connections are sent; empty means to the ports.
        broken: the containers that do not answer: a release, or one behind `interim `.
    """

    def __init__(
        self,
        releases: Releases,
        *,
        own: str = "",
        interim: str = "",
        target: str = "",
        broken: tuple[str, ...] = (),
    ) -> None:
        super().__init__(releases)
        self.own, self.interim, self.to, self.broken = own, interim, target, broken
        self.deeds: list[str] = []

    # The packet filter.
    def target(self) -> str:
        return self.to

    def present(self) -> list[str]:
        return [self.to] if self.to else []

    def send_to(self, address: str, ports: Mapping[int, int]) -> None:
        assert ports == PORTS
        self.to = address
        self.deeds.append(f"send to {address[:9]}")

    def end(self) -> None:
        self.deeds += ["send to the ports"] * bool(self.to)
        self.to = ""

    # Docker.
    def listed(self, *filters: str) -> list[Translator]:
        is_interim = any("interim" in each for each in filters)
        release = self.interim if is_interim else self.own
        name = f"interim {release}" if is_interim else release
        return [Translator(name, release, runs=True)] if release else []

    def ask(self, *arguments: str, **_: object) -> subprocess.CompletedProcess[str]:
        is_well = arguments[0] != "exec" or arguments[1] not in self.broken
        said = "the last line of its log\n" if arguments[0] == "logs" else TRANSLATION
        return subprocess.CompletedProcess(arguments, 0 if is_well else 1, said, "")

    def do(self, *arguments: str, **_: object) -> str:
        if arguments[0] == "inspect":
            return arguments[-1] if "Networks" in arguments[1] else "running 0\n"
        if arguments[0] in ("stop", "rm"):
            self.deeds.append(f"{arguments[0]} {arguments[-1][:9]}")
        if arguments[0] == "rm" and arguments[-1].startswith("interim"):
            self.interim = ""
        elif arguments[0] == "rm":
            self.own = ""
        return ""

    def compose(self, release: str, *arguments: str) -> str:
        if arguments[0] == "run":
            self.interim = release
            self.deeds.append(f"interim {release[0]}")
        if arguments[0] == "up" and self.own != release:
            self.own = release
            self.deeds.append(f"up {release[0]}")
        return ""


@pytest.fixture
def releases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Releases:
    """Lay out two releases, of which the first one is current."""
    monkeypatch.setattr("time.sleep", lambda _: None)
    monkeypatch.setattr(standalone_host, "START_SECONDS", 0)
    for name in (OLD, NEW):
        folder = tmp_path / "releases" / name
        folder.mkdir(parents=True)
        (folder / ".env").write_text("TRANSLATOR_HTTP_PORT=80\nTRANSLATOR_HTTPS_PORT=443\n")
    found = Releases(tmp_path)
    found.current = OLD
    return found


def run(host: StandIn, monkeypatch: pytest.MonkeyPatch, release: str = NEW) -> bool:
    monkeypatch.setattr(standalone_host, "packet_redirect", host)
    return Switch(host, release, SENTENCE, start_limit_seconds=0, drain_limit_seconds=60).run()


WHOLE = [
    *("interim 2", "send to interim 2", "stop 111111111", "rm 111111111"),
    *("up 2", "send to the ports", "stop interim 2", "rm interim 2"),
]


def test_a_new_release_answers_in_an_interim_container_while_it_takes_the_ports(
    releases: Releases, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = StandIn(releases, own=OLD)

    assert run(host, monkeypatch)
    assert host.deeds == WHOLE
    assert (host.own, host.interim, host.to, releases.current) == (NEW, "", "", NEW)


def test_on_a_new_droplet_the_ports_are_free(
    releases: Releases, monkeypatch: pytest.MonkeyPatch
) -> None:
    (releases.directory / "current").unlink()
    host = StandIn(releases)

    assert run(host, monkeypatch)
    assert host.deeds == ["interim 2", "up 2", "stop interim 2", "rm interim 2"]
    assert (host.own, releases.current) == (NEW, NEW)


def test_where_it_serves_already_nothing_happens(
    releases: Releases, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = StandIn(releases, own=OLD)

    assert not run(host, monkeypatch, OLD)
    assert host.deeds == []


def test_a_release_that_does_not_answer_gets_no_traffic(
    releases: Releases, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = StandIn(releases, own=OLD, broken=(f"interim {NEW}",))

    with pytest.raises(SwitchError, match="the last line of its log"):
        run(host, monkeypatch)

    assert host.deeds == ["interim 2", "rm interim 2"]
    assert (host.own, host.to, releases.current) == (OLD, "", OLD)


def test_where_its_own_container_is_not_ready_the_interim_goes_on_answering(
    releases: Releases, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = StandIn(releases, own=OLD, broken=(NEW,))

    with pytest.raises(SwitchError, match="serves in its interim container"):
        run(host, monkeypatch)

    assert host.deeds == WHOLE[:5]
    assert (host.interim, host.to) == (NEW, f"interim {NEW}")


@pytest.mark.parametrize(
    ("own", "target", "current", "deeds"),
    [
        (OLD, "", OLD, WHOLE[1:]),
        (OLD, f"interim {NEW}", OLD, WHOLE[1:]),
        (OLD, f"interim {NEW}", NEW, [*WHOLE[2:4], WHOLE[1], *WHOLE[4:]]),
        ("", f"interim {NEW}", NEW, WHOLE[4:]),
        (NEW, f"interim {NEW}", NEW, WHOLE[5:]),
        (NEW, "", NEW, WHOLE[6:]),
    ],
)
def test_a_switch_that_was_cut_off_is_finished(
    releases: Releases,
    monkeypatch: pytest.MonkeyPatch,
    own: str,
    target: str,
    current: str,
    deeds: list[str],
) -> None:
    releases.current = current
    host = StandIn(releases, own=own, interim=NEW, target=target)

    assert run(host, monkeypatch)
    assert host.deeds == deeds
    assert (host.own, host.interim, host.to, releases.current) == (NEW, "", "", NEW)
