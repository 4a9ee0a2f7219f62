"""Translate files, as LibreTranslate does: a form brings one, the answer says where to fetch it."""

import io
from collections.abc import Mapping, Sequence
from typing import IO, Any

from flask import Blueprint, Flask, Request, Response, jsonify, request, send_file, url_for
from werkzeug.exceptions import MethodNotAllowed

from translator.directions import Directions
from translator.documents import translate_document
from translator.engine import Demand
from translator.errors import MissingParameterError
from translator.settings import Settings
from translator.web.demand import demand
from translator.web.direction import AUTO, Choice, choose, warning
from translator.web.facts import facts
from translator.web.kept_files import KeptFile, KeptFiles, default_folder
from translator.web.query import certain, glossary, language
from translator.web.reading import parameters

MEGABYTE = 1_048_576
BYTES_AROUND_THE_FILE = 65_536
KEPT_PER_UPLOAD = 8
UPLOADS = frozenset({"files.translate_file", "pages.file"})


class RequestInMemory(Request):
    """Keep an uploaded file in memory; Werkzeug would write a larger one to a disk."""

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002 the signature is Werkzeug's
        content_type: str | None,  # noqa: ARG002
        filename: str | None = None,  # noqa: ARG002
        content_length: int | None = None,  # noqa: ARG002
    ) -> IO[bytes]:
        return io.BytesIO()


def install(app: Flask, settings: Settings) -> None:
    """Let the requests that bring a file be as large as a file may be."""
    app.request_class = RequestInMemory

    @app.before_request
    def make_room() -> None:
        if request.endpoint in UPLOADS:
            request.max_content_length = (
                settings.max_file_megabytes * MEGABYTE + BYTES_AROUND_THE_FILE
            )
            # Of the fields beside the file; Werkzeug reads in parts of up to 64 KiB.
            request.max_form_memory_size = BYTES_AROUND_THE_FILE * 2


def create_blueprint(settings: Settings, directions: Directions) -> Blueprint:
    """Serve `/translate_file` and `/download_file`."""
    files = Blueprint("files", __name__)
    kept = KeptFiles(
        default_folder(), max_bytes=settings.max_file_megabytes * MEGABYTE * KEPT_PER_UPLOAD
    )

    @files.post("/translate_file")
    def translate_file() -> Response:
        found = parameters(request)
        upload = request.files.get("file")
        if upload is None or not upload.filename:
            raise MissingParameterError("file")
        translation = FileTranslation(settings, directions, found)
        document = translate_document(
            upload.filename,
            upload.read(),
            translation,
            target=translation.target,
            max_characters=settings.max_characters,
        )
        name = kept.keep(KeptFile(document.name, document.content, document.mimetype))
        address = url_for("files.download_file", name=name, _external=True)
        return jsonify({"translatedFileUrl": address, **translation.warning})

    @files.get("/download_file/<string:name>")
    def download_file(name: str) -> Response:
        if request.method == "HEAD":
            # Whoever only looks must not use the one download up.
            raise MethodNotAllowed(valid_methods=["GET"])
        file = kept.take(name)
        response = send_file(
            io.BytesIO(file.content),
            mimetype=file.mimetype,
            as_attachment=True,
            download_name=file.name,
        )
        response.headers["Cache-Control"] = "no-store"
        # A page of somebody else's must never run as one of ours.
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    return files


class FileTranslation:
    """Translate the texts of one file; the first of them decide about its language.

    Args:
        found: the parameters of the request.

    Raises:
        RequestError: from the start, if the languages cannot be served.
    """

    def __init__(
        self, settings: Settings, directions: Directions, found: Mapping[str, Any]
    ) -> None:
        self._directions = directions
        self._source = language(found, "source")
        self.target = language(found, "target")
        self._demand: Demand = demand(
            settings, glossary(found.get("glossary")), is_certain=certain(found)
        )
        self._choice: Choice | None = None
        if self._source != AUTO:
            directions.engine(self._source, self.target)

    def __call__(self, texts: Sequence[str]) -> list[str]:
        """Translate texts; a file in another language keeps them.

        Raises:
            EngineError: the engine cannot answer, or not in time.
        """
        facts().characters += sum(map(len, texts))
        if self._choice is None:
            sample = "\n".join(texts)
            self._choice = choose(
                self._directions,
                [sample],
                source=self._source,
                target=self.target,
                is_certain=self._demand.is_certain,
            )
        if self._choice.strangers[0]:
            return list(texts)
        return self._choice.engine.translate(texts, self._demand)

    @property
    def warning(self) -> dict[str, dict[str, str]]:
        """Say, in a field of the answer, that the file was in another language."""
        stranger = self._choice.strangers[0] if self._choice else None
        return {"warning": warning(stranger)} if stranger else {}
