#!/usr/bin/python
"""Give the traffic to a release: it starts beside the old one, which then drains and stops."""

from __future__ import annotations

DOCUMENTATION = r"""
module: release_switch
short_description: Give the traffic to a release without losing a request
description:
  - Starts the release beside the one that serves, waits until it has translated a sentence, lets
    Nginx move over, and stops the other one when its last request is answered.
  - A release that does not get so far never gets traffic.
  - Finishes what a run that was cut off has begun. Where nothing is to be done, nothing changes.
  - Writes one line for each switch, and for each that failed, into C(deployments.jsonl).
author: The Traductor maintainers
options:
  directory:
    description: The folder with C(releases), C(current) and C(deployments.jsonl).
    type: path
    required: true
  release:
    description:
      - Name of the release, or the version of one.
      - Empty means the one that was deployed before the current one.
    type: str
    default: ""
  action:
    description: What the audit trail says.
    type: str
    choices: [deploy, rollback]
    default: deploy
  sentence:
    description: What a new release translates before it gets traffic.
    type: str
    required: true
  start_limit_seconds:
    description: How long a release may take to translate it.
    type: int
    required: true
  drain_limit_seconds:
    description: How long requests in hand may take.
    type: int
    required: true
  keep:
    description: How many releases stay.
    type: int
    default: 5
  by:
    description: Who asks for it, for the audit trail.
    type: str
    default: ""
  source:
    description: Which state of the sources it is, for the audit trail.
    type: str
    default: ""
"""

EXAMPLES = r"""
- name: Give the traffic to the new release
  release_switch:
    directory: /opt/traductor
    release: 0123456789ab
    sentence: The letter arrived this morning.
    start_limit_seconds: 120
    drain_limit_seconds: 65
"""

RETURN = r"""
release:
  description: The release that has the traffic.
  returned: success
  type: str
before:
  description: The one that had it before; empty if there was none.
  returned: success
  type: str
translation:
  description: What the release made of the sentence, if it was asked.
  returned: success
  type: str
releases:
  description: What is on the droplet, the one deployed last at the end.
  returned: success
  type: list
  elements: dict
"""

import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass
from pathlib import Path

from ansible.module_utils.basic import AnsibleModule

PROJECT = "traductor"
NAME = re.compile(r"[0-9a-f]{12}")
COMPLETE = ".complete"
LOG_LINES = 60
INSIDE = Path("/srv/traductor")
POLL_SECONDS = 0.3
NGINX_SECONDS = 20


class SwitchError(Exception):
    """A release does not get the traffic; the message says why and what to do."""


@dataclass(frozen=True)
class Container:
    """A translator of the project: its number, its release and its state in Docker's words."""

    number: str
    release: str
    state: str


@dataclass(frozen=True)
class Kept:
    """A release on the droplet, when it was deployed last (empty: never), whether it serves."""

    release: str
    version: str
    deployed: str
    current: bool


