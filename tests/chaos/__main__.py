"""Disturb a site under load: ``python -m tests.chaos``."""

import sys

from tests.chaos.command import main

sys.exit(main())
