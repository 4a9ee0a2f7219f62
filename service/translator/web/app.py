"""Put the page and the JSON interface together into one Flask application."""

import hashlib
from pathlib import Path

from flask import Flask, Response

from translator.directions import Directions
from translator.settings import Settings
from translator.web import api, failures, pages

# One character is at most four bytes, each of them three when percent-encoded.
BYTES_PER_CHARACTER = 12
BYTES_AROUND_THE_TEXT = 4_096


def create_app(settings: Settings, directions: Directions) -> Flask:
    """Create the application.

    Args:
        settings: what the operator decided.
        directions: what translates; it may be loaded later, before the first request.
    """
    app = Flask(__name__)
    body_bytes = settings.max_characters * BYTES_PER_CHARACTER + BYTES_AROUND_THE_TEXT
    app.config.update(MAX_CONTENT_LENGTH=body_bytes, MAX_FORM_MEMORY_SIZE=body_bytes)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # Flask types the base class only
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["style_version"] = _fingerprint(Path(app.root_path, "static"))
    app.register_blueprint(pages.create_blueprint(settings, directions))
    app.register_blueprint(api.create_blueprint(settings, directions))
    app.register_error_handler(Exception, failures.answer)
    app.after_request(_forbid_storing)
    return app


def _fingerprint(folder: Path) -> str:
    """Name the state of the static files, so that browsers may keep them for good."""
    content = b"".join(path.read_bytes() for path in sorted(folder.iterdir()))
    return hashlib.sha256(content).hexdigest()[:12]


def _forbid_storing(response: Response) -> Response:
    """Keep what a visitor typed out of every cache on the way."""
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response
