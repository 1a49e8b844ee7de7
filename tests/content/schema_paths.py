"""Every field of a model as an author writes its place: `steps[].cue`, `plans.<id>.pilot_from`."""

from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Union, get_args, get_origin

from pydantic import BaseModel

from portal.content.schema.rules import Rule
from portal.content.schema.when import When

SHARED: tuple[type[BaseModel], ...] = (Rule, When)
"""Models that stand in several files and are told once, in a section of their own."""


def places(model: type[BaseModel], before: str = "") -> Iterator[tuple[str, bool]]:
    """The place of every field and whether it is needed, those of nested models too; shared ones are not walked."""
    for name, field in model.model_fields.items():
        here = before + (field.alias or name)
        yield here, field.is_required()
        for nested, within in _models(field.annotation):
            if nested not in SHARED:
                inherited = _inherited(nested, f"{here}{within}.")
                yield from (
                    (place, needed) for place, needed in places(nested, f"{here}{within}.") if place not in inherited
                )


def _inherited(model: type[BaseModel], before: str) -> set[str]:
    """The places that a model has from a shared one."""
    shared = [one for one in SHARED if issubclass(model, one)]
    return {place for one in shared for place, _ in places(one, before)}


def _models(annotation: object, within: str = "") -> Iterator[tuple[type[BaseModel], str]]:
    """The models inside an annotation, and the sign for the list or mapping around them."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation, within
    elif origin is dict:
        yield from _models(arguments[1], f"{within}.<id>")
    elif origin is list:
        yield from _models(arguments[0], f"{within}[]")
    elif origin is Annotated:
        yield from _models(arguments[0], within)
    elif origin in {Union, UnionType}:
        for argument in arguments:
            yield from _models(argument, within)
