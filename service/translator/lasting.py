"""What the master process keeps while it takes up changed code, and what its workers inherit.

Of a package that is imported anew nothing remains, but the memory that all processes share must,
and the numbers of the processes. This module is not imported anew (servers/renewal.py). Where no
server has begun to keep anything, in a test or on the command line, everything is made when asked.
"""

import os
import weakref
from collections.abc import Callable, Hashable
from typing import TypeVar, cast

Made = TypeVar("Made")

_kept: dict[Hashable, object] = {}
_asked: set[Hashable] = set()
_is_keeping = False


class NamelessFile:
    """A file in memory that has no name, and that goes with its last owner."""

    def __init__(self) -> None:
        self.descriptor = os.memfd_create("lasting", os.MFD_CLOEXEC)
        weakref.finalize(self, os.close, self.descriptor)


def begin() -> None:
    """Keep from now on what is asked for; the master does this before it imports the service."""
    global _is_keeping
    _is_keeping = True
    _asked.clear()


def lasting(key: Hashable, make: Callable[[], Made]) -> Made:
    """Give what is kept under a key; make it where nothing is.

    Args:
        key: what it is and how it is laid out: changed code that lays it out otherwise asks for
            another one.
        make: makes a value of a type that is not imported anew.
    """
    if not _is_keeping:
        return make()
    _asked.add(key)
    if key not in _kept:
        _kept[key] = make()
    return cast(Made, _kept[key])


def keep_what_is_asked_for() -> None:
    """Let go of what nobody has asked for since the last beginning."""
    for key in _kept.keys() - _asked:
        del _kept[key]
