"""Judge requests and answers by DigitalOcean's public OpenAPI description.

An exchange is what the simulator records: method, path, query, request, status, headers, response.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openapi_schema_validator import OAS30Validator
from referencing import Registry, Resource

Json = dict[str, Any]

VARIABLE = "DIGITALOCEAN_OPENAPI"
ROOT = "urn:description"
# The API sends these; its description has forgotten or misspelt them.
UNDESCRIBED = {"response.tag.resources.images", "response.tags[].resources.images"}


@cache
def load_description() -> Json:
    """Load the description that the environment names."""
    path = os.environ.get(VARIABLE)
    if not path:
        pytest.fail(
            f"{VARIABLE} is not set: let it name DigitalOcean's OpenAPI description as one JSON "
            f"file, for example {VARIABLE}=../shared/digitalocean-openapi.json"
        )
    loaded: Json = json.loads(Path(path).read_text())
    return loaded


def validate_exchange(document: Json, exchange: Json) -> list[str]:
    """Compare one request and its answer with the description.

    Returns:
        one sentence for each contradiction; none if there is no contradiction.
    """
    path = "/" + exchange["path"].strip("/")
    method = exchange["method"].lower()
    template = find_template(document, path)
    if method not in document["paths"].get(template, {}):
        return [f"{method} {path}: not described"]
    operation = follow(document, "", "paths", template, method)
    faults = [
        *_query_faults(document, operation, exchange),
        *_request_faults(document, operation, exchange),
        *_response_faults(document, operation, exchange),
    ]
    return [f"{method} {path} {exchange['status']}: {fault}" for fault in faults]


def find_template(document: Json, path: str) -> str:
    """Find the described path that fits, the one with the fewest parameters first."""
    fitting = [
        template
        for template in document["paths"]
        if re.fullmatch(re.sub(r"\{[^}]*\}", "[^/]+", template), path)
    ]
    return min(fitting, key=lambda template: template.count("{"), default="")


def follow(document: Json, pointer: str, *parts: str) -> str:
    """Walk down from a pointer, through references, and give the pointer of the place reached."""
    for part in parts:
        pointer += "/" + part.replace("~", "~0").replace("/", "~1")
        while "$ref" in (node := look_up(document, pointer)):
            pointer = node["$ref"].removeprefix("#")
    return pointer


def look_up(document: Json, pointer: str) -> Any:
    """Give what a pointer points to."""
    node: Any = document
    for part in pointer.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        node = node[int(name)] if isinstance(node, list) else node[name]
    return node


def _query_faults(document: Json, operation: str, exchange: Json) -> Iterator[str]:
    described = {}
    for number in range(len(look_up(document, operation).get("parameters", []))):
        pointer = follow(document, operation, "parameters", str(number))
        parameter = look_up(document, pointer)
        if parameter["in"] == "query":
            described[parameter["name"]] = follow(document, pointer, "schema")
    for name, text in exchange["query"].items():
        if name not in described:
            yield f"query.{name} is not described"
            continue
        value = _typed(text, look_up(document, described[name]).get("type"))
        yield from _schema_faults(document, described[name], value, f"query.{name}")


def _typed(text: str, kind: str | None) -> object:
    """Read a query's text as the type that is described, if it can be read so."""
    if kind == "integer" and text.isdigit():
        return int(text)
    if kind == "boolean" and text in ("true", "false"):
        return text == "true"
    return text


def _request_faults(document: Json, operation: str, exchange: Json) -> Iterator[str]:
    body = exchange["request"]
    if body is None:
        return
    if "requestBody" not in look_up(document, operation):
        if body:  # python-digitalocean sends an empty object with each DELETE
            yield "a request body is not described"
        return
    schema = follow(document, operation, "requestBody", "content", "application/json", "schema")
    if exchange["status"] < 400:  # a refused request may be wrong on purpose
        yield from _schema_faults(document, schema, body, "request")
    yield from unknown_keys(document, [schema], body, "request")


def _response_faults(document: Json, operation: str, exchange: Json) -> Iterator[str]:
    status, body = str(exchange["status"]), exchange["response"]
    described = look_up(document, operation)["responses"]
    if status not in described and exchange["status"] < 400:
        yield f"status {status} is not described"
        return
    response = follow(
        document, operation, "responses", status if status in described else "default"
    )
    for header in look_up(document, response).get("headers", {}):
        if header.startswith("ratelimit-") and header not in exchange["headers"]:
            yield f"the header {header} is missing"
    content = look_up(document, response).get("content", {})
    if "application/json" not in content:
        if body is not None:
            yield "the answer has a body that is not described"
        return
    schema = follow(document, response, "content", "application/json", "schema")
    yield from _schema_faults(document, schema, body, "response")
    yield from (
        fault
        for fault in unknown_keys(document, [schema], body, "response")
        if fault.split()[0] not in UNDESCRIBED
    )


def _schema_faults(document: Json, schema: str, value: object, at: str) -> Iterator[str]:
    resource: Resource[Any] = Resource.opaque(document)
    registry: Registry[Any] = Registry().with_resource(ROOT, resource)
    validator = OAS30Validator(
        {"$ref": f"{ROOT}#{schema}"},
        registry=registry,
        format_checker=OAS30Validator.FORMAT_CHECKER,
    )
    for error in validator.iter_errors(value):
        place = "".join(f".{part}" for part in error.absolute_path)
        yield f"{at}{place}: {error.message[:300]}"


def unknown_keys(document: Json, schemas: Iterable[str], value: object, at: str) -> Iterator[str]:
    """List the keys of a value that none of its schemas describes."""
    parts = [part for schema in schemas for part in _parts(document, schema)]
    if isinstance(value, list):
        items = [follow(document, part, "items") for part in _having(document, parts, "items")]
        for element in value:
            yield from unknown_keys(document, items, element, f"{at}[]")
    described = _having(document, parts, "properties")
    if not isinstance(value, dict) or not described:
        return
    for key, inner in value.items():
        found = [
            follow(document, part, "properties", key)
            for part in described
            if key in look_up(document, part)["properties"]
        ]
        if found:
            yield from unknown_keys(document, found, inner, f"{at}.{key}")
        else:
            yield f"{at}.{key} is not described"


def _having(document: Json, pointers: Iterable[str], word: str) -> list[str]:
    return [pointer for pointer in pointers if word in look_up(document, pointer)]


def _parts(document: Json, schema: str) -> Iterator[str]:
    """Take a schema apart into itself and all that it combines."""
    yield schema
    for word in ("allOf", "anyOf", "oneOf"):
        for number in range(len(look_up(document, schema).get(word, []))):
            yield from _parts(document, follow(document, schema, word, str(number)))
