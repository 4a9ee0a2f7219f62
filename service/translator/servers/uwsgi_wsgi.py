"""The application under uWSGI; only uWSGI can import this module.

uWSGI calls `renew` in its master when the reload file is touched (start.py tells it so), and
replaces its workers one after the other when the chain file is.
"""

import os
import threading
import time

from uwsgidecorators import postfork, rpc

from translator.servers import outcomes, places, renewal

__all__ = ["application"]

LOOK_SECONDS = 2.0
SECOND = 1_000_000_000  # in nanoseconds
MASTER = os.getpid()

application = renewal.application


def after_fork() -> None:
    """Make a new process ready."""
    renewal.after_fork()
    threading.Thread(target=_go_on_until_all_are_new, name="chain", daemon=True).start()


def renew() -> bytes:
    """Take up changed code in the master, and have the workers replaced.

    uWSGI tells touches apart by whole seconds: what comes in the second of this one is seen here.
    Whoever speaks its protocol may call this, but only in a worker.
    """
    while os.getpid() == MASTER:
        asked = outcomes.asked()
        if renewal.renew():
            _replace_workers()
        second = asked // SECOND
        time.sleep(max(0.0, min(1.1, second + 1.1 - time.time())))
        again = outcomes.asked()
        if again == asked or again // SECOND != second:
            break
    return b""


def _replace_workers() -> None:
    before = places.CHAIN_FILE.stat().st_mtime if places.CHAIN_FILE.exists() else 0
    places.CHAIN_FILE.touch(mode=0o600)
    moment = max(time.time(), before + 1)
    os.utime(places.CHAIN_FILE, (moment, moment))


def _go_on_until_all_are_new() -> None:
    """Begin again where uWSGI did not see a touch, because it was replacing workers already."""
    while renewal.former_workers():
        time.sleep(LOOK_SECONDS)
        if renewal.former_workers():
            _replace_workers()


renewal.load()
postfork(after_fork)
rpc("renew")(renew)
