"""Read request bodies, with the error that the API gives for a bad one."""

import re
from typing import Any

from flask import request

from simulator.errors import ApiError, unprocessable


class Body:
    """Hold a request's JSON object."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values

    @classmethod
    def of_request(cls) -> "Body":
        """Parse the body of the present request.

        Raises:
            ApiError: 400, it is not a JSON object.
        """
        values = request.get_json(force=True, silent=True) if request.get_data() else {}
        if not isinstance(values, dict):
            raise ApiError(400, "bad_request", "The request body is not a JSON object.")
        return cls(values)

    def __contains__(self, key: str) -> bool:
        """Tell whether a value was sent, and not null."""
        return self.values.get(key) is not None

    def text(self, key: str, default: str | None = None, *, pattern: str = "") -> str:
        """Read a string; without a default it must be there."""
        value = self.values.get(key)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or (not value and default is None):
            raise unprocessable(f"{key} is required and must be a string.")
        if not re.fullmatch(pattern or r"(?s).*", value):
            raise unprocessable(f"{key} has characters that are not allowed: {value!r}.")
        return value

    def reference(self, key: str) -> str:
        """Read an id or a slug."""
        value = self.values.get(key)
        if isinstance(value, bool) or not isinstance(value, int | str) or not value:
            raise unprocessable(f"{key} is required and must be an id or a slug.")
        return str(value)

    def number(
        self, key: str, default: int | None = None, *, lowest: int = 0, highest: int = 2**31
    ) -> int:
        """Read an integer within limits; without a default it must be there."""
        value = self.values.get(key)
        if value is None and default is not None:
            return default
        if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
            raise unprocessable(f"{key} must be an integer from {lowest} to {highest}.")
        return value

    def flag(self, key: str) -> bool:
        """Read a boolean; it is false if it is missing."""
        value = self.values.get(key)
        if value is not None and not isinstance(value, bool):
            raise unprocessable(f"{key} must be true or false.")
        return bool(value)

    def texts(self, key: str, *, pattern: str = "") -> list[str]:
        """Read a list of strings; it is empty if it is missing."""
        values = self._list(key)
        for value in values:
            if not isinstance(value, str) or not re.fullmatch(pattern or r"(?s).+", value):
                raise unprocessable(f"{key} holds an invalid value: {value!r}.")
        return values

    def numbers(self, key: str) -> list[int]:
        """Read a list of integers; it is empty if it is missing."""
        values = self._list(key)
        if not all(isinstance(value, int) and not isinstance(value, bool) for value in values):
            raise unprocessable(f"{key} must be a list of integers.")
        return values

    def bodies(self, key: str) -> list["Body"]:
        """Read a list of objects; it is empty if it is missing."""
        values = self._list(key)
        if not all(isinstance(value, dict) for value in values):
            raise unprocessable(f"{key} must be a list of objects.")
        return [Body(value) for value in values]

    def body(self, key: str) -> "Body":
        """Read an object; it is empty if it is missing."""
        value = self.values.get(key) or {}
        if not isinstance(value, dict):
            raise unprocessable(f"{key} must be an object.")
        return Body(value)

    def _list(self, key: str) -> list[Any]:
        values = self.values.get(key) or []
        if not isinstance(values, list):
            raise unprocessable(f"{key} must be a list.")
        return values
