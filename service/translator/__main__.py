"""The command line: ``python -m translator < en.txt > es.txt``, and what `--help` lists."""

import sys

from translator.command_line import main

sys.exit(main(sys.argv[1:]))
