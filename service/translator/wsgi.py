"""The application as uWSGI runs it; only uWSGI can import this module.

The master imports it once and forks; every worker then loads its own engine (see `engine`).
"""

import os

from uwsgidecorators import postfork

from translator.app import create_app
from translator.engine import CTranslate2Engine
from translator.model import Model
from translator.settings import Settings

_settings = Settings.from_env(os.environ)
_engine = CTranslate2Engine(Model.in_directory(), beam_size=_settings.beam_size)
postfork(_engine.load)
application = create_app(_settings, _engine)
