"""Carry out actions in the background, one at a time for each droplet.

An action is first written into the account and then done, so that one which a restart of the
simulator interrupted is done again: every call of a hypervisor may be repeated.
"""

import copy
import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from simulator import firewalls
from simulator.account import Account, Json, now
from simulator.deeds import DEEDS
from simulator.hypervisor.machine import Hypervisor

logger = logging.getLogger(__name__)

WORKERS = 4


class Provisioner:
    """Bring what the account says about, in threads of its own.

    Args:
        account: where actions are read from and their outcome is written to.
        hypervisor: what does them.
        boot_seconds: how long a new droplet stays `new` at least.
    """

    def __init__(self, account: Account, hypervisor: Hypervisor, *, boot_seconds: float) -> None:
        self._account = account
        self._hypervisor = hypervisor
        self._boot_seconds = boot_seconds
        self._threads = ThreadPoolExecutor(WORKERS, thread_name_prefix="provisioner")
        self._shield_lock = threading.Lock()
        self._droplet_locks: defaultdict[int, threading.Lock] = defaultdict(threading.Lock)

    def start(self, action: Json) -> None:
        """Do an action that the account holds."""
        self._submit(self._perform, action["id"], action["droplet_id"])

    def destroy(self, droplet_id: int) -> None:
        """Destroy the machine of a droplet that has left the account."""
        self._submit(self._destroy, droplet_id)

    def delete_snapshot(self, snapshot: str) -> None:
        """Delete the copy behind a snapshot that has left the account."""
        self._submit(self._hypervisor.delete_snapshot, snapshot)

    def shield_soon(self) -> None:
        """Enforce the account's firewalls once the present change is through."""
        self._submit(self.shield)

    def shield(self) -> None:
        """Enforce the account's firewalls as they are now; never called under its lock."""
        with self._shield_lock:
            with self._account.lock:
                shields = firewalls.shields(self._account)
            self._hypervisor.shield(shields)

    def resume(self) -> None:
        """Take up what a stop of the simulator interrupted."""
        self.shield()
        for action in self._account.all("actions"):
            if action["status"] == "in-progress":
                self.start(action)
        for droplet_id in list(self._account.state["leaving"]):
            self.destroy(int(droplet_id))

    def close(self) -> None:
        """Finish what is being done."""
        self._threads.shutdown(wait=True)

    def _submit(self, work: Callable[..., None], *arguments: object) -> None:
        self._threads.submit(_logged, work, *arguments)

    def _destroy(self, droplet_id: int) -> None:
        with self._droplet_locks[droplet_id]:
            self._hypervisor.destroy(droplet_id)
        with self._account.changing() as state:
            state["leaving"].pop(str(droplet_id), None)
        self.shield()

    def _perform(self, action_id: int, droplet_id: int) -> None:
        with self._droplet_locks[droplet_id]:
            try:
                changes = self._do(action_id, droplet_id)
            except Exception:
                logger.exception("Action %s of droplet %s failed", action_id, droplet_id)
                self._finish(action_id, "errored", {})
            else:
                self._finish(action_id, "completed", changes)

    def _do(self, action_id: int, droplet_id: int) -> Json:
        begun = time.monotonic()
        with self._account.lock:
            action = copy.deepcopy(self._account.get("actions", action_id))
            droplet = copy.deepcopy(self._account.get("droplets", droplet_id))
        if action["type"] == "create":
            self.shield()
        changes = DEEDS[action["type"]](self._hypervisor, droplet, action["values"])
        if action["type"] == "create":
            time.sleep(max(0.0, begun + self._boot_seconds - time.monotonic()))
        return changes

    def _finish(self, action_id: int, status: str, changes: Json) -> None:
        with self._account.changing():
            action = self._account.get("actions", action_id)
            action.update(status=status, completed_at=now())
            if not self._account.has("droplets", action["droplet_id"]):
                return
            droplet = self._account.get("droplets", action["droplet_id"])
            droplet.update(changes)
            if action["type"] == "snapshot" and status == "completed":
                self._keep_snapshot(droplet, action["values"])

    def _keep_snapshot(self, droplet: Json, values: Json) -> None:
        self._account.put(
            "snapshots",
            values["snapshot"],
            {
                "id": values["snapshot"],
                "name": values["name"],
                "droplet_id": droplet["id"],
                "distribution": "Debian",
                "region": droplet["region"],
                "disk": droplet["disk"],
                "created_at": now(),
            },
        )


def _logged(work: Callable[..., None], *arguments: object) -> None:
    """Do background work; nobody waits for its outcome, so a failure goes to the log."""
    try:
        work(*arguments)
    except Exception:
        logger.exception("Background work failed")
        raise
