"""The addresses of the page's own files; each names the files' state, so that browsers keep them.

Nginx serves `static/` itself. The modules have the state in their path, not behind a question mark:
they import one another by relative addresses, which carry on a path but no query.
"""

from collections.abc import Callable
from pathlib import Path

from flask import Blueprint, Response, current_app, jsonify, send_from_directory, url_for

from translator.web.languages import LANGUAGES, Words, words

FOLDER = Path(__file__).parent / "static"
MODULES = FOLDER / "js"
ICONS = {
    "icon-192.png": ("192x192", "any"),
    "icon-512.png": ("512x512", "any"),
    "icon-maskable-512.png": ("512x512", "maskable"),
}
_YEAR_SECONDS = 365 * 24 * 60 * 60
_COLOUR = "#f7f5ef"  # --paper of style.css, in its light theme


def module_names() -> list[str]:
    """List the modules, so that a browser fetches them all at once."""
    return sorted(path.name for path in MODULES.glob("*.js"))


def create_blueprint() -> Blueprint:
    """Serve the modules and the manifest, and teach the templates the addresses."""
    assets = Blueprint("assets", __name__)

    @assets.app_context_processor
    def addresses() -> dict[str, Callable[[str], str] | list[str]]:
        return {
            "static": _static,
            "module": lambda name: url_for("pages.assets.module", state=_state(), name=name),
            "modules": module_names(),
        }

    @assets.get("/modules/<state>/<name>")
    def module(state: str, name: str) -> Response:  # noqa: ARG001 whatever state is asked for, this one is there
        response = send_from_directory(MODULES, name, mimetype="text/javascript")
        response.headers["Cache-Control"] = f"public, max-age={_YEAR_SECONDS}, immutable"
        return response

    @assets.get(f"/manifest.<any({', '.join(LANGUAGES)}):language>.webmanifest")
    def manifest(language: str) -> Response:
        response = jsonify(_manifest(words(language)))
        response.mimetype = "application/manifest+json"
        return response

    return assets


def _state() -> str:
    state: str = current_app.jinja_env.globals["style_version"]  # type: ignore[assignment]  # any global
    return state


def _static(name: str) -> str:
    return url_for("static", filename=name, v=_state())


def _manifest(t: Words) -> dict[str, object]:
    """Describe the page as an application that can be installed."""
    icons = [
        {
            "src": _static(name),
            "sizes": sizes,
            "type": "image/png",
            "purpose": purpose,
        }
        for name, (sizes, purpose) in ICONS.items()
    ]
    return {
        "id": "/",
        "name": f"{t('page.brand')} · {t('page.title')}",
        "short_name": t("page.brand"),
        "description": t("page.description"),
        "lang": t.language,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": _COLOUR,
        "theme_color": _COLOUR,
        "icons": icons,
    }
