"""Measure how long a deploy takes: ``python -m tests.deploy_time``."""

import sys

from tests.deploy_time.command import main

sys.exit(main())
