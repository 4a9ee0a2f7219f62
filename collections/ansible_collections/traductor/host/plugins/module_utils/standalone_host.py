"""A host where Nginx and the WSGI server are in one container.

Only one container can have the published ports. A new release starts in one without them, the
interim; the packet filter sends new connections there while the old one drains and goes; then the
release's own container takes the ports, and the interim drains and goes.
"""

from __future__ import annotations

import time

from ansible_collections.traductor.host.plugins.module_utils import packet_redirect
from ansible_collections.traductor.host.plugins.module_utils.docker_host import DockerHost
from ansible_collections.traductor.host.plugins.module_utils.releases import SwitchError, setting
from ansible_collections.traductor.host.plugins.module_utils.switching import (
    REMEDY,
    Translator,
    wait_until,
)

INTERIM = "traductor-interim"
NETWORK = "traductor_public"
HTTP, HTTPS = 8080, 8443  # inside: see compose.yaml
CHECK = ("python", "-I", "-S", "translator/servers/health_check.py")
START_SECONDS = 120
# For what has reached the old container, and is not accepted yet.
SETTLING_SECONDS = 1.0


class StandaloneHost(DockerHost):
    """Docker, and the packet filter while a container takes the place of another."""

    service = "standalone"

    def translators(self) -> list[Translator]:
        """List the containers; an interim counts while its release has no other one."""
        own, interim = super().translators(), self._interim()
        releases = {each.release for each in own}
        return [*own, *(each for each in interim if each.release not in releases)]

    def start(self, release: str) -> None:
        """Start a container without ports."""
        for former in self._interim():
            self.remove(former)
        self.build(release)
        self.compose(release, "run", "--detach", "--no-deps", "--name", INTERIM, self.service)

    def stop(self, translator: Translator, seconds: int) -> None:
        """Let it answer what it has in hand, and end it."""
        time.sleep(SETTLING_SECONDS)
        super().stop(translator, seconds)

    def served(self) -> str:
        """Find the release of the container that gets new connections; nothing if none does."""
        found = self._serving()
        return found.release if found else ""

    def is_ready(self) -> bool:
        """Ask inside that container, whose health check asks Nginx."""
        found = self._serving()
        return found is not None and self._is_ready(found)

    def nginx_workers(self) -> set[str]:
        """Name none: they end with their container, when it stops."""
        return set()

    def nginx_logs(self) -> str:
        """Ask Docker for those of the container."""
        found = self._serving()
        return self.logs(found) if found else ""

    def take_up(self, release: str) -> None:
        """Send new connections to the container of a release."""
        if any(each.release == release for each in super().translators()):
            packet_redirect.end()
            return
        (interim,) = (each for each in self._interim() if each.release == release)
        file = self.releases.folder(release) / ".env"
        ports = {"TRANSLATOR_HTTP_PORT": HTTP, "TRANSLATOR_HTTPS_PORT": HTTPS}
        published = {int(setting(file, name)): inner for name, inner in ports.items()}
        packet_redirect.send_to(self._address(interim), published)

    def keep_nginx(self, release: str) -> bool:
        """Let the release's own container have the ports; return whether that changed anything."""
        before = [each.name for each in super().translators()]
        self.compose(release, "up", "--detach", "--no-deps", "--no-build", self.service)
        own = super().translators()
        interim = self._interim()
        if interim or packet_redirect.present():
            if not wait_until(lambda: all(map(self._is_ready, own)), START_SECONDS):
                logs = "".join(map(self.logs, own))
                raise SwitchError(
                    f"Release {release} serves in its interim container, and its own one is not "
                    f"ready. Its last log lines:\n{logs}{REMEDY}"
                )
            packet_redirect.end()
            time.sleep(SETTLING_SECONDS)
            for each in interim:
                self.do("stop", each.name)  # as long as Compose lets it
                self.remove(each)
        return bool(interim) or [each.name for each in own] != before

    def _interim(self) -> list[Translator]:
        return self.listed(f"--filter=name=^{INTERIM}$")

    def _serving(self) -> Translator | None:
        """Find the container that gets new connections, if it runs."""
        address = packet_redirect.target()
        for each in self._interim() if address else super().translators():
            if each.runs and address in ("", self._address(each)):
                return each
        return None

    def _address(self, translator: Translator) -> str:
        shown = f'--format={{{{(index .NetworkSettings.Networks "{NETWORK}").IPAddress}}}}'
        return self.do("inspect", shown, translator.name).strip()

    def _is_ready(self, translator: Translator) -> bool:
        return self.ask("exec", translator.name, *CHECK).returncode == 0
