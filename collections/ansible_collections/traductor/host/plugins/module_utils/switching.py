"""Give the traffic to a release: the order of it, which is the same on every kind of host."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection
from dataclasses import dataclass

from ansible_collections.traductor.host.plugins.module_utils.releases import Releases, SwitchError

POLL_SECONDS = 0.3
NGINX_SECONDS = 20
LOG_LINES = 60
REMEDY = "Remedy: correct what the lines name, and run again: ansible-playbook playbooks/deploy.yml"


@dataclass(frozen=True)
class Translator:
    """A translator that was started: its name on the host, its release, whether it runs."""

    name: str
    release: str
    runs: bool


class Host(ABC):
    """What a switch asks of a machine, however the service runs on it.

    Args:
        releases: those of the project.
    """

    def __init__(self, releases: Releases) -> None:
        self.releases = releases

    @abstractmethod
    def translators(self) -> list[Translator]:
        """List the translators, those that ended included."""

    @abstractmethod
    def start(self, release: str) -> None:
        """Start the translator of a release beside the others."""

    @abstractmethod
    def stop(self, translator: Translator, seconds: int) -> None:
        """Let a translator answer what it has in hand, and take it away."""

    @abstractmethod
    def remove(self, translator: Translator) -> None:
        """Take a translator away that has nothing in hand."""

    @abstractmethod
    def translation(self, translator: Translator, sentence: str) -> str | None:
        """Ask a translator for a translation; None where there is none yet."""

    @abstractmethod
    def has_ended(self, translator: Translator) -> bool:
        """Tell whether a translator has ended since it was started, if only for a moment."""

    @abstractmethod
    def logs(self, translator: Translator) -> str:
        """Read the last log lines of a translator."""

    @abstractmethod
    def served(self) -> str:
        """Ask Nginx which release it serves; nothing if it does not say."""

    @abstractmethod
    def is_ready(self) -> bool:
        """Ask through Nginx whether the engine answers."""

    @abstractmethod
    def nginx_workers(self) -> set[str]:
        """Name the processes of Nginx that have requests in hand."""

    @abstractmethod
    def nginx_logs(self) -> str:
        """Read the last log lines of Nginx."""

    @abstractmethod
    def take_up(self, release: str) -> None:
        """Let Nginx serve a release.

        Raises:
            SwitchError: it cannot, and goes on as it was.
        """

    @abstractmethod
    def keep_nginx(self, release: str) -> bool:
        """Let Nginx run as a release wants it; return whether it was started for that."""

    @abstractmethod
    def prune(self, stay: Collection[str]) -> None:
        """Remove what only releases other than these needed."""


@dataclass
class Switch:
    """One switch to a release.

    Args:
        host: where it happens.
        release: the one that is to get the traffic.
        sentence: what it translates before.
        start_limit_seconds: how long it may take.
        drain_limit_seconds: how long requests in hand may take.
    """

    host: Host
    release: str
    sentence: str
    start_limit_seconds: int
    drain_limit_seconds: int
    translation: str = ""

    @property
    def releases(self) -> Releases:
        """Give the releases."""
        return self.host.releases

    def is_due(self) -> bool:
        """Tell whether anything is to be done."""
        translators = self.host.translators()
        return (
            self.releases.current != self.release
            or [(each.release, each.runs) for each in translators] != [(self.release, True)]
            or self.host.served() != self.release
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
        replaced = self.host.keep_nginx(self.release)
        if replaced:
            self._wait_for_nginx()
        return due or replaced

    def _start(self) -> None:
        """Start the release beside the one that serves, and let it translate."""
        wanted = (self.release, self.releases.current, self.host.served())
        for each in self.host.translators():
            if not each.runs:
                self.host.remove(each)
            elif each.release not in wanted:
                self.host.stop(each, self.drain_limit_seconds)
        if not self._own():
            self.host.start(self.release)
        (new,) = self._own()
        self._wait_for_translation(new)

    def _own(self) -> list[Translator]:
        return [each for each in self.host.translators() if each.release == self.release]

    def _wait_for_translation(self, new: Translator) -> None:
        deadline = time.monotonic() + self.start_limit_seconds
        while (translation := self.host.translation(new, self.sentence)) is None:
            has_ended = self.host.has_ended(new)
            if has_ended or time.monotonic() > deadline:
                logs = self.host.logs(new)
                self.host.remove(new)
                late = f"it did not answer within {self.start_limit_seconds} s"
                raise SwitchError(
                    f"Release {self.release} did not start: {'it ended' if has_ended else late}. "
                    f"{self._goes_on()}\nIts last log lines:\n{logs}{REMEDY}"
                )
            time.sleep(POLL_SECONDS)
        self.translation = translation

    def _goes_on(self) -> str:
        current = self.releases.current
        return f"Release {current} goes on serving." if current else "Nothing served before."

    def _move(self) -> None:
        """Let Nginx serve the release, and wait until what it had in hand is answered."""
        served = self.host.served()
        if not served:
            # It starts with what is current.
            self.releases.current = self.release
            self.host.keep_nginx(self.release)
            self._wait_for_nginx()
            return
        before = self.host.nginx_workers()
        try:
            self.host.take_up(self.release)
            self._wait_for_nginx()
        except SwitchError:
            if served != self.release and self.releases.folder(served).is_dir():
                self.host.take_up(served)
            raise
        self.releases.current = self.release
        wait_until(lambda: not before & self.host.nginx_workers(), self.drain_limit_seconds)

    def _wait_for_nginx(self) -> None:
        if not wait_until(
            lambda: self.host.served() == self.release and self.host.is_ready(), NGINX_SECONDS
        ):
            raise SwitchError(
                f"Nginx does not serve release {self.release}. {self._goes_on()}\n"
                f"Its last log lines:\n{self.host.nginx_logs()}{REMEDY}"
            )

    def _stop_others(self) -> None:
        for each in self.host.translators():
            if each.release != self.release:
                self.host.stop(each, self.drain_limit_seconds)


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Wait for a condition; return whether it came to be in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True
