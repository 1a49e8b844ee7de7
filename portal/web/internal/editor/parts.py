"""One value of a file that a form asks for: where it stands, how it is asked, and what of it is written."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from portal.content import yaml


class Asks(StrEnum):
    """What a part holds; a spare one may be left out."""

    LINE = "line"
    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    YES = "yes"
    LINES = "lines"
    SPARE_LINE = "spare_line"
    SPARE_TEXT = "spare_text"
    SPARE_NUMBER = "spare_number"


Value = Any
"""What a file holds, read from YAML and not checked any further."""

Choices = tuple[tuple[object, str], ...]
Pieces = Mapping[str, Any]
"""What a form holds, by the names of its fields."""


@dataclass(frozen=True, slots=True)
class Part:
    """One value: the name of its field, the place and what stands there, its label, and what there is to choose.

    `told` is whether customers read it, so that it is asked in every language.
    """

    name: str
    path: yaml.Path
    label: str
    asks: Asks = Asks.LINE
    value: Value = None
    choices: Choices = ()
    file: str = ""
    told: bool = False

    @property
    def is_needed(self) -> bool:
        """Whether words have to stand there."""
        return self.asks in {Asks.LINE, Asks.TEXT, Asks.LINES}

    @property
    def shown(self) -> object:
        """What stands there as its field shows it."""
        match self.asks:
            case Asks.LINES:
                return "\n".join(map(str, self.value or ()))
            case Asks.YES:
                return "yes" if self.value else ""
            case _:
                return self.value

    def holding(self, value: Value, file: str) -> "Part":
        """The part with what stands in a file; it can be chosen even where it is unknown."""
        known = not self.choices or value is None or any(key == value for key, _ in self.choices)
        choices = self.choices if known or self.asks is Asks.YES else (*self.choices, (value, str(value)))
        return replace(self, value=value, file=file, choices=choices)

    def written(self, typed: object) -> Value:
        """What a file holds for what was typed; None where it is left out."""
        match self.asks:
            case Asks.LINES:
                return [line for line in str(typed or "").splitlines() if line.strip()] or None
            case Asks.LINE | Asks.TEXT:
                return typed or ""
            case Asks.NUMBER:
                return typed
            case Asks.YES:
                return bool(typed) or None
            case _:
                return typed or None


def told(name: str, label: str, path: yaml.Path, asks: Asks = Asks.LINE) -> Part:
    """A part that customers read."""
    return Part(name, path, label, asks, told=True)


def value_at(value: Value, path: yaml.Path) -> Value:
    """What stands at a place; None where there is no such place."""
    for part in path:
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
        else:
            return None
    return value


def fits(value: Value, part: Part) -> bool:
    """Whether a part can be asked for: what stands there, if anything does, is a text, a number or a list of them."""
    around = [value_at(value, part.path[:depth]) for depth in range(len(part.path))]
    if not all(one is None or isinstance(one, dict | list) for one in around):
        return False
    held = part.value if isinstance(part.value, list) and part.asks is Asks.LINES else [part.value]
    return all(one is None or isinstance(one, str | int | float) for one in held)


def words(name: str) -> str:
    """The name of a key as people write it."""
    return name.replace("_", " ").capitalize()


def entries(value: Value, key: str) -> list[tuple[str, Value]]:
    """The entries of a mapping in a mapping; none where there is none."""
    found = value_at(value, (key,))
    return list(found.items()) if isinstance(found, dict) else []
