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


class Beyond(StrEnum):
    """What becomes of properties an event does not declare, or declares with another type."""

    ALLOW = "allow"
    OMIT = "omit"
    BLOCK = "block"

    @property
    def label(self) -> str:
        """What the plan does, as staff read it."""
        return {
            "allow": "keeps what is not declared",
            "omit": "drops what is not declared",
            "block": "sets events with anything else aside",
        }[self.value]


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
    beyond: Beyond = Beyond.ALLOW


def strays(event: Declared, properties: Mapping[str, object]) -> list[str]:
    """The names of properties that the event does not declare, or declares with another type; null is any type."""
    return [name for name, value in properties.items() if value is not None and not _fits(event, name, value)]


def _fits(event: Declared, name: str, value: object) -> bool:
    known = event.properties.get(name)
    match known and known.type:
        case Type.TEXT:
            return isinstance(value, str)
        case Type.NUMBER:
            return isinstance(value, int | float) and not isinstance(value, bool)
        case Type.TRUTH:
            return isinstance(value, bool)
        case _:
            return False
