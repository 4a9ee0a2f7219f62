"""Serve the description of the JSON interface: for programs as OpenAPI, for people as a page."""

import json

from flask import Blueprint, Response, render_template

from translator.directions import Directions
from translator.settings import Settings
from translator.web.description.document import document
from translator.web.description.page import shown


def create_blueprint(settings: Settings, directions: Directions) -> Blueprint:
    """Serve `/openapi.json`, `/spec` as LibreTranslate calls it, and `/docs`."""
    blueprint = Blueprint("description", __name__)
    blueprint.register_blueprint(_create_page(settings, directions))
    described = json.dumps(document(settings, directions), ensure_ascii=False)

    @blueprint.get("/openapi.json")
    @blueprint.get("/spec")
    def openapi() -> Response:
        return Response(described, mimetype="application/json")

    return blueprint


def _create_page(settings: Settings, directions: Directions) -> Blueprint:
    page = Blueprint("docs", __name__)
    described = document(settings, directions)
    groups = shown(described)

    @page.get("/docs")
    def docs() -> str:
        return render_template("docs.html", info=described["info"], groups=groups)

    return page
