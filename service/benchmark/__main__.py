"""Measure the service: ``python -m benchmark``."""

import sys

from benchmark.command import main

sys.exit(main())
