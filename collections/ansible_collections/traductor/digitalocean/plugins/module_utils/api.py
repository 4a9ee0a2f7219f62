"""DigitalOcean's API v2, spoken through python-digitalocean's transport.

python-digitalocean signs and sends one request well. What it lacks is added here: retries within
the rate limits, time limits, errors that carry the API's words, pagination that never takes the
token to another host, and a way to create a thing once although an answer was lost.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

try:
    import requests
    from digitalocean.baseapi import REQUEST_TIMEOUT_ENV_VAR, BaseAPI

    BROKEN_CONNECTION = (
        requests.ConnectionError,
        requests.Timeout,
        requests.exceptions.ChunkedEncodingError,
    )
    LIBRARY_FOUND = True
except ImportError:  # reported by module.py, with the command to run
    LIBRARY_FOUND = False
    BaseAPI = object

from ansible_collections.traductor.digitalocean.plugins.module_utils.answers import (
    STRANGE_ANSWER_REMEDY,
    content,
    pause_seconds,
    refusal,
)
from ansible_collections.traductor.digitalocean.plugins.module_utils.errors import (
    AmbiguousError,
    DigitalOceanError,
    GaveUpError,
    NotFoundError,
)

Json = dict[str, Any]

REQUEST_TIMEOUT_SECONDS = 30
RETRY_LIMIT_SECONDS = 300
PAGE_SIZE = 200
SAFE_TO_REPEAT = frozenset({"GET", "PUT", "DELETE"})


def endpoint(url: str) -> str:
    """Return the address that requests are joined to.

    It ends in `/v2/`, or `urljoin` would lose the `/v2`.

    Raises:
        DigitalOceanError: if `url` is no address of a web server.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise DigitalOceanError(
            f"{url!r} is no address of an API. Remedy: unset DIGITALOCEAN_API_URL, or set it to an "
            "address such as https://api.digitalocean.com."
        )
    base = url.rstrip("/")
    return f"{base}/" if base.endswith("/v2") else f"{base}/v2/"


def checked_token(token: str) -> str:
    """Return the token if it can stand in a header.

    Raises:
        DigitalOceanError: if it holds something that no token has, such as the end of a line.
    """
    if not token.isascii() or not token.isprintable() or " " in token:
        raise DigitalOceanError(
            "the API token holds a space, a line break or a letter that no token has. Remedy: copy "
            "it again, and run: export DIGITALOCEAN_TOKEN=..."
        )
    return token


class Transport(BaseAPI):
    """Send one request with python-digitalocean, and hand back the bare answer."""

    def send(self, method: str, path: str, params: Json) -> requests.Response:
        """Send `params` as the query of a GET, or as the JSON body of anything else."""
        response: requests.Response = self._BaseAPI__perform_request(path, method, params)
        return response


