"""Every way in which the translator fails on purpose.

TranslatorError
├── SettingsError                the environment does not describe a service
├── InputError                   a file given to the command line cannot be read
├── EngineError                  the engine cannot answer (503)
│   └── ModelError               the folder of the model is incomplete
└── RequestError                 the request cannot be answered (4xx)
    ├── MalformedRequestError    it cannot be read as what it claims to be
    │   └── UnsupportedFormError it is no form at all
    ├── MissingParameterError    a field is not there, or empty
    ├── TextTooLongError         it asks for more than one request may
    └── UnsupportedRequestError  it asks for something this service does not do

A message states the fact, the limit and the remedy. A RequestError says it twice: in English for
programs, in Spanish for the page. No message repeats the text that a person typed.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar


class TranslatorError(Exception):
    """Something failed that the translator knows how to explain."""


class SettingsError(TranslatorError):
    """The environment has faults; all of them stand in the message."""

    def __init__(self, faults: Sequence[str]) -> None:
        lines = "\n".join(f"  - {fault}" for fault in faults)
        super().__init__(
            f"the settings do not fit:\n{lines}\n"
            "Correct .env; .env.example describes every setting."
        )


class InputError(TranslatorError):
    """The text on standard input cannot be read."""


class EngineError(TranslatorError):
    """The engine cannot answer now."""


class ModelError(EngineError):
    """The folder of the model lacks something or holds something else."""

    def __init__(self, directory: Path, fault: str) -> None:
        super().__init__(
            f"there is no usable model in {directory}: {fault}; "
            "restore the folder with `git checkout -- service/model` or export a model into it"
        )


class RequestError(TranslatorError):
    """The request cannot be answered; `api_status` is what LibreTranslate's clients expect."""

    status: ClassVar[int] = 400
    api_status: ClassVar[int] = 400

    def __init__(self, message: str, *, spanish: str) -> None:
        super().__init__(message)
        self.spanish = spanish


class MalformedRequestError(RequestError):
    """The body is not what its content type says, or its bytes are not UTF-8."""


class UnsupportedFormError(MalformedRequestError):
    """The page got a body that is no form."""

    status = 415


class MissingParameterError(RequestError):
    """A field is missing or empty."""

    def __init__(self, name: str, *, spanish: str = "Falta un campo del formulario.") -> None:
        super().__init__(f"Invalid request: missing {name} parameter", spanish=spanish)


class TextTooLongError(RequestError):
    """The text has more characters than one request may have."""

    status = 413

    def __init__(self, *, characters: int, limit: int) -> None:
        found, allowed = f"{characters:,}", f"{limit:,}"
        super().__init__(
            f"Invalid request: the text has {found} characters; the limit is {allowed}; "
            "send it in parts",
            spanish=f"El texto tiene {found.replace(',', '.')} caracteres y el máximo es "
            f"{allowed.replace(',', '.')}. Acórtelo o tradúzcalo por partes.",
        )


class UnsupportedRequestError(RequestError):
    """The service does not know this language, format or amount."""

    def __init__(self, message: str) -> None:
        super().__init__(message, spanish="Este servicio no ofrece lo que se le pide.")
