"""What a request asks of the engine besides its text."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf

from translator.errors import CancelledError, DeadlineError
from translator.text.glossary import Glossary


@dataclass(frozen=True, kw_only=True)
class Demand:
    """What a request asks of the engine besides its text.

    Args:
        glossary: the terms of whoever asks; they go before the owner's.
        deadline: when the answer is worth nothing any more, on the clock of `time.monotonic`.
        is_wanted: whether the client is still there.
        is_certain: whether even what looks like another language is to be translated.
    """

    glossary: Glossary = field(default_factory=Glossary)
    deadline: float = inf
    is_wanted: Callable[[], bool] = lambda: True
    is_certain: bool = False

    def check(self) -> None:
        """Return if the answer is still worth the work.

        Raises:
            DeadlineError: the time is over.
            CancelledError: nobody wants it any more.
        """
        if time.monotonic() >= self.deadline:
            raise DeadlineError
        if not self.is_wanted():
            raise CancelledError
