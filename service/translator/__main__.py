"""Translate standard input line by line: ``python -m translator < en.txt > es.txt``."""

import sys

from translator.command_line import main

sys.exit(main())
