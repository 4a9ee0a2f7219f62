"""End a command as a person expects: with what went wrong in one line, and no traceback."""

import os
import sys
from collections.abc import Callable

from transformer.errors import TransformerError


def run(main: Callable[[], None]) -> None:
    """Call ``main``; an error made on purpose is printed and ends the process with status 2."""
    try:
        main()
    except TransformerError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:
        # The reader (head, less) has seen enough. Python must not flush into the closed pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