class Trail:
    """The audit trail: one JSON object a line.

    Args:
        path: of the file; it may not exist yet.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def entries(self) -> list[dict[str, object]]:
        """Read it; a line that a cut off write has broken counts as none."""
        found: list[dict[str, object]] = []
        lines = self.path.read_text("utf-8").splitlines() if self.path.exists() else []
        for line in lines:
            try:
                entry = json.loads(line)
            except ValueError:
                continue
            if isinstance(entry, dict):
                found.append(entry)
        return found

    def append(self, **entry: object) -> None:
        """Write one line, now, for root and its group alone."""
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        line = json.dumps({"time": now, **entry}) + "\n"
        # A write that was cut off left no end of line.
        broken = self.path.exists() and not self.path.read_bytes().endswith(b"\n")
        file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
        try:
            os.write(file, (("\n" if broken else "") + line).encode())
            os.fsync(file)
        finally:
            os.close(file)

    def deployed(self) -> dict[str, str]:
        """Say of each release when it was last deployed, in that order."""
        found: dict[str, str] = {}
        for entry in self.entries():
            if entry.get("result") == "done" and entry.get("action") == "deploy":
                name = str(entry.get("release"))
                found.pop(name, None)
                found[name] = str(entry.get("time"))
        return found


class Releases:
    """The releases in their folder, and the link to the one that has the traffic.

    Args:
        directory: the folder of all this.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.trail = Trail(directory / "deployments.jsonl")

    def folder(self, release: str) -> Path:
        """Give the folder of a release."""
        return self.directory / "releases" / release

    @property
    def current(self) -> str:
        """Name the release that has the traffic; nothing if none has."""
        link = self.directory / "current"
        return link.resolve().name if link.is_symlink() and link.exists() else ""

    @current.setter
    def current(self, release: str) -> None:
        new = self.directory / "current.new"
        new.unlink(missing_ok=True)
        new.symlink_to(Path("releases", release))
        new.replace(self.directory / "current")

    def kept(self) -> list[Kept]:
        """List what is there whole, the one deployed last at the end."""
        deployed = self.trail.deployed()
        order = list(deployed)
        names = [
            path.name
            for path in (self.directory / "releases").glob("*")
            if NAME.fullmatch(path.name) and (path / COMPLETE).exists()
        ]
        names.sort(key=lambda name: order.index(name) if name in deployed else -1)
        return [
            Kept(name, self.version(name), deployed.get(name, ""), name == self.current)
            for name in names
        ]

    def version(self, release: str) -> str:
        """Read which version of the service a release has."""
        return setting(self.folder(release) / ".env", "TRANSLATOR_VERSION")

    def chosen(self, wanted: str) -> str:
        """Find the release that is asked for by its name or version, or the one before.

        Raises:
            SwitchError: there is none.
        """
        kept = self.kept()
        names = [each.release for each in kept]
        if wanted:
            found = [each.release for each in kept if wanted in (each.release, each.version)]
        else:
            before = names[: names.index(self.current)] if self.current in names else names
            found = [name for name in before if self.trail.deployed().get(name)]
        if not found:
            there = "\n".join(f"  {each.release}  {each.deployed}" for each in kept)
            raise SwitchError(
                (f"There is no release {wanted}" if wanted else "There is no release before this")
                + f"; nothing was changed. On the droplet are:\n{there or '  none'}\n"
                "Remedy: name one of them, or deploy: ansible-playbook playbooks/deploy.yml"
            )
        return found[-1]

    def prune(self, keep: int) -> set[str]:
        """Remove all but the newest ones and the current one; return those that stay."""
        kept = [each.release for each in self.kept()]
        others = [name for name in kept if name != self.current]
        stay = {self.current, *others[max(0, len(others) - keep + 1) :]}
        for path in (self.directory / "releases").glob("*"):
            if path.name not in stay:
                shutil.rmtree(path)
        return stay

    def image(self, release: str) -> str:
        """Read which version of the image a release has."""
        file = self.folder(release) / ".env"
        # Releases of before have one for each version of the service.
        return setting(file, "TRANSLATOR_IMAGE") or self.version(release)


def setting(file: Path, name: str) -> str:
    """Read one setting of an environment file; nothing if it is not there."""
    for line in file.read_text("utf-8").splitlines() if file.exists() else []:
        if line.startswith(f"{name}="):
            return line.partition("=")[2]
    return ""


