"""The application under Gunicorn, which does less for it than uWSGI does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from werkzeug.middleware.proxy_fix import ProxyFix

from translator.servers import renewal

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

CHUNK_BYTES = 65_536


def reading_all(application: WSGIApplication) -> WSGIApplication:
    """Read what an application left of a body: a refused one would else break the connection."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        answered = application(environ, start_response)
        while environ["wsgi.input"].read(CHUNK_BYTES):
            pass
        return answered

    return answer


# Gunicorn takes Nginx for the visitor; uWSGI is told who it is.
renewal.load()
application = reading_all(ProxyFix(renewal.application, x_for=1, x_proto=1, x_prefix=1))
