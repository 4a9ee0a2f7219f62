"""Wait until a reload has come to its end: ``python -m translator.servers.reloaded``.

Whoever has touched the reload file learns here whether the changed code was taken up, and when the
last worker that ran former code is gone. Status 1 and a message mean that this did not happen.
"""

import argparse
import sys
import time
from collections.abc import Sequence

from translator.servers import outcomes

LOOK_SECONDS = 0.1


class ReloadError(Exception):
    """The reload did not come to its end; the message says why."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0 when the last touch has had its effect, or 1."""
    parser = argparse.ArgumentParser(prog="reloaded", description=__doc__)
    parser.add_argument(
        "--seconds", type=float, default=180, help="how long to wait at most (%(default)s)"
    )
    try:
        wait(parser.parse_args(arguments).seconds)
    except ReloadError as error:
        print(error, file=sys.stderr)
        return 1
    print("every worker runs the changed code")
    return 0


def wait(seconds: float) -> None:
    """Wait for the last touch to have its effect.

    Raises:
        ReloadError: it had none, or not in time.
    """
    end = time.monotonic() + seconds
    while not _has_come_to_its_end():
        if time.monotonic() > end:
            raise ReloadError(_unfinished(seconds))
        time.sleep(LOOK_SECONDS)


def _has_come_to_its_end() -> bool:
    """Tell whether no former worker is left after the last touch.

    Raises:
        ReloadError: the changed code was not taken up.
    """
    outcome = outcomes.told()
    if outcome is None or outcome.asked != outcomes.asked():
        return False
    if outcome.fault:
        raise ReloadError(outcome.fault)
    return not outcome.remaining


def _unfinished(seconds: float) -> str:
    outcome = outcomes.told()
    if outcome is None or outcome.asked != outcomes.asked():
        return (
            f"the server has not looked at the reload file within {seconds:.0f} s; "
            "see its log, and touch the file again"
        )
    return (
        f"after {seconds:.0f} s {len(outcome.remaining)} of {len(outcome.former)} workers run "
        "former code still: they finish what they have in hand; wait again"
    )


if __name__ == "__main__":
    sys.exit(main())
