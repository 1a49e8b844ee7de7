"""From plain values to a model, or a problem for every place that does not fit."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from portal.content.problems import Problem
from portal.content.schema.base import IN_WORDS, SLUG
from portal.content.yaml import Document, Path

Model = TypeVar("Model", bound=BaseModel)

WANTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a mapping of keys to values",
    "model_type": "a mapping of keys to values",
    "model_attributes_type": "a mapping of keys to values",
}
BOUNDS = {"greater_than", "greater_than_equal", "less_than", "less_than_equal"}


def validate(model: type[Model], document: Document) -> tuple[Model | None, list[Problem]]:
    """The model, or None and what is wrong with the document."""
    if document.problems:
        return None, document.problems
    try:
        return model.model_validate(document.value), []
    except ValidationError as error:
        found: dict[Path, Problem] = {}
        for details in error.errors(include_url=False):
            # The arms of a union fail one by one at the same place; the first says enough.
            path = _within(document, details)
            found.setdefault(path, _problem(model, document, path, details))
        return None, list(found.values())


def _problem(model: type[BaseModel], document: Document, path: Path, error: ErrorDetails) -> Problem:
    name = _name(path)
    kind = error["type"]
    if kind == "missing":
        return document.problem(path[:-1], f"{name} is missing", f"add `{path[-1]}: …`")
    if kind == "extra_forbidden":
        message, mend = _unknown(name, str(path[-1]), _keys_at(model, error["loc"][:-1]))
    elif kind in WANTED:
        message, mend = f"{name} should be {WANTED[kind]}, not {_shown(error['input'])}", _write(WANTED[kind])
    else:
        what, mend = _limits(kind, error)
        message = f"{name} {what}"
    return document.problem(path, message, mend)


def _limits(kind: str, error: ErrorDetails) -> tuple[str, str]:
    """What is wrong with a value of the right type, and its mend."""
    context: Mapping[str, Any] = error.get("ctx", {})
    if kind in BOUNDS:
        rule = error["msg"].removeprefix("Input should be ")
        return f"is {_shown(error['input'])}, but has to be {rule}", f"write a number {rule}"
    if kind in {"string_too_long", "string_too_short", "string_pattern_mismatch", "enum", "literal_error"}:
        return _word(kind, error["input"], context)
    if kind == "too_short":
        found, least = context["actual_length"], context["min_length"]
        return f"has {found} entries; at least {least} are needed", "add the missing ones"
    if kind == "too_long":
        most = context["max_length"]
        return f"has more than {most} entries", f"keep the {most} that matter most, or split it in two"
    return error["msg"], str(context.get("mend", "correct the value"))


def _word(kind: str, value: object, context: Mapping[str, Any]) -> tuple[str, str]:
    match kind:
        case "string_too_long":
            length, limit = len(str(value)), context["max_length"]
            return f"has {length} characters; the limit is {limit}", f"shorten it by {length - limit}"
        case "string_too_short":
            return "is empty", "write at least one word"
        case "string_pattern_mismatch":
            return f"cannot be {_shown(value)}", IN_WORDS.get(context["pattern"], IN_WORDS[SLUG])
        case _:
            return f"cannot be {_shown(value)}", f"use {context['expected']}"


def _within(document: Document, error: ErrorDetails) -> Path:
    # Pydantic also names the arm of a union in its location; the document has no such part, so it is left out.
    path: Path = ()
    for part in error["loc"]:
        if part != "[key]" and (*path, part) in document.places:
            path = (*path, part)
    return (*path, error["loc"][-1]) if error["type"] == "missing" else path


def _name(path: Path) -> str:
    """The path as a person writes it: `steps[2].title`."""
    parts = [f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path]
    return f"`{''.join(parts).removeprefix('.')}`" if parts else "the file"


def _write(wanted: str) -> str:
    return {"text": "write text, in quotes where it looks like a number"}.get(wanted, f"write {wanted}")


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if value is None:
        return "nothing"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"`{text if len(text) <= 40 else text[:39] + '…'}`"  # noqa: PLR2004 - enough to find it by


def _unknown(name: str, key: str, known: list[str]) -> tuple[str, str]:
    if close := get_close_matches(key, known, n=1, cutoff=0.5):
        return f"unknown key {name}: did you mean `{close[0]}`?", f"rename it to `{close[0]}`"
    return f"unknown key {name}", f"remove it; the keys here are {', '.join(known)}"


def _keys_at(model: type[BaseModel], path: tuple[int | str, ...]) -> list[str]:
    """The keys a model knows at a path."""
    here: list[type[BaseModel]] = [model]
    for part in path:
        if isinstance(part, str):
            fields = (m.model_fields.get(part) for m in here)
            here = [found for f in fields if f for found in _models(f.annotation)] or here
    return [field.alias or name for found in here for name, field in found.model_fields.items()]


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    """The models inside an annotation: of a union, a list's items, a mapping's values."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) in {Union, UnionType, list, dict} or get_args(annotation):
        for argument in get_args(annotation):
            yield from _models(argument)
