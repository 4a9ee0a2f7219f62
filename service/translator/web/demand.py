"""Say to the engine how long a request may take, and whether anybody still waits for it."""

import time

from flask import request

from translator.engine import Demand
from translator.settings import Settings
from translator.text.glossary import Glossary
from translator.web.client import presence


def demand(
    settings: Settings, glossary: Glossary | None = None, *, is_certain: bool = False
) -> Demand:
    """Make the demand of the request that this thread answers."""
    return Demand(
        glossary=glossary or Glossary(),
        deadline=time.monotonic() + settings.request_timeout_seconds,
        is_wanted=presence(request.environ),
        is_certain=is_certain,
    )
