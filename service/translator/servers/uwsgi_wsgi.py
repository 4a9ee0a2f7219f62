"""The application under uWSGI; only uWSGI can import this module."""

from uwsgidecorators import postfork

from translator.servers.wsgi import after_fork, application

__all__ = ["application"]

postfork(after_fork)
