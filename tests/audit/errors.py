"""Every way in which an audit fails on purpose.

AuditError
├── MissingProgramError   an auditor is not installed
├── FailedProgramError    an auditor ended without an answer that can be used
├── TargetError           there is no machine to audit, or its owner cannot log in
└── AcceptedListError     the list of accepted findings cannot be read
"""


class AuditError(Exception):
    """An audit could not be made; the message says why, and what to do."""


class MissingProgramError(AuditError):
    """A program is not there."""

    def __init__(self, program: str) -> None:
        super().__init__(f"{program} is not installed. Remedy: make audit installs it.")


class FailedProgramError(AuditError):
    """A program did not do its work."""


class TargetError(AuditError):
    """The machine cannot be audited."""


class AcceptedListError(AuditError):
    """The list of accepted findings is not in order."""
