"""Gunicorn in front of Flask. Nginx speaks HTTP to it, in the compose network only.

How many processes and threads, where it listens and when it gives up: see start.py.
"""

import logging
from pathlib import Path
from typing import Any

pythonpath = str(Path(__file__).resolve().parents[2])
wsgi_app = "translator.servers.gunicorn_wsgi:application"
worker_class = "gthread"
# The master imports the application and forks: the workers share its memory.
preload_app = True

# Nginx opens a connection for each request: it looks the name up again and again, since a new
# container has a new address. See docs/decisions/0016.
keepalive = 0
# Nothing but Nginx reaches this port, and Nginx says what the visitor's scheme was.
forwarded_allow_ips = "*"
# Nginx has limited it.
limit_request_line = 0

# No request lines, as Nginx writes them; and nobody is to send it commands.
accesslog = None
control_socket_disable = True


class _WithoutText(logging.Filter):
    """Leave out of the log what Gunicorn quotes of a request that fails: address and headers."""

    def filter(self, record: logging.LogRecord) -> bool:
        kind = record.exc_info[0] if record.exc_info else None
        if kind is not None or "request" in str(record.msg):
            record.msg = f"a request failed in Gunicorn: {kind.__name__ if kind else 'no HTTP'}"
            record.args = record.exc_info = None
        return True


def on_starting(server: Any) -> None:
    """Take the text out of the log before anything is logged."""
    server.log.error_log.addFilter(_WithoutText())


def when_ready(server: Any) -> None:
    """Look from now on whether a reload is asked for."""
    from translator.servers import gunicorn_chain

    gunicorn_chain.watch(server)


def post_fork(server: Any, worker: Any) -> None:  # noqa: ARG001 the names are Gunicorn's
    """Make a new process ready."""
    from translator.servers import renewal

    renewal.after_fork()


def post_worker_init(worker: Any) -> None:  # noqa: ARG001
    """Say that a new process is ready."""
    from translator.servers import gunicorn_chain

    gunicorn_chain.say_ready()
