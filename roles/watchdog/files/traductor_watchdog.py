#!/usr/bin/python3
"""Start a container of the service again that somebody killed.

Docker itself restarts what ends by itself. What is killed through it (`docker kill`, and whatever
asks the Engine's API to do so) it takes for stopped on purpose. `docker stop` asks a container to
end before it kills: such a one stays where it is.

Runs as a unit of systemd, with the standard library alone, and follows the Engine's events
(https://docs.docker.com/reference/api/engine/, SystemEvents). It ends with the Engine; systemd
starts it anew.
"""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator, Mapping
from contextlib import closing
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

SOCKET = "/run/docker.sock"
TIMEOUT_SECONDS = 30
KILL = "9"
# What `docker stop` and Compose send first; the image says which.
STOP = {"2", "3", "15"}
FILTERS = {
    "type": ["container"],
    "event": ["start", "kill", "die", "destroy"],
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


def start(number: str) -> str:
    """Start a container; return why it could not be started, or nothing."""
    with closing(EngineConnection()) as connection:
        try:
            connection.request("POST", f"/containers/{number}/start")
            answer = connection.getresponse()
            said = answer.read().decode("utf-8", "replace").strip()
        except (OSError, http.client.HTTPException) as error:
            return str(error)
    return "" if answer.status < HTTPStatus.BAD_REQUEST else said


def main() -> None:
    """Watch until the Engine ends."""
    killed = Killed()
    for event in events():
        if not killed.take(event):
            continue
        name = event["Actor"]["Attributes"].get("name", event["Actor"]["ID"])
        why_not = start(event["Actor"]["ID"])
        print(
            f"{name} was killed and cannot be started: {why_not}"
            if why_not
            else f"{name} was killed and is started again; to stop it: docker stop {name}",
            flush=True,
        )


if __name__ == "__main__":
    main()
