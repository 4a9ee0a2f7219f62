"""Keep the processes small: share before the fork what can be shared, give back what is idle.

The kernel lets processes share a page until one of them writes to it. Measured with five processes:
see docs/decisions/0016.
"""

import ctypes
import gc
import threading
import time

from translator.lasting import lasting
from translator.making import loaded_engine
from translator.settings import Settings

SENTENCES = ["Good morning.", "The letter arrived this morning, and we have read it twice since."]
GIVE_BACK_SECONDS = 5.0


def share(settings: Settings) -> None:
    """Make in the master what every process would else make for itself; call it before the fork.

    CTranslate2's library writes machine code at its first translations. Nothing that does not
    survive a fork is left: the model goes, and its threads with it. TensorFlow's would stay.
    """
    if settings.engine == "ctranslate2":
        # It stays with the library, so that changed code finds it.
        lasting("machine code", lambda: _translate_once(settings))
    gc.collect()
    give_back()
    # What is here now is here for good: a collection that counts it would write to its pages.
    gc.freeze()


def give_back_regularly() -> None:
    """Start a thread that gives memory back every few seconds; call it after the fork."""
    threading.Thread(target=_keep_giving_back, name="give-back", daemon=True).start()


def give_back() -> None:
    """Let glibc return what was freed; by itself it keeps the room of the largest batch."""
    ctypes.CDLL(None).malloc_trim(0)


def _translate_once(settings: Settings) -> None:
    loaded_engine(beam_size=settings.beam_size).translate(SENTENCES)


def _keep_giving_back() -> None:
    while True:
        time.sleep(GIVE_BACK_SECONDS)
        give_back()
