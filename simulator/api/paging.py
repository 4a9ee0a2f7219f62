"""Cut lists into pages."""

from math import ceil
from typing import Any
from urllib.parse import urlencode

from flask import request

from simulator.account import Json

DEFAULT_PER_PAGE = 20
MOST_PER_PAGE = 200


def paged(key: str, items: list[Any]) -> Json:
    """Answer with the page of a list that the request asks for."""
    per_page = min(_positive("per_page", DEFAULT_PER_PAGE), MOST_PER_PAGE)
    page = _positive("page", 1)
    last = max(1, ceil(len(items) / per_page))
    start = (page - 1) * per_page
    return {
        key: items[start : start + per_page],
        "links": _links(page, last),
        "meta": {"total": len(items)},
    }


def _links(page: int, last: int) -> Json:
    pages: dict[str, str] = {}
    if page > 1:
        pages |= {"first": _address(1), "prev": _address(min(page - 1, last))}
    if page < last:
        pages |= {"next": _address(page + 1), "last": _address(last)}
    return {"pages": pages} if pages else {}


def _address(page: int) -> str:
    return f"{request.base_url}?{urlencode({**request.args, 'page': page})}"


def _positive(name: str, default: int) -> int:
    value = request.args.get(name, default, type=int)
    return value if value >= 1 else default
