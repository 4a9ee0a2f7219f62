"""Decide who may ask: name the request, look at its API key, and count it.

Every POST is counted, for the key if it brings one, else for the address; what is only looked at
(pages, health, metrics, the description) is not.
"""

import re
import uuid

from flask import Flask, Request, Response, request

from translator.errors import ForbiddenError, MissingKeyError, RequestError
from translator.settings import Settings
from translator.web.facts import facts
from translator.web.failures import is_of_people
from translator.web.keys import ApiKey, ApiKeys
from translator.web.limits import Limits, network
from translator.web.reading import parameters

KEYS = "api-keys"
REQUEST_ID_HEADER = "X-Request-ID"
_REQUEST_ID = re.compile(r"[0-9A-Za-z-]{8,64}")


def install(app: Flask, settings: Settings, keys: ApiKeys, limits: Limits) -> None:
    """Let every request of an application pass by here first."""

    app.extensions[KEYS] = keys

    @app.before_request
    def admit() -> None:
        facts().request_id = _request_id(request)
        if request.method == "POST" and request.endpoint:
            _count(request, settings, keys, limits)

    @app.after_request
    def name(response: Response) -> Response:
        response.headers[REQUEST_ID_HEADER] = facts().request_id
        return response


def is_own_page(request: Request) -> bool:
    """Tell whether a browser says that a request comes from a page of this very site.

    Browsers send `Sec-Fetch-Site` over https only; without it `Origin` must name this host. A
    program can claim both: see docs/decisions/0012.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    _, _, host = request.headers.get("Origin", "").partition("://")
    return bool(host) and host == request.host


def _request_id(request: Request) -> str:
    """Take the name that Nginx gave the request, or make one."""
    given = request.headers.get(REQUEST_ID_HEADER, "")
    return given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex


def _count(request: Request, settings: Settings, keys: ApiKeys, limits: Limits) -> None:
    """Count a request for its key; without a valid one, even if it fails for that, for its address.

    Raises:
        RequestError: it is one too many, or has no key that would do.
    """
    try:
        key = None if is_of_people() else _key(request, keys)
    except RequestError:
        _count_address(request, settings, limits)
        raise
    if key is None:
        _count_address(request, settings, limits)
    else:
        facts().key = key.name
        limits.count(f"key {key.sha256}", key.requests_per_minute)


def _count_address(request: Request, settings: Settings, limits: Limits) -> None:
    limits.count(network(request.remote_addr or ""), settings.requests_per_minute)


def _key(request: Request, keys: ApiKeys) -> ApiKey | None:
    """Find the key of a request.

    Raises:
        ForbiddenError: the key is wrong.
        MissingKeyError: there is none, and a program needs one.
    """
    if not keys.are_used:
        return None
    sent = _sent(request)
    if sent:
        found = keys.find(sent)
        if found is None:
            raise ForbiddenError
        return found
    if keys.are_required and not is_own_page(request):
        raise MissingKeyError
    return None


def _sent(request: Request) -> str:
    """Take the key out of a request: the field `api_key`, or `Authorization: Bearer`."""
    found = parameters(request).get("api_key")
    if isinstance(found, str) and found:
        return found
    authorization = request.authorization
    if authorization is None or authorization.type != "bearer":
        return ""
    return authorization.token or ""
