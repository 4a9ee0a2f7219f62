"""Tell whether the client still waits for its answer.

Nginx closes its connection to us when the visitor has closed the one to it. Nobody notices before
the next write, unless one asks the kernel; that costs a microsecond.
"""

import select
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_GONE = select.POLLRDHUP | select.POLLHUP | select.POLLERR | select.POLLNVAL
_SOCKETS = ("gunicorn.socket", "werkzeug.socket")


def presence(environ: "WSGIEnvironment") -> Callable[[], bool]:
    """Return a function that tells whether the client is connected; any thread may call it.

    Where no server says which connection it is (in tests, in a shell) the answer is always yes.
    """
    descriptor = _descriptor(environ)
    if descriptor is None:
        return lambda: True
    return lambda: is_connected(descriptor)


def is_connected(descriptor: int) -> bool:
    """Ask the kernel whether the other end of a connection is still open."""
    poll = select.poll()
    poll.register(descriptor, select.POLLRDHUP)
    return not any(event & _GONE for _, event in poll.poll(0))


def _descriptor(environ: "WSGIEnvironment") -> int | None:
    """Find the connection of a request, in the thread that answers it."""
    if "uwsgi.version" in environ:
        import uwsgi  # type: ignore[import-untyped]  # it exists inside uWSGI only

        number: int = uwsgi.connection_fd()
        return number
    connection = next((environ[name] for name in _SOCKETS if name in environ), None)
    return None if connection is None else connection.fileno()
