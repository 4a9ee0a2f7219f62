"""Reload under Gunicorn, which looks at no file and replaces all its workers at a time.

A thread of the master looks at the reload file. When there is changed code it asks Gunicorn, with
the signals that an operator would use, for one more worker and then for one less: Gunicorn lets the
oldest one finish what it has in hand.
"""

import os
import select
import signal
import threading
import time
from typing import Any

from translator.servers import outcomes, renewal

LOOK_SECONDS = 1.0
# A model is loaded into it; what does not come in that time does not come.
READY_SECONDS = 30.0

_said_ready: int = -1


def watch(server: Any) -> None:
    """Look from now on whether a reload is asked for; call it in the master, before it forks.

    Args:
        server: Gunicorn's arbiter.
    """
    global _said_ready
    heard_ready, _said_ready = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    threading.Thread(
        target=_keep_watching, args=(server, heard_ready, outcomes.asked()), daemon=True
    ).start()


def say_ready() -> None:
    """Tell the master that this worker answers requests."""
    os.write(_said_ready, b".")


def _keep_watching(server: Any, heard_ready: int, seen: int) -> None:
    while True:
        time.sleep(LOOK_SECONDS)
        asked = outcomes.asked()
        if asked != seen:
            seen = asked
            if renewal.renew():
                _replace_workers(server, heard_ready)


def _replace_workers(server: Any, heard_ready: int) -> None:
    """Replace the workers one after the other, so that there is never more than one too many."""
    former = frozenset(server.WORKERS)
    while remaining := former & frozenset(server.WORKERS):
        while _hears(heard_ready, 0):
            os.read(heard_ready, 4_096)
        os.kill(os.getpid(), signal.SIGTTIN)
        _hears(heard_ready, READY_SECONDS)
        os.kill(os.getpid(), signal.SIGTTOU)
        # It ends by itself, at the latest when its requests must have ended.
        while remaining <= frozenset(server.WORKERS):
            time.sleep(0.05)


def _hears(heard_ready: int, seconds: float) -> bool:
    """Wait for a worker to say that it is ready."""
    return bool(select.select([heard_ready], [], [], seconds)[0])
