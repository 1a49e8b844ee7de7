"""One value of a file that a form asks for: where it stands, how it is asked, and what of it is written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Protocol

from portal.content import yaml


class Asks(StrEnum):
    """What a part holds; a spare one may be left out."""

    LINE = "line"
    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    YES = "yes"
    MANY = "many"
    LINES = "lines"
    NUMBERS = "numbers"
    SPARE_LINE = "spare_line"
    SPARE_TEXT = "spare_text"
    SPARE_NUMBER = "spare_number"


CHOOSE = "Choose …"
"""What stands where nothing is chosen yet."""

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
        return self.asks in {Asks.LINE, Asks.TEXT, Asks.LINES, Asks.NUMBERS}

    @property
    def shown(self) -> object:
        """What stands there as its field shows it."""
        match self.asks:
            case Asks.LINES:
                return "\n".join(map(str, self.value or ()))
            case Asks.NUMBERS:
                return ", ".join(map(str, self.value or ()))
            case Asks.YES:
                return "yes" if self.value else ""
            case Asks.MANY:
                return [str(one) for one in self.value or ()]
            case _:
                return self.value

    def holding(self, value: Value, file: str) -> "Part":
        """The part with what stands in a file; it can be chosen even where it is unknown."""
        known = {key for key, _ in self.choices}
        there = value if isinstance(value, list) else [] if value is None else [value]
        asked = self.asks is Asks.MANY or (self.choices and self.asks is not Asks.YES)
        more = tuple((one, one or CHOOSE) for one in there if asked and isinstance(one, str) and one not in known)
        return replace(self, value=value, file=file, choices=(*self.choices, *more))

    def written(self, typed: object) -> Value:
        """What a file holds for what was typed; None where it is left out."""
        match self.asks:
            case Asks.LINES:
                return [line for line in str(typed or "").splitlines() if line.strip()] or None
            case Asks.NUMBERS:
                pieces = [piece.strip() for piece in str(typed or "").split(",") if piece.strip()]
                return [int(piece) if piece.isdecimal() else piece for piece in pieces] or None
            case Asks.LINE | Asks.TEXT:
                return typed or ""
            case Asks.NUMBER:
                return typed
            case Asks.YES:
                return bool(typed) or None
            case _:
                return typed or None


class Whole(Protocol):
    """A value that several fields say together, and that is written anew when one of them changes."""

    @property
    def path(self) -> yaml.Path:
        """Where it stands."""

    @property
    def parts(self) -> Iterable[Part]:
        """Its fields."""

    def composed(self, typed: Pieces) -> Value:
        """What a file holds for it as it was filled in; None where it is left out."""


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
    several = isinstance(part.value, list) and part.asks in {Asks.LINES, Asks.MANY, Asks.NUMBERS}
    held = part.value if several else [part.value]
    return all(one is None or isinstance(one, str | int | float) for one in held)


def changed(parts: Iterable[Part], typed: Pieces) -> bool:
    """Whether any of some fields came back otherwise than it was."""
    return not all(same(typed[part.name], part.shown) for part in parts)


def same(typed: object, shown: object) -> bool:
    """Whether a field was left as it was, whatever line ends, or order of what was ticked, it came back with."""
    return _plain(typed) == _plain(shown)


def _plain(value: object) -> object:
    if isinstance(value, list):
        return sorted(value, key=str) or None
    if isinstance(value, str):
        return "\n".join(line.rstrip() for line in value.splitlines()).strip() or None
    return value or None


def words(name: str) -> str:
    """The name of a key as people write it."""
    return name.replace("_", " ").capitalize()


def entries(value: Value, key: str) -> list[tuple[str, Value]]:
    """The entries of a mapping in a mapping; none where there is none."""
    found = value_at(value, (key,))
    return list(found.items()) if isinstance(found, dict) else []
