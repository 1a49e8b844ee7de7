"""YAML without its traps: plain values and the place of each, or problems that point to the place.

Refused: anchors, aliases, merge keys, tags, duplicate keys, several documents, nesting deeper than 20, texts
longer than 256 kB. Words are read as YAML 1.2 does: `yes`, `no` and `on` are words, only `true` and `false` are
truth values, and a date stays text.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from portal.content.problems import Problem

Value: TypeAlias = "str | int | float | bool | list[Value] | dict[str, Value] | None"
Path: TypeAlias = tuple[str | int, ...]
Place: TypeAlias = tuple[int, int]

MAX_DEPTH = 20
MAX_CHARACTERS = 256 * 1024
MAX_DIGITS = 30
START: Place = (1, 1)

CONSTANTS: Mapping[str, bool | None] = {"": None, "~": None, "null": None, "true": True, "false": False}
INTEGER = re.compile(r"[-+]?[0-9]+")
DECIMAL = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)([eE][-+]?[0-9]+)?")

# libyaml's parser where the installed wheel has it: the same events, twelve times as fast.
Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Stop(Exception):
    """The text cannot be read any further."""


@dataclass(slots=True)
class Document:
    """A text's value, and where each part of it stands: a mapping's entry at its key, an item at its start."""

    file: str
    value: Value = None
    places: dict[Path, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def place(self, path: Path) -> Place:
        """Where a part stands, or the nearest part around it that is there."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, START)

    def problem(self, path: Path, message: str, mend: str) -> Problem:
        """A problem at a part of this document."""
        return Problem(self.file, *self.place(path), message, mend)


def read(text: str, file: str, *, first_line: int = 1) -> Document:
    """A text's document. Where it has problems its value is not to be used.

    `first_line` is the line at which the text begins in its file.
    """
    document = Document(file)
    if len(text) > MAX_CHARACTERS:
        message = f"the file has {len(text):,} characters; the limit is {MAX_CHARACTERS:,}"
        document.problems.append(Problem(file, *START, message, "split it, or move long texts into Markdown files"))
        return document
    try:
        _Reader(document, yaml.parse(text, Loader=Loader), first_line).read()
    except _Stop:
        pass
    except yaml.MarkedYAMLError as error:
        document.problems.append(_syntax(error, file, first_line))
    except yaml.reader.ReaderError as error:
        place = (text.count("\n", 0, error.position) + first_line, 1)
        message = f"the character U+{_code(error.character):04X} cannot stand in YAML"
        document.problems.append(Problem(file, *place, message, "delete it"))
    return document


def _code(character: object) -> int:
    return character if isinstance(character, int) else ord(str(character))


def _syntax(error: yaml.MarkedYAMLError, file: str, first_line: int) -> Problem:
    mark = error.problem_mark or error.context_mark
    place = (mark.line + first_line, mark.column + 1) if mark else START
    what = error.problem or error.context or "cannot be read"
    mend = (
        "check the indentation and the colons here, and put quotes around a text that holds `: ` or begins with a sign"
    )
    return Problem(file, *place, f"this is not valid YAML ({what})", mend)


class _Reader:
    """Builds one document from parser events."""

    def __init__(self, document: Document, events: Iterator[yaml.Event], first_line: int) -> None:
        self.document = document
        self.events = events
        self.first_line = first_line

    def read(self) -> None:
        """Read the only document of the stream."""
        next(self.events)
        event = next(self.events)
        if isinstance(event, yaml.StreamEndEvent):
            problem = Problem(self.document.file, *START, "the file is empty", "write its content, or delete the file")
            self.document.problems.append(problem)
            raise _Stop
        self.document.value = self._value(next(self.events), ())
        next(self.events)
        extra = next(self.events)
        if not isinstance(extra, yaml.StreamEndEvent):
            self._note(extra, "a second document begins here", "keep one document a file: remove the line `---`")

    def _note(self, event: yaml.Event, message: str, mend: str) -> None:
        self.document.problems.append(Problem(self.document.file, *self._place(event), message, mend))

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return (mark.line + self.first_line, mark.column + 1) if mark else START

    def _value(self, event: yaml.Event, path: Path) -> Value:
        self.document.places.setdefault(path, self._place(event))
        if len(path) > MAX_DEPTH:
            self._note(event, f"this is nested more than {MAX_DEPTH} levels deep", "flatten it")
            raise _Stop
        self._refuse_machinery(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        return self._scalar(event) if isinstance(event, yaml.ScalarEvent) else None

    def _refuse_machinery(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._note(event, f"the alias `*{event.anchor}` is not allowed", "write the value out here")
        elif isinstance(event, yaml.NodeEvent) and event.anchor:
            mend = "remove it, and write the value where it is used"
            self._note(event, f"the anchor `&{event.anchor}` is not allowed", mend)
        if tag := getattr(event, "tag", None):
            written = tag.replace("tag:yaml.org,2002:", "!!")
            self._note(event, f"the tag `{written}` is not allowed", "remove the tag and keep the plain value")

    def _sequence(self, path: Path) -> list[Value]:
        items: list[Value] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._value(event, (*path, len(items))))
        return items

    def _mapping(self, path: Path) -> dict[str, Value]:
        entries: dict[str, Value] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._key(event, entries)
            self.document.places[(*path, key)] = self._place(event)
            entries[key] = self._value(next(self.events), (*path, key))
        return entries

    def _key(self, event: yaml.Event, seen: Mapping[str, Value]) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            self._note(event, "a key must be one word or text", "put quotes around it if it holds { } [ ] or *")
            raise _Stop
        self._refuse_machinery(event)
        key: str = event.value
        if key == "<<" and event.implicit[0]:
            self._note(event, "the merge key `<<` is not allowed", "write the entries out here")
        elif key in seen:
            self._note(event, f"the key `{key}` stands here twice", "keep one of the two")
        return key

    def _scalar(self, event: yaml.ScalarEvent) -> Value:
        text: str = event.value
        if not event.implicit[0]:
            return text
        if text in CONSTANTS:
            return CONSTANTS[text]
        if not DECIMAL.fullmatch(text):
            return text
        number = float(text) if len(text) <= MAX_DIGITS else math.inf
        if not math.isfinite(number):
            self._note(event, "this number is too large or too long", "write fewer digits, or put quotes around it")
            return None
        return int(text) if INTEGER.fullmatch(text) else number