class Api:
    """The account behind one token.

    Args:
        token: a personal access token; it appears in no message.
        url: the API's address, with or without `/v2`.
        retry_limit_seconds: how long one call may take, all attempts together.
        clock, sleep: for tests.
    """

    def __init__(
        self,
        *,
        token: str,
        url: str,
        retry_limit_seconds: float = RETRY_LIMIT_SECONDS,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        os.environ.setdefault(REQUEST_TIMEOUT_ENV_VAR, str(REQUEST_TIMEOUT_SECONDS))
        self._host = urlsplit(endpoint(url)).netloc
        self._transport = Transport(token=checked_token(token), end_point=endpoint(url))
        self._limit = retry_limit_seconds
        self._clock = clock
        self._sleep = sleep

    def get(self, path: str, **query: Any) -> Json:
        """Return the body of one GET."""
        return self._call("GET", path, query)

    def put(self, path: str, body: Json) -> Json:
        """Replace a resource and return the answer."""
        return self._call("PUT", path, body)

    def delete(self, path: str, **query: Any) -> None:
        """Delete a resource; one that is gone is fine, an earlier attempt may have deleted it."""
        suffix = "?" + "&".join(f"{key}={value}" for key, value in query.items()) if query else ""
        try:
            self._call("DELETE", path + suffix, {})
        except NotFoundError:
            return

    def list(self, path: str, key: str, **query: Any) -> list[Json]:
        """Return the elements of every page.

        Raises:
            DigitalOceanError: if a page points to another host, which must not see the token.
        """
        items: list[Json] = []
        page = 1
        while True:
            body = self.get(path, **query, page=page, per_page=PAGE_SIZE)
            items += body.get(key) or []
            following = ((body.get("links") or {}).get("pages") or {}).get("next")
            if not following:
                return items
            if urlsplit(following).netloc != self._host:
                raise DigitalOceanError(
                    f"the answer to {path} points to {urlsplit(following).netloc}, the API is "
                    f"{self._host}. Remedy: check DIGITALOCEAN_API_URL; the token was not sent "
                    "there."
                )
            page += 1

    def create(self, path: str, body: Json, *, find: Callable[[], Json | None]) -> Json:
        """Create a resource exactly once.

        A lost answer to a POST leaves open whether it took effect, so `find` looks before the
        request is repeated.

        Args:
            path: where to post.
            body: the resource; it holds no nulls.
            find: return the resource in the form that the POST answers, or None.

        Returns:
            The answer to the POST, or what `find` found after the answer was lost.
        """
        started = self._clock()
        attempt = 0
        while True:
            try:
                return self._call("POST", path, body)
            except AmbiguousError as lost:
                self._pause({}, attempt, started, str(lost))
            attempt += 1
            if (found := find()) is not None:
                return found

    def wait_for(
        self, probe: Callable[[], Json | None], *, what: str, limit_seconds: float
    ) -> Json:
        """Poll until `probe` returns something.

        Raises:
            GaveUpError: after `limit_seconds`.
        """
        started = self._clock()
        pause = 1.0
        while (found := probe()) is None:
            if self._clock() - started > limit_seconds:
                raise GaveUpError(
                    f"{what} took longer than {limit_seconds:.0f} s. Remedy: look at it at "
                    "https://cloud.digitalocean.com and run again; the next run goes on from here."
                )
            self._sleep(pause)
            pause = min(5.0, pause * 1.5)
        return found

    def _call(self, method: str, path: str, params: Json) -> Json:
        request = f"{method} {path}"
        started = self._clock()
        attempt = 0
        while True:
            headers: dict[str, str] = {}
            try:
                response = self._transport.send(method, path, dict(params))
            except BROKEN_CONNECTION as error:
                reason = self._after_broken_connection(method, request, error)
            except requests.RequestException as error:  # its text may hold the token
                raise DigitalOceanError(
                    f"{request} could not be sent ({type(error).__name__}). {STRANGE_ANSWER_REMEDY}"
                ) from None
            else:
                if response.ok:
                    return content(response, request)
                headers, reason = self._after_refusal(method, request, response)
            self._pause(headers, attempt, started, reason)
            attempt += 1

    def _after_broken_connection(self, method: str, request: str, error: Exception) -> str:
        reason = f"{request}: {type(error).__name__}."
        if method not in SAFE_TO_REPEAT and not isinstance(error, requests.ConnectTimeout):
            raise AmbiguousError(reason) from error
        return reason

    def _after_refusal(
        self, method: str, request: str, response: requests.Response
    ) -> tuple[dict[str, str], str]:
        error = refusal(response, request)
        if response.status_code == 429:
            return {key.lower(): value for key, value in response.headers.items()}, error.fact
        if response.status_code < 500:
            raise error
        if method not in SAFE_TO_REPEAT:
            raise AmbiguousError(error.fact) from error
        return {}, error.fact

    def _pause(self, headers: Mapping[str, str], attempt: int, started: float, reason: str) -> None:
        now = self._clock()
        pause = pause_seconds(headers, attempt, now)
        if now + pause - started > self._limit:
            raise GaveUpError(
                f"no good answer within {self._limit:.0f} s; the last was: {reason} Remedy: check "
                "the network, DIGITALOCEAN_API_URL and https://status.digitalocean.com, then run "
                "again; what was done is kept."
            )
        self._sleep(pause)
