"""Record every request and its answer, without the token."""

import json
import threading
from pathlib import Path

from flask import Request, Response

from simulator.account import now

HEADERS = (
    "content-type",
    "ratelimit-limit",
    "ratelimit-remaining",
    "ratelimit-reset",
    "retry-after",
    "x-request-id",
)


class Recorder:
    """Append exchanges to a file, one JSON object a line."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    def record(self, request: Request, response: Response) -> None:
        """Append one exchange."""
        exchange = {
            "time": now(),
            "method": request.method,
            "path": request.path,
            "query": request.args.to_dict(),
            "request": request.get_json(force=True, silent=True),
            "status": response.status_code,
            "headers": {
                name: response.headers[name] for name in HEADERS if name in response.headers
            },
            "response": response.get_json(silent=True),
        }
        with self._lock, self._path.open("a") as file:
            file.write(json.dumps(exchange) + "\n")
