"""The application as both servers run it: imported by the master, which then forks.

The master imports it anew when it takes up changed code (renewal.py).
"""

import os

from translator.making import make_directions
from translator.servers import memory
from translator.settings import Settings
from translator.web.app import create_app

_settings = Settings.from_env(os.environ)
directions = make_directions(_settings)
application = create_app(_settings, directions)
memory.share(_settings)


def after_fork() -> None:
    """Load the models in the process that translates: CTranslate2's threads survive no fork."""
    directions.load()
    memory.give_back_regularly()
