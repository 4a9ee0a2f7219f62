"""Put the page, the JSON interface and what watches over both together: one Flask application."""

import hashlib
from pathlib import Path

from flask import Flask, Response

from translator.directions import Directions
from translator.settings import Settings
from translator.text import language
from translator.web import (
    admission,
    api,
    cross_origin,
    failures,
    files,
    health,
    metrics,
    pages,
    request_log,
    stream,
)
from translator.web import keys as api_keys
from translator.web.description import blueprint
from translator.web.limits import Limits

# One character is at most four bytes, each of them three when percent-encoded.
BYTES_PER_CHARACTER = 12
BYTES_AROUND_THE_TEXT = 4_096
BLUEPRINTS = (pages, api, stream, files, health, metrics, blueprint)


def create_app(
    settings: Settings, directions: Directions, keys: api_keys.ApiKeys | None = None
) -> Flask:
    """Create the application, before the server forks: its workers share limits and counts.

    Args:
        settings: what the operator decided.
        directions: what translates; it may be loaded later, before the first request.
        keys: the API keys; those of the owner's file if none are given.

    Raises:
        SettingsError: the file of the API keys has faults.
        EngineError: the model that tells languages apart is not there.
    """
    app = Flask(__name__)
    body_bytes = settings.max_characters * BYTES_PER_CHARACTER + BYTES_AROUND_THE_TEXT
    app.config.update(MAX_CONTENT_LENGTH=body_bytes, MAX_FORM_MEMORY_SIZE=body_bytes)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # Flask types the base class only
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["style_version"] = _fingerprint(Path(app.root_path, "static"))
    language.load()
    if keys is None:
        required = settings.api_key_required == "yes"
        keys = api_keys.ApiKeys.of_file(api_keys.KEYS_FILE, are_required=required)
    # What is installed first sees an answer last: the log knows all of it.
    request_log.install(app)
    metrics.install(app, directions)
    files.install(app, settings)
    admission.install(app, settings, keys, Limits())
    cross_origin.install(app, settings)
    app.after_request(_forbid_storing)
    for subject in BLUEPRINTS:
        app.register_blueprint(subject.create_blueprint(settings, directions))
    app.register_error_handler(Exception, failures.answer)
    return app


def _fingerprint(folder: Path) -> str:
    """Name the state of the static files, so that browsers may keep them for good."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(path.read_bytes() for path in found)).hexdigest()[:12]


def _forbid_storing(response: Response) -> Response:
    """Keep what a visitor typed out of every cache on the way."""
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response
