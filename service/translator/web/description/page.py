"""What the page at `/docs` shows of each operation, taken from the description itself."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from translator.web.description.operations import JSON, MULTIPART

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    """A field of a request: what it may be, in words."""

    name: str
    is_required: bool
    meaning: str


@dataclass(frozen=True, kw_only=True)
class Shown:
    """An operation as the page shows it.

    Args:
        example: a body to begin with, as JSON; empty where none is sent.
        takes_file: whether a form with a file is sent instead.
        parameters: the parts of the path that must be filled in.
        answers: status and meaning.
    """

    name: str
    method: str
    path: str
    summary: str
    description: str
    fields: tuple[Field, ...]
    example: str
    takes_file: bool
    parameters: tuple[str, ...]
    answers: tuple[tuple[str, str], ...]


def shown(document: Json) -> dict[str, list[Shown]]:
    """List the operations under the names of their groups."""
    groups: dict[str, list[Shown]] = {tag["description"]: [] for tag in document["tags"]}
    titles = {tag["name"]: tag["description"] for tag in document["tags"]}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            group = groups[titles[operation["tags"][0]]]
            group.append(_shown(document, path, method, operation))
    return groups


def _shown(document: Json, path: str, method: str, operation: Json) -> Shown:
    bodies = operation.get("requestBody", {}).get("content", {})
    takes_file = JSON not in bodies and MULTIPART in bodies
    body = bodies.get(MULTIPART if takes_file else JSON)
    schema = _resolved(document, body["schema"]) if body else {}
    return Shown(
        name=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        description=operation.get("description", ""),
        fields=tuple(_fields(schema)),
        example=_example(schema) if body and not takes_file else "",
        takes_file=takes_file,
        parameters=tuple(each["name"] for each in operation.get("parameters", ())),
        answers=tuple(
            (status, _resolved(document, answer)["description"])
            for status, answer in operation["responses"].items()
        ),
    )


def _resolved(document: Json, part: Json) -> Json:
    """Follow a reference to its end."""
    while "$ref" in part:
        found: Any = document
        for step in part["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        part = found
    return part


def _fields(schema: Json) -> Iterator[Field]:
    for name, field in schema.get("properties", {}).items():
        yield Field(name, name in schema.get("required", ()), _meaning(field))


def _meaning(field: Json) -> str:
    """Say in words what a field may be."""
    parts = [field.get("description", "")]
    for choice in field.get("anyOf", [field]):
        if choice is field and "enum" in field:
            parts.append(" or ".join(f"`{each}`" for each in field["enum"] if each))
        elif choice.get("type") == "string" and "maxLength" in choice:
            parts.append(f"a text of at most {choice['maxLength']:,} characters")
        elif choice.get("type") == "array":
            parts.append(f"a list of at most {choice['maxItems']:,} texts")
        elif choice.get("type") == "integer":
            parts.append(f"a whole number from {choice['minimum']} to {choice['maximum']}")
    return "; ".join(part.rstrip(".") for part in parts if part)


def _example(schema: Json) -> str:
    """Make a body of the examples of its fields."""
    body = {name: _first_example(field) for name, field in schema["properties"].items()}
    return json.dumps({name: each for name, each in body.items() if each}, indent=2)


def _first_example(field: Json) -> Any:
    for choice in (field, *field.get("anyOf", ())):
        if "examples" in choice:
            return choice["examples"][0]
    return None
