"""Every way in which the translator fails on purpose.

TranslatorError
├── SettingsError                the environment or a file of the owner does not describe a service
├── InputError                   a file given to the command line cannot be read
├── EngineError                  the engine cannot answer (503)
│   ├── ModelError               the folder of the model is incomplete
│   ├── BusyError                as much is waiting as the service takes on
│   ├── DeadlineError            the time of the request is over
│   └── CancelledError           nobody waits for the answer any more
└── RequestError                 the request cannot be answered (4xx)
    ├── MalformedRequestError    it cannot be read as what it claims to be
    │   └── UnsupportedFormError it is no form at all
    ├── MissingParameterError    a field is not there, or empty
    ├── TextTooLongError         it asks for more than one request may
    ├── UnsupportedRequestError  it asks for something this service does not do
    ├── UnsupportedFileError     it brings a file of a kind that is not translated
    ├── BrokenFileError          it brings a file that is not what its name says
    │   ├── FileEncodingError    its bytes are no text in the encoding it should have
    │   ├── BrokenCueError       a cue of its subtitles is none
    │   ├── LockedFileError      it is an old .doc, or has a password
    │   └── FileTooLargeError    there is more inside than there may be
    ├── ForbiddenError           its API key is not known
    │   └── MissingKeyError      it has none, and needs one
    ├── GoneError                it asks for a file that is not kept, or not any more
    └── TooManyRequestsError     there were too many before it

A message states the fact, the limit and the remedy, in English, for programs. The page has its own
words for the error's `code`, and puts `values` into them. No message repeats the text that a person
typed.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar


class TranslatorError(Exception):
    """Something failed that the translator knows how to explain."""

    code: str = "unexpected"


class SettingsError(TranslatorError):
    """The environment, or a file of the owner, has faults; all of them stand in the message."""

    def __init__(
        self,
        faults: Sequence[str],
        remedy: str = "Correct .env; .env.example describes every setting.",
    ) -> None:
        lines = "\n".join(f"  - {fault}" for fault in faults)
        super().__init__(f"the settings do not fit:\n{lines}\n{remedy}")


class InputError(TranslatorError):
    """The text on standard input cannot be read."""


class EngineError(TranslatorError):
    """The engine cannot answer now; it may in `retry_after_seconds`."""

    code = "unavailable"
    retry_after_seconds: int = 5


class ModelError(EngineError):
    """The folder of the model lacks something or holds something else."""

    def __init__(self, directory: Path, fault: str) -> None:
        super().__init__(
            f"there is no usable model in {directory}: {fault}; "
            "restore the folder with `git checkout -- service/model` or export a model into it"
        )


class BusyError(EngineError):
    """As much is waiting as the service takes on; whoever comes now is told so at once."""

    code = "busy"

    def __init__(self, *, retry_after_seconds: int = 2) -> None:
        super().__init__(
            "the translator has as much to do as it can take on; "
            f"try again in {retry_after_seconds} seconds"
        )
        self.retry_after_seconds = retry_after_seconds


class DeadlineError(EngineError):
    """The time of the request is over before its translation is ready."""

    code = "deadline"

    def __init__(self) -> None:
        super().__init__(
            "the translation was not ready in time; send the text in parts, or try again later"
        )


class CancelledError(EngineError):
    """The client is gone; nobody will read the answer."""

    code = "cancelled"

    def __init__(self) -> None:
        super().__init__("the client is gone; its text is not translated any further")


class RequestError(TranslatorError):
    """The request cannot be answered; `api_status` is what LibreTranslate's clients expect.

    Args:
        message: in English, for programs.
        code: what the page's catalogue calls it, where it differs from that of the class.
        values: what the page's words mention: numbers, names of fields; nothing that was typed.
    """

    status: ClassVar[int] = 400
    api_status: ClassVar[int] = 400
    code = "bad-request"

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        values: dict[str, str | int] | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code or self.code
        self.values = values or {}


class MalformedRequestError(RequestError):
    """The body is not what its content type says, or its bytes are not UTF-8."""

    code = "malformed"


class UnsupportedFormError(MalformedRequestError):
    """The page got a body that is no form."""

    status = 415
    code = "no-form"


class MissingParameterError(RequestError):
    """A field is missing or empty."""

    code = "missing-field"

    def __init__(self, name: str) -> None:
        super().__init__(f"Invalid request: missing {name} parameter", values={"field": name})


class TextTooLongError(RequestError):
    """The text has more characters than one request may have."""

    status = 413
    code = "text-too-long"

    def __init__(self, *, characters: int, limit: int) -> None:
        super().__init__(
            f"Invalid request: the text has {characters:,} characters; the limit is {limit:,}; "
            "send it in parts",
            values={"characters": characters, "limit": limit},
        )


class UnsupportedRequestError(RequestError):
    """The service does not know this language, format or amount."""

    code = "unsupported"


class UnsupportedFileError(RequestError):
    """The file is of a kind that is not translated.

    Args:
        extensions: of the kinds that are.
    """

    status = 415
    code = "unsupported-file"

    def __init__(self, extensions: Sequence[str]) -> None:
        known = ", ".join(extensions)
        super().__init__(
            f"Invalid request: file format not supported; send one of {known}",
            values={"extensions": known},
        )


class BrokenFileError(RequestError):
    """The file is not what its name says, or larger inside than it may be."""

    code = "broken-file"

    def __init__(self, fault: str) -> None:
        super().__init__(f"Invalid request: the file cannot be read: {fault}")


class FileEncodingError(BrokenFileError):
    """The bytes of a text file are no text; guessing what they might be would spoil it unseen."""

    code = "file-encoding"

    def __init__(self, encoding: str = "UTF-8") -> None:
        super().__init__(
            f"its text is not {encoding}; save it as UTF-8 in an editor and send it again"
        )
        self.values = {"encoding": encoding}


class BrokenCueError(BrokenFileError):
    """A cue of subtitles lacks its times, or they cannot be read.

    Args:
        cue: its place in the file, from 1.
        line: where it begins, from 1.
    """

    code = "broken-cue"

    def __init__(self, cue: int, line: int) -> None:
        super().__init__(
            f"cue {cue}, in line {line}, has no line like 00:00:01,000 --> 00:00:02,500; correct it"
        )
        self.values = {"cue": cue, "line": line}


class LockedFileError(BrokenFileError):
    """The file is Word's old kind, or encrypted: both look the same from outside."""

    code = "locked-file"

    def __init__(self) -> None:
        super().__init__(
            "it is an old .doc file or has a password; open it and save it as .docx without one"
        )


