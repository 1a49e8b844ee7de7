"""The tracking vocabulary as the playbook declares it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Type(StrEnum):
    """What the value of a property is."""

    TEXT = "text"
    NUMBER = "number"
    TRUTH = "truth"

    @property
    def label(self) -> str:
        """The type as staff read it."""
        return {"text": "text", "number": "number", "truth": "yes or no"}[self.value]


@dataclass(frozen=True, slots=True)
class Property:
    """One property of an event."""

    name: str
    type: Type
    description: str


@dataclass(frozen=True, slots=True)
class Declared:
    """One event the product reports, in plain words, with its properties by name."""

    name: str
    description: str = ""
    properties: Mapping[str, Property] = field(default_factory=dict)


def declared(*names: str) -> dict[str, Declared]:
    """Events by their names alone."""
    return {name: Declared(name) for name in names}
