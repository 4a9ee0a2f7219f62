"""The page in Spanish: a form, and the sentence beside its translation."""

from flask import Blueprint, g, render_template, request

from translator.directions import Directions
from translator.errors import MissingParameterError
from translator.settings import Settings
from translator.web.reading import checked, form_field

FIELD = "English"


def create_blueprint(settings: Settings, directions: Directions) -> Blueprint:
    """Serve `/`, `/index` and `/result`."""
    pages = Blueprint("pages", __name__)

    @pages.app_context_processor
    def form_facts() -> dict[str, object]:
        return {"field": FIELD, "max_characters": settings.max_characters}

    @pages.get("/")
    @pages.get("/index")
    def index() -> str:
        return render_template("index.html")

    @pages.post("/result")
    def result() -> str:
        text = form_field(request, FIELD)
        g.submitted_text = text  # an error page shows it again: nobody types a letter twice
        checked([text], max_characters=settings.max_characters)
        if not text.strip():
            raise MissingParameterError(
                FIELD, spanish="Escriba primero el texto que quiere traducir."
            )
        engine = directions.first
        (translation,) = engine.translate([text])
        return render_template(
            "result.html",
            sentence=text,
            translation=translation,
            source=engine.source,
            target=engine.target,
        )

    return pages
