#!/usr/bin/python3
"""Start a container of the service again that somebody killed, and a translator that hangs.

Docker itself restarts what ends by itself. What is killed through it (`docker kill`, and whatever
asks the Engine's API to do so) it takes for stopped on purpose. `docker stop` asks a container to
end before it kills: such a one stays where it is. Of one that is not healthy Docker only says so.

Runs as a unit of systemd, with the standard library alone, and follows the Engine's events
(https://docs.docker.com/reference/api/engine/, SystemEvents). It ends with the Engine; systemd
starts it anew.
"""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

SOCKET = "/run/docker.sock"
TIMEOUT_SECONDS = 30
# How long a translator may go on being unhealthy, after the three checks that it failed.
PATIENCE_SECONDS = 30
# A restart lets requests in hand come to their end; how long they have, the container knows.
RESTART_TIMEOUT_SECONDS = 3_700
# What is said of a container that `docker rm --force` killed.
REMOVED = (HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)
UNHEALTHY = "health_status: unhealthy"
KILL = "9"
# What `docker stop` and Compose send first; the image says which.
STOP = {"2", "3", "15"}
FILTERS = {
    "type": ["container"],
    "event": ["start", "kill", "die", "destroy", "health_status"],
    "label": [
        "com.docker.compose.project=traductor",
        "com.docker.compose.oneoff=False",
    ],
}

Event = Mapping[str, Any]


class EngineConnection(http.client.HTTPConnection):
    """A connection to the Docker Engine of this machine.

    Args:
        timeout_seconds: how long an answer may take; without end for events.
    """

    def __init__(self, timeout_seconds: float | None = TIMEOUT_SECONDS) -> None:
        super().__init__("localhost", timeout=timeout_seconds)

    def connect(self) -> None:
        """Connect to the Engine's socket."""
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(SOCKET)


class Killed:
    """Tell from events which containers were killed without having been asked to end."""

    def __init__(self) -> None:
        self._last_signal: dict[str, str] = {}

    def take(self, event: Event) -> bool:
        """Take note of an event; return whether its container is to be started again."""
        number, attributes = event["Actor"]["ID"], event["Actor"]["Attributes"]
        if event["Action"] == "kill":
            signal = attributes.get("signal", "")
            if signal in STOP or (signal == KILL and number not in self._last_signal):
                self._last_signal[number] = signal
            return False
        if event["Action"] not in ("start", "die", "destroy"):
            return False
        signal = self._last_signal.pop(number, "")
        return event["Action"] == "die" and signal == KILL


def events() -> Iterator[Event]:
    """Follow what happens to the containers of the project, until the Engine ends.

    Raises:
        OSError: the Engine does not run.
    """
    with closing(EngineConnection(timeout_seconds=None)) as connection:
        connection.request("GET", f"/events?filters={quote(json.dumps(FILTERS))}")
        for line in connection.getresponse():
            yield json.loads(line)


def ask(method: str, path: str, *, timeout_seconds: float = TIMEOUT_SECONDS) -> tuple[int, str]:
    """Ask the Engine for something; return the status and what it said.

    Raises:
        OSError: it does not answer.
    """
    with closing(EngineConnection(timeout_seconds)) as connection:
        connection.request(method, path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace").strip()


def start_killed(number: str, name: str) -> None:
    """Start a container that was killed."""
    status, said = ask("POST", f"/containers/{number}/start")
    if status < HTTPStatus.BAD_REQUEST:
        say(f"{name} was killed and is started again; to stop it: docker stop {name}")
    elif status not in REMOVED:
        say(f"{name} was killed and cannot be started: {said}")


def restart_hanging(number: str, name: str) -> None:
    """Restart a container that is still unhealthy."""
    status, said = ask("GET", f"/containers/{number}/json")
    if status != HTTPStatus.OK or json.loads(said)["State"]["Health"]["Status"] != "unhealthy":
        return
    say(f"{name} has not answered for a while and is restarted")
    status, said = ask(
        "POST", f"/containers/{number}/restart", timeout_seconds=RESTART_TIMEOUT_SECONDS
    )
    if status >= HTTPStatus.BAD_REQUEST:
        say(f"{name} cannot be restarted: {said}")


def say(text: str) -> None:
    """Write a line for the journal."""
    print(text, flush=True)


def main() -> None:
    """Watch until the Engine ends."""
    killed = Killed()
    for event in events():
        number, attributes = event["Actor"]["ID"], event["Actor"]["Attributes"]
        name = attributes.get("name", number)
        if killed.take(event):
            start_killed(number, name)
        elif (
            event["Action"] == UNHEALTHY
            # Nginx asks the translator: it is unhealthy with it, and well with it.
            and attributes.get("com.docker.compose.service") in ("translator", "standalone")
        ):
            timer = threading.Timer(PATIENCE_SECONDS, restart_hanging, (number, name))
            timer.daemon = True
            timer.start()


if __name__ == "__main__":
    main()
