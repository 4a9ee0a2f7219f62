"""Filters of the role `status`."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import Any

from ansible_collections.traductor.host.plugins.module_utils.judgement import rows
from ansible_collections.traductor.host.plugins.module_utils.screen import screen

Json = dict[str, Any]


def status_rows(facts: Json) -> list[Json]:
    """Judge what is known of a site; return one dictionary for each thing."""
    return [dataclasses.asdict(row) for row in rows(facts)]


def status_screen(facts: Json) -> list[str]:
    """Return what is known of a site as the lines of one screen."""
    return screen(rows(facts), name=facts["name"], time=facts["time"])


def status_document(facts: Json) -> list[str]:
    """Return all that is known of a site, judged, as the lines of a JSON document."""
    document = {**facts, "rows": status_rows(facts)}
    return json.dumps(document, indent=2, ensure_ascii=False).splitlines()


class FilterModule:
    """The filters."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Return them by name."""
        return {
            "status_rows": status_rows,
            "status_screen": status_screen,
            "status_document": status_document,
        }
