"""Tell systemd that the engine answers, as long as it does: the watchdog of the unit.

``python -S -m translator.servers.heartbeat`` runs beside the server; start.py starts it where
systemd wants to be told. systemd restarts a unit that said nothing for WatchdogSec.
"""

import contextlib
import io
import os
import socket
import time

from translator.servers import health_check

EVERY_SECONDS = 5.0


def main() -> None:
    """Ask the engine again and again, and say so once where it does not answer."""
    # Nobody's child: uWSGI would wait for it before it ends.
    if os.fork():
        return
    was_well = False
    while True:
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            is_well = health_check.main() == 0
        if is_well:
            notify("WATCHDOG=1")
        elif was_well:
            print(f"the engine does not answer: {said.getvalue().strip()}", flush=True)
        was_well = is_well
        time.sleep(EVERY_SECONDS)


def notify(state: str) -> None:
    """Tell systemd something, as sd_notify(3) does."""
    address = os.environ["NOTIFY_SOCKET"]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as connection:
        connection.connect("\0" + address[1:] if address.startswith("@") else address)
        connection.sendall(state.encode())


if __name__ == "__main__":
    main()
