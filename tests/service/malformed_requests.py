"""Requests that cannot be answered."""

import json
from dataclasses import dataclass, field

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=X"
JSON = "application/json"


@dataclass(frozen=True)
class Malformed:
    """One request that cannot be answered, and the status it deserves."""

    name: str
    path: str
    body: bytes = b""
    content_type: str = ""
    status: int = 400
    method: str = "POST"
    query: bytes = field(default=b"")


def part(
    content: bytes, headers: bytes = b'Content-Disposition: form-data; name="English"'
) -> bytes:
    return b"--X\r\n" + headers + b"\r\n\r\n" + content + b"\r\n--X--\r\n"


REQUESTS = [
    Malformed("nothing at all", "/result", status=415),
    Malformed("an empty form", "/result", b"", FORM),
    Malformed("another field", "/result", b"Spanish=hola", FORM),
    Malformed("percent-encoded Latin-1", "/result", b"English=ma%F1ana", FORM),
    Malformed("raw Latin-1", "/result", b"English=ma\xf1ana", FORM),
    Malformed("half a character", "/result", b"English=%E2%82", FORM),
    Malformed("an encoded surrogate", "/result", b"English=%ED%A0%80", FORM),
    Malformed("JSON for the page", "/result", b'{"English": "hi"}', JSON, status=415),
    Malformed("plain text", "/result", b"English=hi", "text/plain", status=415),
    Malformed("a nonsense content type", "/result", b"English=hi", ";;;=", status=415),
    Malformed("multipart without boundary", "/result", part(b"hi"), "multipart/form-data"),
    Malformed("multipart that never ends", "/result", part(b"hi")[:-6], MULTIPART),
    Malformed("multipart without name", "/result", part(b"hi", b"A: b"), MULTIPART),
    Malformed("multipart in Latin-1", "/result", part(b"ma\xf1ana"), MULTIPART),
    Malformed(
        "a file for a field",
        "/result",
        part(b"hi", b'Content-Disposition: form-data; name="English"; filename="a.txt"'),
        MULTIPART,
    ),
    Malformed("a huge form", "/result", b"English=" + b"x" * 100_000, FORM, status=413),
    Malformed("a wrong method", "/result", method="GET", status=405),
    Malformed("a wrong method for the form", "/", b"English=hi", FORM, status=405),
    Malformed("an unknown path", "/%ff%00", b"", FORM, status=404),
    Malformed("no JSON", "/translate", b"{", JSON),
    Malformed("an empty body", "/translate", b"", JSON),
    Malformed("a JSON list", "/translate", b"[]", JSON),
    Malformed("JSON null", "/translate", b"null", JSON),
    Malformed("JSON in UTF-16", "/translate", json.dumps({"q": "x"}).encode("utf-16"), JSON),
    Malformed("JSON in Latin-1", "/translate", b'{"q": "ma\xf1ana"}', JSON),
    Malformed("nested without end", "/translate", b"[" * 6_000, JSON),
    Malformed("a number without end", "/translate", b'{"q": ' + b"9" * 6_000 + b"}", JSON),
    Malformed("a query that is not UTF-8", "/translate", query=b"q=%ff&source=en&target=es"),
    Malformed("no parameters", "/translate"),
    Malformed("a huge body", "/translate", b"x" * 100_000, JSON, status=413),
    Malformed("no JSON to stream", "/translate/stream", b"{", JSON),
    Malformed("no parameters to stream", "/translate/stream"),
    Malformed("a list to stream", "/translate/stream", b'{"q": ["a"]}', JSON),
    Malformed("Latin-1 to stream", "/translate/stream", b'{"q": "ma\xf1ana"}', JSON),
    Malformed("a huge stream", "/translate/stream", b"x" * 100_000, JSON, status=413),
    Malformed("a stream that is looked at", "/translate/stream", method="GET", status=405),
    Malformed("nothing to detect", "/detect"),
    Malformed("no JSON to detect", "/detect", b"nonsense", JSON),
    Malformed("JSON to detect that never ends", "/detect", b'{"q":' * 1_000, JSON),
    Malformed("Latin-1 to detect", "/detect", b"q=ma%F1ana", FORM),
    Malformed("a wrong method to detect", "/detect", method="PUT", status=405),
    Malformed("no form with the file", "/translate_file", b"x", JSON),
    Malformed("no file in the form", "/translate_file", part(b"hi"), MULTIPART),
    Malformed("a form that never ends", "/translate_file", part(b"hi")[:-6], MULTIPART),
    Malformed("a form without boundary", "/translate_file", part(b"hi"), "multipart/form-data"),
    Malformed(
        "a file without languages",
        "/translate_file",
        part(b"hi", b'Content-Disposition: form-data; name="file"; filename="a.txt"'),
        MULTIPART,
    ),
    Malformed(
        "a file whose name climbs",
        "/translate_file",
        part(b"hi", b'Content-Disposition: form-data; name="file"; filename="../../etc/x"'),
        MULTIPART,
    ),
    Malformed("a file that is looked for", "/download_file/x", method="GET", status=404),
    Malformed("a file that is brought", "/download_file/x", b"x", FORM, status=405),
    Malformed("a wrong method for the languages", "/languages", b"x", FORM, status=405),
    Malformed("a wrong method for the counts", "/metrics", b"x", FORM, status=405),
    Malformed("a wrong method for the description", "/openapi.json", b"x", FORM, status=405),
    Malformed("a wrong method for the page about it", "/docs", b"x", FORM, status=405),
    Malformed("a wrong method for health", "/health", b"x", FORM, status=405),
    Malformed("a wrong method for translate", "/translate", method="DELETE", status=405),
]
