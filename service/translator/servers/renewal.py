"""Let the master take up changed code while its workers go on; they are replaced afterwards.

The master imports the package anew, beside what the workers run, and forks the next ones from it.
So these share their memory as the first ones did, and code that cannot be imported replaces
nothing. Before that a process of its own has tried the changed code (trial.py): what hangs or
crashes does so there. How the workers are replaced is up to the server: see uwsgi_wsgi.py and
gunicorn_chain.py.

What outlives the change is not imported anew, and is not changed by a reload: this module, the
packages beside ours, and `LASTING`.
"""

from __future__ import annotations

import gc
import importlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol, cast

from translator import lasting
from translator.servers import outcomes

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

PACKAGE = "translator"
SERVICE = "translator.servers.wsgi"
LASTING = frozenset(
    {
        "translator.lasting",
        "translator.servers.gunicorn_chain",
        "translator.servers.gunicorn_wsgi",
        "translator.servers.outcomes",
        "translator.servers.places",
        "translator.servers.renewal",
        "translator.servers.uwsgi_wsgi",
        "translator.web.worker",
    }
)
TRIAL_SECONDS = 60


class _Service(Protocol):
    """What `wsgi.py` offers; each time it is imported it is another one."""

    def application(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]: ...

    def after_fork(self) -> None: ...


_service: _Service
_former: frozenset[int] = frozenset()
# A worker that is forked in the middle of an import would never finish it.
_importing = threading.Lock()
os.register_at_fork(
    before=_importing.acquire,
    after_in_parent=_importing.release,
    after_in_child=_importing.release,
)


def load() -> None:
    """Import the service for the first time; call it in the master, before it forks."""
    global _service
    outcomes.forget()
    lasting.begin()
    _service = _imported()


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer a request with the code that this process was forked with."""
    return _service.application(environ, start_response)


def after_fork() -> None:
    """Make a new process ready."""
    _service.after_fork()


def former_workers() -> frozenset[int]:
    """Name the processes that run former code still, as far as this process can know."""
    return _former & outcomes.children(os.getppid())


def renew() -> bool:
    """Try the changed code, and take it up if it is good; call it in the master.

    Returns:
        Whether there is new code, so that the workers are to be replaced.
    """
    global _former
    asked = outcomes.asked()
    fault = _fault_of_trial() or _fault_of_taking_up()
    workers = outcomes.children(os.getpid())
    if not fault:
        _former = workers
    outcomes.tell(
        outcomes.Outcome(
            asked=asked, fault=fault, master=os.getpid(), former=() if fault else tuple(workers)
        )
    )
    print(f"reload: {fault or 'the changed code is taken up'}", file=sys.stderr, flush=True)
    return not fault


def _fault_of_trial() -> str:
    """Run the changed code in a process of its own; say what is wrong with it, if anything is.

    Its status is not looked at: the server may have asked for it before.
    """
    try:
        done = subprocess.run(
            # Without the working directory in front, which is not where the package is.
            [sys.executable, "-P", "-m", "translator.servers.trial"],
            capture_output=True,
            text=True,
            timeout=TRIAL_SECONDS,
            check=False,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
    except subprocess.TimeoutExpired:
        return f"the changed code was not tried to its end in {TRIAL_SECONDS} s; it is not taken up"
    if done.stdout.endswith(outcomes.GOOD):
        return ""
    return (
        done.stderr.strip() or "the trial of the changed code was killed; is there memory for it?"
    )


def _fault_of_taking_up() -> str:
    """Import the changed code; what goes wrong leaves everything as it was."""
    global _service
    with _importing:
        replaced = {name: sys.modules[name] for name in list(sys.modules) if _is_renewed(name)}
        for name in replaced:
            del sys.modules[name]
        importlib.invalidate_caches()
        lasting.begin()
        try:
            _service = _imported()
        except (Exception, SystemExit) as error:
            for name in list(filter(_is_renewed, sys.modules)):
                del sys.modules[name]
            sys.modules.update(replaced)
            return f"the changed code was good when tried, but not when taken up: {error!r}"
        lasting.keep_what_is_asked_for()
        replaced.clear()
        # The service has frozen the list of the collector (memory.py), former code included.
        gc.unfreeze()
        gc.collect()
        gc.freeze()
    return ""


def _is_renewed(name: str) -> bool:
    return name.partition(".")[0] == PACKAGE and name not in LASTING


def _imported() -> _Service:
    return cast(_Service, importlib.import_module(SERVICE))
