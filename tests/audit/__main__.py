"""Audit a machine from outside: ``python -m tests.audit``."""

import sys

from tests.audit.command import main

sys.exit(main())
