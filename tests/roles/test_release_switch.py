"""A release gets the traffic only when it answers, and a switch that was cut off is finished."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from ansible_collections.traductor.host.plugins.module_utils.docker_host import DockerHost
from ansible_collections.traductor.host.plugins.module_utils.releases import Releases, SwitchError
from ansible_collections.traductor.host.plugins.module_utils.switching import Switch, Translator

OLDER, OLD, NEW = "0" * 12, "1" * 12, "2" * 12
SENTENCE, TRANSLATION = "Good morning.", "Buenos días."


class StandIn(DockerHost):
    """Docker as a switch sees it: what runs, what Nginx serves, and what was done in which order.

    Args:
        releases: those of the project.
        running: the releases whose translators run.
        serves: the release that Nginx serves; empty where it does not run.
        broken: releases that do not answer.
    """

    def __init__(
        self, releases: Releases, *running: str, serves: str = "", broken: tuple[str, ...] = ()
    ) -> None:
        super().__init__(releases)
        self.running = list(running)
        self.serves = serves
        self.broken = broken
        self.deeds: list[str] = []

    def ask(self, *arguments: str, **_: object) -> subprocess.CompletedProcess[str]:
        code, said = 0, ""
        if arguments[0] == "exec":
            code, said = (1, "no") if arguments[1] in self.broken else (0, TRANSLATION)
        if arguments[0] == "logs":
            said = "the last line of its log\n"
        return subprocess.CompletedProcess(arguments, code, said, "")

    def do(self, *arguments: str, **_: object) -> str:
        if arguments[0] in ("rm", "stop"):
            self.deeds.append(f"{arguments[0]} {arguments[-1][0]}")
            if arguments[0] == "rm":
                self.running.remove(arguments[-1])
        if arguments[0] == "exec":
            release = Path(arguments[-1]).name
            if f"{release}-nginx" in self.broken:
                raise SwitchError("Nginx goes on as it was")
            self.serves = release
            self.deeds.append(f"take-up {release[0]}")
        return "running 0\n" if arguments[0] == "inspect" else ""

    def compose(self, release: str, *arguments: str) -> str:
        if arguments[0] == "up" and arguments[-1] == "translator":
            self.running.append(release)
            self.deeds.append(f"up {release[0]}")
        if arguments[0] == "up" and arguments[-1] == "nginx" and not self.serves:
            self.serves = self.releases.current
            self.deeds.append(f"nginx {self.serves[0]}")
        return ""

    def translators(self) -> list[Translator]:
        return [Translator(name, name, runs=True) for name in self.running]

    def nginx(self) -> str:
        return "nginx" if self.serves else ""

    def served(self) -> str:
        return self.serves

    def is_ready(self) -> bool:
        return self.serves in self.running

    def nginx_workers(self) -> set[str]:
        return {self.serves}


@pytest.fixture(autouse=True)
def _without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)


@pytest.fixture
def releases(tmp_path: Path) -> Releases:
    """Lay out three releases, of which the second one is current."""
    for name in (OLDER, OLD, NEW):
        folder = tmp_path / "releases" / name
        folder.mkdir(parents=True)
        (folder / ".complete").touch()
        (folder / ".env").write_text(f"TRANSLATOR_VERSION=v{name[0]}\n")
    found = Releases(tmp_path)
    found.current = OLD
    for name in (OLDER, OLD):
        found.trail.append(action="deploy", release=name, result="done")
    return found


def switch(engine: DockerHost, release: str = NEW) -> Switch:
    return Switch(engine, release, SENTENCE, start_limit_seconds=0, drain_limit_seconds=60)


def test_a_new_release_starts_beside_the_old_one_which_stops_when_nginx_has_moved(
    releases: Releases,
) -> None:
    engine = StandIn(releases, OLD, serves=OLD)
    started = switch(engine)
    changed = started.run()

    assert changed
    assert engine.deeds == ["up 2", "take-up 2", "stop 1", "rm 1"]
    assert started.translation == TRANSLATION
    assert releases.current == NEW


def test_on_a_new_droplet_nginx_starts_when_the_release_answers(releases: Releases) -> None:
    (releases.directory / "current").unlink()
    engine = StandIn(releases)

    assert switch(engine).run()
    assert engine.deeds == ["up 2", "nginx 2"]
    assert releases.current == NEW


def test_where_it_serves_already_nothing_happens(releases: Releases) -> None:
    engine = StandIn(releases, OLD, serves=OLD)

    assert not switch(engine, OLD).run()
    assert engine.deeds == []


def test_a_release_that_does_not_answer_gets_no_traffic_and_shows_its_log(
    releases: Releases,
) -> None:
    engine = StandIn(releases, OLD, serves=OLD, broken=(NEW,))

    with pytest.raises(SwitchError, match="the last line of its log") as told:
        switch(engine).run()

    assert f"Release {OLD} goes on serving" in str(told.value)
    assert engine.deeds == ["up 2", "rm 2"]
    assert (engine.serves, releases.current) == (OLD, OLD)


def test_a_configuration_that_nginx_refuses_leaves_the_old_release_serving(
    releases: Releases,
) -> None:
    engine = StandIn(releases, OLD, serves=OLD, broken=(f"{NEW}-nginx",))

    with pytest.raises(SwitchError, match="goes on as it was"):
        switch(engine).run()

    assert (engine.serves, releases.current) == (OLD, OLD)
    assert OLD in engine.running


@pytest.mark.parametrize(
    ("running", "serves", "current", "deeds"),
    [
        # after the start of the new one
        ([OLD, NEW], OLD, OLD, ["take-up 2", "stop 1", "rm 1"]),
        # after Nginx has moved, before the link
        ([OLD, NEW], NEW, OLD, ["take-up 2", "stop 1", "rm 1"]),
        # after the link, before the old one has stopped
        ([OLD, NEW], NEW, NEW, ["stop 1", "rm 1", "take-up 2"]),
    ],
)
def test_a_switch_that_was_cut_off_is_finished(
    releases: Releases, running: list[str], serves: str, current: str, deeds: list[str]
) -> None:
    releases.current = current
    engine = StandIn(releases, *running, serves=serves)

    assert switch(engine).run()
    assert engine.deeds == deeds
    assert (engine.running, releases.current) == ([NEW], NEW)


def test_what_another_release_left_is_gone_before_a_third_one_starts(releases: Releases) -> None:
    engine = StandIn(releases, OLD, OLDER, serves=OLD)
    switch(engine).run()

    assert engine.deeds[:3] == ["stop 0", "rm 0", "up 2"]


def test_the_release_before_is_the_one_deployed_before_the_current_one(
    releases: Releases,
) -> None:
    assert releases.chosen("") == OLDER


def test_a_release_is_found_by_its_name_and_by_its_version(releases: Releases) -> None:
    assert releases.chosen(NEW) == NEW
    assert releases.chosen("v2") == NEW


@pytest.mark.parametrize("wanted", ["", "v7"])
def test_a_release_that_is_not_there_is_refused_with_a_list(
    releases: Releases, wanted: str
) -> None:
    releases.current = OLDER

    with pytest.raises(SwitchError, match=OLD):
        releases.chosen(wanted)


def test_after_a_rollback_the_next_one_goes_further_back(releases: Releases) -> None:
    releases.trail.append(action="deploy", release=NEW, result="done")
    releases.trail.append(action="rollback", release=OLD, result="done")

    assert releases.chosen("") == OLDER


def test_a_release_whose_deployment_failed_is_not_gone_back_to(releases: Releases) -> None:
    releases.trail.append(action="deploy", release=NEW, result="failed")
    third = "3" * 12
    releases.trail.append(action="deploy", release=third, result="done")
    (releases.directory / "releases" / third).mkdir()
    (releases.directory / "releases" / third / ".complete").touch()
    releases.current = third

    assert releases.chosen("") == OLD


def test_the_oldest_ones_go_and_the_current_one_stays(releases: Releases) -> None:
    (releases.directory / "releases" / "half-unpacked").mkdir()
    releases.trail.append(action="deploy", release=NEW, result="done")
    releases.current = OLDER
    stay = releases.prune(2)

    assert {path.name for path in (releases.directory / "releases").iterdir()} == {OLDER, NEW}
    assert stay == {OLDER, NEW}


def test_a_release_of_before_has_an_image_for_its_version(releases: Releases) -> None:
    with (releases.folder(NEW) / ".env").open("a") as file:
        file.write("TRANSLATOR_IMAGE=i1\n")

    assert [DockerHost(releases).image(name) for name in (OLD, NEW)] == ["v1", "i1"]


def test_an_image_stays_as_long_as_a_release_has_it(
    releases: Releases, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, removed = StandIn(releases), []
    there = "traductor-translator:i1-ctranslate2\ntraductor-translator:i2-ctranslate2\n"
    monkeypatch.setattr(engine, "do", lambda *_: there)
    monkeypatch.setattr(engine, "ask", lambda *arguments: removed.append(arguments))
    with (releases.folder(NEW) / ".env").open("a") as file:
        file.write("TRANSLATOR_IMAGE=i1\n")
    engine.prune({NEW})

    assert removed == [("image", "rm", "traductor-translator:i2-ctranslate2")]


def test_a_line_that_was_cut_off_spoils_no_other(releases: Releases) -> None:
    with releases.trail.path.open("a") as file:
        file.write('{"time": "2026-')
    releases.trail.append(action="deploy", release=NEW, result="done")

    assert [entry["release"] for entry in releases.trail.entries()] == [OLDER, OLD, NEW]
    assert json.loads(releases.trail.path.read_text().splitlines()[-1])["release"] == NEW
    assert releases.trail.path.stat().st_mode & 0o777 == 0o640


def test_docker_is_asked_for_the_containers_of_the_project(
    releases: Releases, monkeypatch: pytest.MonkeyPatch
) -> None:
    host, asked = DockerHost(releases), list[str]()

    def answer(*arguments: str, **_: object) -> subprocess.CompletedProcess[str]:
        asked.extend(arguments)
        said = f"c1\t{OLD}\trunning\nc2\t{NEW}\texited\n"
        return subprocess.CompletedProcess(arguments, 0, said, "")

    monkeypatch.setattr(host, "ask", answer)

    assert host.translators() == [
        Translator("c1", OLD, runs=True),
        Translator("c2", NEW, runs=False),
    ]
    assert "--filter=label=com.docker.compose.project=traductor" in asked
    assert "--filter=label=com.docker.compose.service=translator" in asked
    assert "--filter=label=com.docker.compose.oneoff=False" in asked