class FileTooLargeError(BrokenFileError):
    """There is more in the file than its size tells, or than its translation could use.

    Args:
        what: there is too much of.
    """

    status = 413
    code = "file-too-large"

    def __init__(self, what: str, *, limit: str) -> None:
        super().__init__(f"it has more {what} than the limit of {limit}; send it in parts")
        self.values = {"limit": limit}


class ForbiddenError(RequestError):
    """The API key is not one of those in the settings."""

    status = api_status = 403
    code = "forbidden"

    def __init__(self, message: str = "Invalid API key") -> None:
        super().__init__(message)


class MissingKeyError(ForbiddenError):
    """There is no API key, and a program needs one; LibreTranslate answers so with 400."""

    status = api_status = 400
    code = "key-needed"

    def __init__(self) -> None:
        super().__init__("Please contact the server operator to get an API key")


class GoneError(RequestError):
    """There is no such file, or it was fetched already, or its time is over."""

    status = api_status = 404
    code = "gone"

    def __init__(self) -> None:
        super().__init__(
            "there is no such file; a translated file is kept for some minutes and given out once; "
            "translate it again"
        )


class TooManyRequestsError(RequestError):
    """An address, or the holder of a key, asks more often than it may."""

    status = api_status = 429
    code = "too-many-requests"

    def __init__(self, *, requests_per_minute: int, retry_after_seconds: int) -> None:
        super().__init__(
            f"Slowdown: {requests_per_minute} per 1 minute; "
            f"try again in {retry_after_seconds} seconds",
            values={"limit": requests_per_minute, "seconds": retry_after_seconds},
        )
        self.retry_after_seconds = retry_after_seconds
