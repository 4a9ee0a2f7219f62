"""The application as uWSGI runs it; only uWSGI can import this module.

The master imports it once and forks; every worker then loads its own engine (see `engine`).
"""

import os

from uwsgidecorators import postfork

from translator.making import make_directions
from translator.settings import Settings
from translator.web.app import create_app

_settings = Settings.from_env(os.environ)
_directions = make_directions(_settings)
postfork(_directions.load)
application = create_app(_settings, _directions)
