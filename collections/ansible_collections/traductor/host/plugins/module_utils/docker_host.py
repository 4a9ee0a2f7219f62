"""A host where the service runs in containers, by Docker Compose."""

from __future__ import annotations

import subprocess
from collections.abc import Collection
from pathlib import Path

from ansible_collections.traductor.host.plugins.module_utils.releases import SwitchError, setting
from ansible_collections.traductor.host.plugins.module_utils.switching import (
    LOG_LINES,
    Host,
    Translator,
)

PROJECT = "traductor"
INSIDE = Path("/srv/traductor")
OF_THE_PROJECT = f"--filter=label=com.docker.compose.project={PROJECT}"
OF_A_SERVICE = "--filter=label=com.docker.compose.service="


class DockerHost(Host):
    """Docker, as far as a switch needs it."""

    # Of compose.yaml, and of the name of its image.
    service = "translator"

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

    def translators(self) -> list[Translator]:
        """List the containers."""
        once = "--filter=label=com.docker.compose.oneoff=False"
        return self.listed(f"{OF_A_SERVICE}{self.service}", once)

    def listed(self, *filters: str) -> list[Translator]:
        """List the containers of the project that pass filters."""
        lines = self.do(
            *("ps", "--all", "--no-trunc", OF_THE_PROJECT, *filters),
            '--format={{.ID}}\t{{.Label "traductor.release"}}\t{{.State}}',
        )
        found = (line.split("\t") for line in lines.splitlines())
        return [Translator(name, release, state == "running") for name, release, state in found]

    def start(self, release: str) -> None:
        """Start one more container; build its image where it is missing."""
        beside = len(self.translators())
        self.build(release)
        self.compose(
            release,
            *("up", "--detach", "--no-deps", "--no-recreate", "--no-build"),
            *("--scale", f"{self.service}={beside + 1}", self.service),
        )

    def build(self, release: str) -> None:
        """Build the image of a release where it is missing."""
        image = self.compose(release, "config", "--images", self.service).strip()
        if self.ask("image", "inspect", image).returncode != 0:
            self.compose(release, "--progress=plain", "build", self.service)

    def stop(self, translator: Translator, seconds: int) -> None:
        """Let it answer what it has in hand, and end it."""
        self.do("stop", "--time", str(seconds), translator.name)
        self.do("rm", translator.name)

    def remove(self, translator: Translator) -> None:
        """End it at once."""
        self.do("rm", "--force", translator.name)

    def translation(self, translator: Translator, sentence: str) -> str | None:
        """Ask inside the container."""
        program = ("python", "-I", "-S", "translator/servers/health_check.py")
        asked = self.ask("exec", translator.name, *program, sentence)
        return asked.stdout.strip() if asked.returncode == 0 else None

    def has_ended(self, translator: Translator) -> bool:
        """Look whether it runs since its start."""
        state = "--format={{.State.Status}} {{.RestartCount}}"
        return self.do("inspect", state, translator.name).strip() != "running 0"

    def logs(self, translator: Translator) -> str:
        """Ask Docker for them."""
        return self._logs(translator.name)

    def nginx(self) -> str:
        """Find the running Nginx; nothing if there is none."""
        return self.do(
            "ps", "--quiet", "--no-trunc", OF_THE_PROJECT, f"{OF_A_SERVICE}nginx"
        ).strip()

    def served(self) -> str:
        """Ask inside its container."""
        return self._operator("/release")

    def is_ready(self) -> bool:
        """Ask inside its container."""
        return bool(self._operator("/health/ready"))

    def nginx_workers(self) -> set[str]:
        """List its processes."""
        lines = self.do("top", self.nginx(), "-eo", "pid,args").splitlines()
        found = (line.strip().partition(" ") for line in lines)
        return {pid for pid, _, args in found if args.strip().startswith("nginx: worker process")}

    def nginx_logs(self) -> str:
        """Ask Docker for them."""
        return self._logs(self.nginx())

    def take_up(self, release: str) -> None:
        """Run its script inside."""
        inside = INSIDE / "releases" / release
        script = str(inside / "nginx" / "serve.sh")
        self.do("exec", self.nginx(), "sh", script, "take-up", str(inside))

    def keep_nginx(self, release: str) -> bool:
        """Give it the ports, the limits and the image that Compose names, if it has others."""
        before = self.nginx()
        self.compose(release, "up", "--detach", "--no-deps", "nginx")
        return self.nginx() != before

    def prune(self, stay: Collection[str]) -> None:
        """Remove the images that no other release has."""
        versions = {self.image(release) for release in stay}
        names = f"--filter=reference={PROJECT}-{self.service}"
        for image in self.do("images", names, "--format={{.Repository}}:{{.Tag}}").split():
            version = image.partition(":")[2].rpartition("-")[0]
            if version not in versions:
                # One that a container of somebody else uses stays.
                self.ask("image", "rm", image)

    def image(self, release: str) -> str:
        """Read which version of the image a release has."""
        file = self.releases.folder(release) / ".env"
        # Releases of before have one for each version of the service.
        return setting(file, "TRANSLATOR_IMAGE") or self.releases.version(release)

    def _operator(self, path: str) -> str:
        nginx = self.nginx()
        if not nginx:
            return ""
        url = f"http://127.0.0.1:8081{path}"
        done = self.ask("exec", nginx, "curl", "--fail", "--silent", "--max-time", "5", url)
        return done.stdout.strip() if done.returncode == 0 else ""

    def _logs(self, name: str) -> str:
        logs = self.ask("logs", "--tail", str(LOG_LINES), name)
        return f"{logs.stdout}{logs.stderr}"
