"""What a form is made of: sections of values, and lists whose items go up, down, out, and come."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence, Sized
from dataclasses import dataclass
from typing import Final

from portal.content import yaml
from portal.web.internal.editor.conditions import Condition
from portal.web.internal.editor.parts import Choices, Part, Value, Whole, value_at
from portal.web.internal.editor.rules import Rule

LONGEST_ID: Final = 40
NO_LETTERS: Final = re.compile(r"[^a-z0-9]+")

Fresh = Callable[[str, str], Value]
"""Makes an item from its id and the words it was asked for."""


@dataclass(frozen=True, slots=True)
class Grows:
    """A list an item can be added to: what one is, the question for it, and what there is to choose where it is one.

    `begins` leads to the page that begins a new one, from that of the draft; `taken` are ids that none may have.
    """

    path: yaml.Path
    one: str
    asked: str
    fresh: Fresh
    offered: Choices | None = None
    begins: str = ""
    taken: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of the field that asks for a new one."""
        return "-".join(["new", *map(str, self.path)])

    @property
    def act(self) -> str:
        """What adds one."""
        return f"add:{dotted(self.path)}"


@dataclass(frozen=True, slots=True)
class Section:
    """Values under a heading, with a rule or a condition, or the items of a list. `beyond` is what no form can say."""

    title: str
    parts: tuple[Part, ...] = ()
    items: "tuple[Item, ...]" = ()
    grows: Grows | None = None
    rule: Rule | None = None
    only: Condition | None = None
    beyond: str = ""

    @property
    def wholes(self) -> Iterator[Whole]:
        """The rules and conditions of the section and of everything in it."""
        yield from _given(self.rule, self.only)
        for item in self.items:
            yield from item.wholes

    @property
    def every_part(self) -> Iterator[Part]:
        """The values of the section and of everything in it."""
        yield from self.parts
        for whole in _given(self.rule, self.only):
            yield from whole.parts
        for item in self.items:
            yield from item.every_part


@dataclass(frozen=True, slots=True)
class Item:
    """One of a list: its title, what else is worth knowing at a glance, and where it stands in the list.

    `inside` is what translations call it; `link` leads to what it stands for; `along` is what goes out with it.
    `number` is its place where that is no list but a mapping, as is what it is called there.
    """

    name: str
    title: str
    path: yaml.Path
    about: str = ""
    parts: tuple[Part, ...] = ()
    rule: Rule | None = None
    only: Condition | None = None
    beyond: str = ""
    sections: tuple[Section, ...] = ()
    inside: yaml.Path = ()
    along: yaml.Path = ()
    link: str = ""
    moves: bool = True
    number: int | None = None
    last: bool = False

    @property
    def place(self) -> str:
        """Where it stands, as acts name it."""
        return dotted(self.path)

    @property
    def first(self) -> bool:
        """Whether nothing stands before it."""
        return (self.path[-1] if self.number is None else self.number) == 0

    @property
    def wholes(self) -> Iterator[Whole]:
        """Its rule, its condition, and those of the lists in it."""
        yield from _given(self.rule, self.only)
        for section in self.sections:
            yield from section.wholes

    @property
    def every_part(self) -> Iterator[Part]:
        """Its values, those of its rule and its condition, and those of the lists in it."""
        yield from self.parts
        for whole in _given(self.rule, self.only):
            yield from whole.parts
        for section in self.sections:
            yield from section.every_part


def _given(*wholes: Whole | None) -> Iterator[Whole]:
    return (whole for whole in wholes if whole)


def dotted(path: yaml.Path) -> str:
    """A place in one word."""
    return ".".join(map(str, path))


def id_for(words: str, taken: Sequence[str], otherwise: str) -> str:
    """An id that says what words say, as none of those that are taken."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    said = NO_LETTERS.sub("_", plain).strip("_")[:LONGEST_ID].strip("_")
    begun = said if said[:1].isalpha() else f"{otherwise}_{said}".strip("_")
    numbered = (f"{begun}_{number}" for number in range(2, len(taken) + 3))
    return next(one for one in (begun, *numbered) if one not in taken)


def each(value: Value, path: yaml.Path, item: Callable[..., Item]) -> Iterator[Item]:
    """The items of a list of mappings: `item` makes one of its place and its value."""
    found = value_at(value, path)
    there = found if isinstance(found, list) else []
    for place, one in enumerate(there):
        if isinstance(one, dict):
            yield item(place, one, last=ends(there, place))


def each_entry(value: Value, path: yaml.Path, item: Callable[..., Item]) -> Iterator[Item]:
    """The entries of a mapping of mappings: `item` makes one of its place, its key and its value."""
    found = value_at(value, path)
    there = found if isinstance(found, dict) else {}
    for place, (key, one) in enumerate(there.items()):
        if isinstance(one, dict):
            yield item(place, key, one, last=ends(there, place))


def ends(items: Sized, place: int) -> bool:
    """Whether a place is the last of some items."""
    return place == len(items) - 1
