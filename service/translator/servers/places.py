"""Where a reload is asked for, and where the servers leave word of it."""

import os
import tempfile
from pathlib import Path

# Its touch makes the server take up changed code. It need not be there before.
RELOAD_FILE = Path(
    os.environ.get("TRADUCTOR_RELOAD_FILE")
    or Path(__file__).resolve().parents[2] / "settings" / "reload"
)
# In the container this is memory, as all of /tmp is.
STATE_FOLDER = Path(os.environ.get("TRADUCTOR_STATE") or Path(tempfile.gettempdir(), "traductor"))

OUTCOME_FILE = STATE_FOLDER / "reload.json"
# Its touch makes uWSGI replace its workers, one after the other.
CHAIN_FILE = STATE_FOLDER / "chain"
