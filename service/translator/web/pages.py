"""The page: a form, and the text beside its translation; all of it works without JavaScript.

With JavaScript the same page speaks to the interface for programs, as the modules in `static/js`
do. A failure is answered with the form, the text that was sent, and the reason (`web/failures.py`).
"""

from collections.abc import Sequence
from io import BytesIO

from flask import Blueprint, Response, g, render_template, request, send_file
from werkzeug.datastructures import FileStorage

from translator.directions import Directions
from translator.documents import EXTENSIONS, Document, translate_document
from translator.engine import Piece
from translator.errors import RequestError
from translator.settings import Settings
from translator.text.confidence import UNSURE_BELOW
from translator.text.language import detect
from translator.web import assets
from translator.web.demand import demand
from translator.web.direction import AUTO, choose
from translator.web.files import FileTranslation
from translator.web.languages import LANGUAGES, THEMES, Preferences, words
from translator.web.reading import checked, form_field

FIELD = "English"  # the seeds' name for the text, whichever language it is in
# Names a language in the place of `source`: of that one the visitor is certain.
CERTAIN = "certain"


def create_blueprint(settings: Settings, directions: Directions) -> Blueprint:
    """Serve `/`, `/index`, `/result` and `/file`."""
    pages = Blueprint("pages", __name__)
    pages.register_blueprint(assets.create_blueprint())
    first = directions.first
    source = AUTO if len(directions.engines) > 1 else first.source

    @pages.app_context_processor
    def facts_of_the_page() -> dict[str, object]:
        return {
            **_appearance(),
            "directions": [(engine.source, engine.target) for engine in directions.engines],
            "source": g.get("asked_source", source),
            "here": "/preferences",
            "field": FIELD,
            "certain": "",
            "max_characters": settings.max_characters,
            "max_megabytes": settings.max_file_megabytes,
            "extensions": EXTENSIONS,
            "unsure_below": UNSURE_BELOW,
        }

    @pages.after_request
    def remember(response: Response) -> Response:
        if response.mimetype == "text/html":
            Preferences.of(request).remember(response)
            response.vary.update(("Accept-Language", "Cookie"))
        return response

    @pages.get("/")
    @pages.get("/index")
    def index() -> str:
        return render_template("index.html")

    @pages.route("/preferences", methods=["GET", "POST"])
    def preferences() -> str:
        """Show the form with the language or the theme that was chosen, and the text as it was."""
        text = _sent_text(directions) if request.method == "POST" else ""
        return render_template("index.html", text=text)

    @pages.post("/result")
    def result() -> str:
        text = _sent_text(directions)
        checked([text], max_characters=settings.max_characters)
        if not text.strip():
            raise RequestError("Invalid request: the text is empty", code="missing-text")
        language = _found_source(directions, [text], g.asked_source)
        target = directions.targets(language)[0]
        certain = _certain_source(directions)
        choice = choose(
            directions, [text], source=language, target=target, is_certain=bool(certain)
        )
        stranger = choice.strangers[0]
        wanted = demand(settings, is_certain=bool(certain))
        pieces = [Piece(text, text)] if stranger else choice.engine.pieces(text, wanted)
        return render_template(
            "result.html",
            here="/result",
            sentence=text,
            pieces=list(pieces),
            source=choice.engine.source,
            target=choice.engine.target,
            certain=certain,
            detected=g.asked_source == AUTO,
            stranger=stranger,
            stranger_source=stranger
            and directions.targets(stranger.language)
            and stranger.language,
        )

    @pages.post("/file")
    def file() -> Response:
        upload = request.files.get("file")
        if upload is None or not upload.filename:
            raise RequestError("Invalid request: there is no file", code="missing-file")
        asked = _asked_source(directions, source)
        document = _translated_file(upload, asked, settings=settings, directions=directions)
        response = send_file(
            BytesIO(document.content),
            mimetype=document.mimetype,
            as_attachment=True,
            download_name=document.name,
        )
        response.headers["Cache-Control"] = "no-store"
        return response

    return pages


def _appearance() -> dict[str, object]:
    """Give the templates the words, and what the two buttons of the header choose next."""
    preferences = Preferences.of(request)
    t = words(preferences.language)
    following = THEMES[(THEMES.index(preferences.theme) + 1) % len(THEMES)]
    return {
        "t": t,
        "theme": preferences.theme,
        "next_theme": following,
        "other_language": next(code for code in LANGUAGES if code != t.language),
        "script_words": {
            **t.section("script"),
            **{f"error.{code}": text for code, text in t.section("errors").items()},
            **{f"theme-{name}": t(f"page.theme-{name}") for name in THEMES},
        },
    }


def _translated_file(
    upload: FileStorage, asked: str, *, settings: Settings, directions: Directions
) -> Document:
    """Translate a file from the page.

    Raises:
        RequestError: it cannot be read, or is in a language that nobody asked to translate from.
    """
    name, content, limit = upload.filename or "", upload.read(), settings.max_characters
    source = _found_source(directions, _texts_of(name, content, limit=limit), asked)
    languages = {
        "source": source,
        "target": directions.targets(source)[0],
        "certain": bool(_certain_source(directions)),
    }
    translation = FileTranslation(settings, directions, languages)
    document = translate_document(
        name, content, translation, target=translation.target, max_characters=limit
    )
    if translation.warning:
        raise RequestError(
            "Invalid request: the file is in another language", code="file-in-other-language"
        )
    return document


def _texts_of(name: str, content: bytes, *, limit: int) -> list[str]:
    """Collect what there is to translate in a file, to see which language it is in."""
    texts: list[str] = []

    def collect(found: Sequence[str]) -> list[str]:
        texts.extend(found)
        return list(found)

    translate_document(name, content, collect, max_characters=limit)
    return texts


def _asked_source(directions: Directions, default: str) -> str:
    """Read the language that the form says its text is in, if it says one of ours."""
    asked = _certain_source(directions) or request.form.get("source", "")
    is_offered = asked == AUTO or bool(directions.targets(asked))
    return asked if is_offered else default


def _certain_source(directions: Directions) -> str:
    """Read the language that the visitor is certain of, if there is one."""
    certain = request.form.get(CERTAIN, "")
    return certain if directions.targets(certain) else ""


def _sent_text(directions: Directions) -> str:
    """Read the text; an error page shows it again, so that nobody types a letter twice."""
    text: str = form_field(request, FIELD)
    g.asked_source = _asked_source(directions, directions.first.source)
    g.submitted_text = text
    return text


def _found_source(directions: Directions, texts: Sequence[str], source: str) -> str:
    """Find out in which language texts are, if that is asked."""
    if source != AUTO:
        return source
    found = detect("\n".join(texts)).language
    return found if directions.targets(found) else directions.first.source
