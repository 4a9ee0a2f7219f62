"""Put the API together: who may ask, how often, what is answered, and what is written down."""

import hmac
import time
import uuid
from typing import Any, cast

from flask import Flask, Response, current_app, g, jsonify, request
from werkzeug.exceptions import HTTPException

from simulator.api import (
    account_keys,
    actions,
    domains,
    droplet_actions,
    droplets,
    firewalls,
    images,
    offers,
    records,
    reserved_ips,
    snapshots,
    tags,
    vpcs,
)
from simulator.api.faults import Faults
from simulator.api.limits import RateLimits
from simulator.api.recording import Recorder
from simulator.api.world import EXTENSION, World, world
from simulator.errors import ApiError, not_found

SUBJECTS = (
    account_keys,
    actions,
    domains,
    droplet_actions,
    droplets,
    firewalls,
    images,
    offers,
    records,
    reserved_ips,
    snapshots,
    tags,
    vpcs,
)


class Api(Flask):
    """Answer one request at a time, so that each sees the account between two changes."""

    def wsgi_app(self, environ: Any, start_response: Any) -> Any:
        """Accept each path with and without a slash at its end."""
        environ["PATH_INFO"] = environ["PATH_INFO"].rstrip("/") or "/"
        return super().wsgi_app(environ, start_response)

    def full_dispatch_request(self) -> Response:
        """Hold the account's lock for the whole request, and save what it changed."""
        account = cast(World, self.extensions[EXTENSION]).account
        with account.lock:
            response = super().full_dispatch_request()
            if request.method not in ("GET", "HEAD"):
                account.save()
            return response


class Gate:
    """Let requests in: with the token, within the limits, and unless a fault is due."""

    def __init__(self, limits: RateLimits, faults: Faults) -> None:
        self.limits = limits
        self.faults = faults

    def enter(self) -> None:
        """Check the present request before anything else happens."""
        g.request_id = str(uuid.uuid4())
        g.late_fault = None
        self._authenticate()
        self.limits.count(lists_keys=request.method == "GET" and request.path == "/v2/account/keys")
        g.late_fault = self.faults.strike(
            creates_droplet=request.method == "POST" and request.path == "/v2/droplets"
        )

    def leave(self, response: Response) -> Response:
        """Put a fault in the place of an answer, and add the headers of every answer."""
        if g.late_fault is not None:
            response = error_response(g.late_fault)
        response.headers.update(self.limits.headers())
        response.headers["x-request-id"] = g.request_id
        return response

    def _authenticate(self) -> None:
        expected = f"Bearer {world().account.state['token']}"
        given = request.headers.get("Authorization", "")
        if not hmac.compare_digest(given.encode(), expected.encode()):
            raise ApiError(401, "Unauthorized", "Unable to authenticate you")


def create_app(world_of_app: World, *, limits: RateLimits | None = None) -> Api:
    """Make the application for an account."""
    app = Api(__name__, static_folder=None)
    app.extensions[EXTENSION] = world_of_app
    gate = Gate(limits or RateLimits(time.time), Faults(world_of_app.settings.fail_every))
    recorder = Recorder(world_of_app.settings.requests_file)

    def record(response: Response) -> Response:
        recorder.record(request, response)
        return response

    app.before_request(gate.enter)
    app.after_request(record)  # Flask runs the last one first: the recorder sees the final answer
    app.after_request(gate.leave)
    app.register_error_handler(ApiError, error_response)
    app.register_error_handler(HTTPException, http_error_response)
    app.register_error_handler(Exception, failure_response)
    for subject in SUBJECTS:
        app.register_blueprint(subject.blueprint, url_prefix="/v2")
    return app


def error_response(error: ApiError) -> Response:
    """Answer with the API's error body."""
    body = {"id": error.identifier, "message": error.message, "request_id": g.request_id}
    response = jsonify(body)
    response.status_code = error.status
    response.headers.update(error.headers)
    return response


def http_error_response(error: HTTPException) -> Response:
    """Answer for a path or a method that is not served."""
    if error.code == 404:
        return error_response(not_found())
    return error_response(
        ApiError(error.code or 500, error.name.lower().replace(" ", "_"), str(error.description))
    )


def failure_response(error: Exception) -> Response:
    """Answer for a defect of the simulator; its log has the trace."""
    current_app.logger.exception("The request failed", exc_info=error)
    return error_response(ApiError(500, "server_error", "Unexpected server-side error"))
