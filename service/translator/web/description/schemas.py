"""What the descriptions of requests and of answers are made of."""

from typing import Any

Schema = dict[str, Any]


def reference(name: str) -> Schema:
    """Refer to a schema by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


def an_object(properties: dict[str, Schema], *, required: list[str]) -> Schema:
    """Describe an object; it may have further properties."""
    return {"type": "object", "required": required, "properties": properties}