class Engine:
    """Docker, as far as a switch needs it.

    Args:
        releases: those of the project.
    """

    def __init__(self, releases: Releases) -> None:
        self.releases = releases

    def ask(self, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command of Docker, whatever comes of it."""
        return subprocess.run(
            ["docker", *arguments], cwd=cwd, capture_output=True, text=True, check=False
        )

    def do(self, *arguments: str, cwd: Path | None = None) -> str:
        """Run a command of Docker and return what it prints.

        Raises:
            SwitchError: it fails.
        """
        done = self.ask(*arguments, cwd=cwd)
        if done.returncode != 0:
            said = "\n".join((done.stderr or done.stdout).splitlines()[-LOG_LINES:])
            raise SwitchError(f"docker {' '.join(arguments[:2])} failed:\n{said}")
        return done.stdout

    def compose(self, release: str, *arguments: str) -> str:
        """Run a command of Compose for a release."""
        folder = self.releases.folder(release)
        return self.do("compose", "--project-directory", str(folder), *arguments, cwd=folder)

    def translators(self) -> list[Container]:
        """List the translators, those that ended included."""
        lines = self.do(
            "ps",
            "--all",
            "--no-trunc",
            f"--filter=label=com.docker.compose.project={PROJECT}",
            "--filter=label=com.docker.compose.service=translator",
            "--filter=label=com.docker.compose.oneoff=False",
            '--format={{.ID}}\t{{.Label "traductor.release"}}\t{{.State}}',
        )
        return [Container(*line.split("\t")) for line in lines.splitlines()]

    def nginx(self) -> str:
        """Find the running Nginx; nothing if there is none."""
        return self.do(
            "ps",
            "--quiet",
            "--no-trunc",
            f"--filter=label=com.docker.compose.project={PROJECT}",
            "--filter=label=com.docker.compose.service=nginx",
        ).strip()

    def served(self, nginx: str) -> str:
        """Ask Nginx which release it serves; nothing if it does not say."""
        return self._operator(nginx, "/release") if nginx else ""

    def is_ready(self, nginx: str) -> bool:
        """Ask through Nginx whether the engine answers."""
        return bool(self._operator(nginx, "/health/ready"))

    def workers(self, nginx: str) -> set[str]:
        """List the processes of Nginx that have requests in hand."""
        lines = self.do("top", nginx, "-eo", "pid,args").splitlines()
        found = (line.strip().partition(" ") for line in lines)
        return {pid for pid, _, args in found if args.strip().startswith("nginx: worker process")}

    def _operator(self, nginx: str, path: str) -> str:
        url = f"http://127.0.0.1:8081{path}"
        done = self.ask("exec", nginx, "curl", "--fail", "--silent", "--max-time", "5", url)
        return done.stdout.strip() if done.returncode == 0 else ""


@dataclass
class Switch:
    """One switch to a release.

    Args:
        engine: Docker.
        release: the one that is to get the traffic.
        sentence: what it translates before.
        start_limit_seconds: how long it may take.
        drain_limit_seconds: how long requests in hand may take.
    """

    engine: Engine
    release: str
    sentence: str
    start_limit_seconds: int
    drain_limit_seconds: int
    translation: str = ""

    @property
    def releases(self) -> Releases:
        """Give the releases."""
        return self.engine.releases

    def is_due(self) -> bool:
        """Tell whether anything is to be done."""
        translators = self.engine.translators()
        return (
            self.releases.current != self.release
            or [(each.release, each.state) for each in translators] != [(self.release, "running")]
            or self.engine.served(self.engine.nginx()) != self.release
        )

    def run(self) -> bool:
        """Do what is to be done; return whether anything was.

        Raises:
            SwitchError: the release does not get the traffic; what served before goes on.
        """
        due = self.is_due()
        if due:
            self._start()
            self._move()
            self._stop_others()
        nginx = self.engine.nginx()
        # Its ports, its limits and its image: nothing happens where they are the same.
        self.engine.compose(self.release, "up", "--detach", "--no-deps", "nginx")
        replaced = self.engine.nginx() != nginx
        if replaced:
            self._wait_for_nginx(self.engine.nginx())
        return due or replaced

    def _start(self) -> None:
        """Start the release beside the one that serves, and let it translate."""
        wanted = (self.release, self.releases.current, self.engine.served(self.engine.nginx()))
        for each in self.engine.translators():
            if each.state != "running":
                self.engine.do("rm", "--force", each.number)
            elif each.release not in wanted:
                self._stop(each)
        running = self.engine.translators()
        if not any(each.release == self.release for each in running):
            image = self.engine.compose(self.release, "config", "--images", "translator").strip()
            if self.engine.ask("image", "inspect", image).returncode != 0:
                self.engine.compose(self.release, "--progress=plain", "build", "translator")
            self.engine.compose(
                self.release,
                *("up", "--detach", "--no-deps", "--no-recreate", "--no-build"),
                *("--scale", f"translator={len(running) + 1}", "translator"),
            )
        (new,) = [each for each in self.engine.translators() if each.release == self.release]
        self._wait_for_translation(new.number)

    def _wait_for_translation(self, number: str) -> None:
        deadline = time.monotonic() + self.start_limit_seconds
        while True:
            asked = self.engine.ask(
                *("exec", number, "python", "-I", "-S", "translator/servers/health_check.py"),
                self.sentence,
            )
            if asked.returncode == 0:
                self.translation = asked.stdout.strip()
                return
            state = self.engine.do(
                "inspect", "--format={{.State.Status}} {{.RestartCount}}", number
            ).strip()
            if state != "running 0" or time.monotonic() > deadline:
                logs = self.engine.ask("logs", "--tail", str(LOG_LINES), number)
                self.engine.do("rm", "--force", number)
                why = (
                    f"it did not answer within {self.start_limit_seconds} s"
                    if state == "running 0"
                    else "it ended"
                )
                raise SwitchError(
                    f"Release {self.release} did not start: {why}. {self._goes_on()}\n"
                    f"Its last log lines:\n{logs.stdout}{logs.stderr}"
                    "Remedy: correct what the lines name, and run again: "
                    "ansible-playbook playbooks/deploy.yml"
                )
            time.sleep(POLL_SECONDS)

    def _goes_on(self) -> str:
        current = self.releases.current
        return f"Release {current} goes on serving." if current else "Nothing served before."

    def _move(self) -> None:
        """Let Nginx serve the release, and wait until what it had in hand is answered."""
        nginx = self.engine.nginx()
        served = self.engine.served(nginx)
        if not served:
            # It starts with what is current.
            self.releases.current = self.release
            self.engine.compose(self.release, "up", "--detach", "--no-deps", "nginx")
            self._wait_for_nginx(self.engine.nginx())
            return
        before = self.engine.workers(nginx)
        try:
            self._take_up(nginx, self.release)
            self._wait_for_nginx(nginx)
        except SwitchError:
            if served != self.release and self.releases.folder(served).is_dir():
                self._take_up(nginx, served)
            raise
        self.releases.current = self.release
        self._wait_until(lambda: not before & self.engine.workers(nginx), self.drain_limit_seconds)

    def _take_up(self, nginx: str, release: str) -> None:
        inside = INSIDE / "releases" / release
        self.engine.do(
            "exec", nginx, "sh", str(inside / "nginx" / "serve.sh"), "take-up", str(inside)
        )

    def _wait_for_nginx(self, nginx: str) -> None:
        if not self._wait_until(
            lambda: self.engine.served(nginx) == self.release and self.engine.is_ready(nginx),
            NGINX_SECONDS,
        ):
            logs = self.engine.ask("logs", "--tail", str(LOG_LINES), nginx)
            raise SwitchError(
                f"Nginx does not serve release {self.release}. {self._goes_on()}\n"
                f"Its last log lines:\n{logs.stdout}{logs.stderr}"
                "Remedy: correct what the lines name, and run again: "
                "ansible-playbook playbooks/deploy.yml"
            )

    def _wait_until(self, condition: Callable[[], bool], seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                return False
            time.sleep(POLL_SECONDS)
        return True

    def _stop_others(self) -> None:
        for each in self.engine.translators():
            if each.release != self.release:
                self._stop(each)

    def _stop(self, translator: Container) -> None:
        """Let a translator answer what it has in hand, and end it."""
        self.engine.do("stop", "--time", str(self.drain_limit_seconds), translator.number)
        self.engine.do("rm", translator.number)


def remove_images(engine: Engine, versions: Collection[str]) -> None:
    """Remove the images of versions other than these."""
    lines = engine.do(
        "images", f"--filter=reference={PROJECT}-translator", "--format={{.Repository}}:{{.Tag}}"
    )
    for image in lines.split():
        version = image.partition(":")[2].rpartition("-")[0]
        if version not in versions:
            # One that a container of somebody else uses stays.
            engine.ask("image", "rm", image)


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "directory": {"type": "path", "required": True},
            "release": {"type": "str", "default": ""},
            "action": {"type": "str", "choices": ["deploy", "rollback"], "default": "deploy"},
            "sentence": {"type": "str", "required": True},
            "start_limit_seconds": {"type": "int", "required": True},
            "drain_limit_seconds": {"type": "int", "required": True},
            "keep": {"type": "int", "default": 5},
            "by": {"type": "str", "default": ""},
            "source": {"type": "str", "default": ""},
        },
        supports_check_mode=True,
    )
    wanted = module.params
    releases = Releases(Path(wanted["directory"]))
    engine = Engine(releases)
    start, before = time.monotonic(), releases.current
    try:
        release = releases.chosen(wanted["release"])
    except SwitchError as error:
        module.fail_json(msg=str(error))
    switch = Switch(
        engine,
        release,
        wanted["sentence"],
        wanted["start_limit_seconds"],
        wanted["drain_limit_seconds"],
    )

    def note(result: str) -> None:
        releases.trail.append(
            action=wanted["action"],
            release=release,
            before=before,
            version=releases.version(release),
            by=wanted["by"],
            source=wanted["source"],
            seconds=round(time.monotonic() - start, 1),
            result=result,
        )

    try:
        if module.check_mode:
            changed = switch.is_due()
        else:
            changed = switch.run()
            if changed:
                note("done")
                stay = releases.prune(wanted["keep"])
                remove_images(engine, {releases.image(name) for name in stay})
    except SwitchError as error:
        if not module.check_mode:
            note("failed")
        module.fail_json(msg=str(error))
    module.exit_json(
        changed=changed,
        release=release,
        before=before,
        translation=switch.translation,
        releases=[asdict(each) for each in releases.kept()],
    )


if __name__ == "__main__":
    main()
