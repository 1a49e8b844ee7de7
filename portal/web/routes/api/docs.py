"""What the API can do, for people: a page made from the OpenAPI document."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from fastapi import APIRouter, Request, Response

from portal.web.deps import PortalDep
from portal.web.routes.api.openapi import document
from portal.web.templating import page

REFUSALS: Final = {
    "unauthenticated": "There is no valid key: send one, or create one with `portal keys create`.",
    "forbidden": "The key lacks the scope: create one that has it.",
    "not_found": "There is no such thing under this id.",
    "invalid": "Something in the request does not fit: look under errors.",
    "conflict": "Something else stands against it: the detail says what.",
    "http": "HTTP itself refuses it: 412 and 428 are about If-Match, 413 about the size of the body.",
    "unavailable": "The database cannot be reached: try again after the seconds in Retry-After.",
    "internal": "Something on our side failed: nothing was saved.",
}
"""The codes of refusals, to which their `type` leads."""

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field of a body or an answer: what kind of value it holds, its limits, and whether it has to be there."""

    name: str
    kind: str
    needed: bool


@dataclass(frozen=True, slots=True)
class Call:
    """One thing a program can do."""

    anchor: str
    method: str
    path: str
    title: str
    scope: str
    sends: tuple[FieldLine, ...]
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Resource:
    """What can be done with a noun, and what it looks like."""

    name: str
    fields: tuple[FieldLine, ...]
    about: str
    calls: tuple[Call, ...]


@router.get("/api/docs")
async def show(request: Request, portal: PortalDep) -> Response:
    """Everything the API can do, on one page."""
    vendor = portal.playbook.vendor
    return page(
        request,
        "api/docs.html",
        vendor=vendor,
        about=document()["info"],
        resources=resources(),
        refusals=REFUSALS.items(),
    )


@lru_cache(maxsize=1)
def resources() -> tuple[Resource, ...]:
    """The API by its nouns, in the order of the document."""
    described = document()
    schemas = described["components"]["schemas"]
    calls: dict[str, list[Call]] = {}
    shapes: dict[str, Mapping[str, Any]] = {}
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            noun = operation["tags"][0]
            calls.setdefault(noun, []).append(_call(noun, method, path, operation, schemas))
            shapes.setdefault(noun, _shape(operation, schemas))
    return tuple(
        Resource(noun, tuple(_fields(shapes[noun], schemas)), _first(shapes[noun]), tuple(found))
        for noun, found in calls.items()
    )


def _call(noun: str, method: str, path: str, operation: Mapping[str, Any], schemas: Mapping[str, Any]) -> Call:
    body = operation.get("requestBody", {"content": {}})["content"]
    sent = [_resolved(kind["schema"], schemas) for kind in body.values()]
    lists = operation["responses"].items()
    return Call(
        anchor=operation["operationId"],
        method=method.upper(),
        path=path,
        title=operation["description"],
        scope=f"{noun}:{'read' if method == 'get' else 'write'}",
        sends=tuple(_fields(sent[0], schemas)) if sent else (),
        answers=tuple((status, answer["description"]) for status, answer in sorted(lists)),
    )


def _shape(operation: Mapping[str, Any], schemas: Mapping[str, Any]) -> Mapping[str, Any]:
    """What an operation answers, one of many where it lists them."""
    found = _resolved(operation["responses"]["200"]["content"]["application/json"]["schema"], schemas)
    items = found["properties"].get("items")
    return _resolved(items["items"], schemas) if items else found


def _fields(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Iterator[FieldLine]:
    for name, field in schema.get("properties", {}).items():
        yield FieldLine(name, _kind(field, schemas), name in schema.get("required", ()))


def _kind(field: Mapping[str, Any], schemas: Mapping[str, Any]) -> str:
    """The kind of a value in a few words."""
    if choices := field.get("anyOf"):
        return " or ".join(_kind(choice, schemas) for choice in choices)
    found = _resolved(field, schemas)
    if "enum" in found:
        return ", ".join(found["enum"])
    kind = str(found.get("format", found.get("type", "any"))).replace("-", " ")
    if kind == "array":
        return f"list of {_kind(found['items'], schemas)}"
    if "properties" in found:
        return f"object ({', '.join(found['properties'])})"
    return f"{kind}, up to {found['maxLength']} characters" if "maxLength" in found else kind


def _resolved(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Mapping[str, Any]:
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    return schemas[name] if name else schema


def _first(schema: Mapping[str, Any]) -> str:
    return " ".join(str(schema.get("description", "")).split())
