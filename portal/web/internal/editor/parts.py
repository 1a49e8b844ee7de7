"""Which values of a file an editor fills in as a form, where they stand in it, and what is wrong with them."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from portal.content import yaml
from portal.content.kinds import Kind, kind_of
from portal.content.problems import Problem

SUBJECT: Final = re.compile(r"^`[^`]*` ")


class Asks(StrEnum):
    """What a part holds."""

    LINE = "line"
    TEXT = "text"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Part:
    """One value of a file: the name of its field, where it stands, and the heading it is asked under."""

    name: str
    path: yaml.Path
    label: str
    group: str
    asks: Asks = Asks.LINE


Value = Any
"""What a file holds, read from YAML and not checked any further: whatever is missing is not asked for."""


def parts_of(path: str, text: str) -> tuple[Part, ...]:
    """The parts of a file that a form asks for; none where it has no form, or cannot be read."""
    asked = FORMS.get(kind_of(path) or Kind.VENDOR)
    document = yaml.read(text, path)
    if asked is None or document.problems or not isinstance(document.value, dict):
        return ()
    return tuple(part for part in asked(document.value) if is_plain(document.value, part.path))


def is_plain(value: Value, path: yaml.Path) -> bool:
    """Whether a text or a number stands at a place."""
    return isinstance(value_at(value, path), str | int | float)


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


def values_of(path: str, text: str) -> dict[str, object]:
    """What stands in each part of a file, by the names of the fields."""
    document = yaml.read(text, path)
    return {part.name: value_at(document.value, part.path) for part in parts_of(path, text)}


def at_fields(path: str, text: str, problems: Sequence[Problem]) -> dict[str, str]:
    """What is wrong with the parts of a file, in a sentence by the names of the fields."""
    document = yaml.read(text, path)
    places = {document.place(part.path): part.name for part in parts_of(path, text)}
    own = (problem for problem in problems if problem.file == path)
    return {name: beside(one) for one in own if (name := places.get((one.line, one.column)))}


def beside(problem: Problem) -> str:
    """A problem as it stands beside its field."""
    return f"{SUBJECT.sub('This ', problem.message)}: {problem.mend}."


def _milestone(file: Mapping[str, Value]) -> Iterator[Part]:
    yield Part("title", ("title",), "Title", "What it is")
    yield Part("short", ("short",), "In the Rise", "What it is")
    yield Part("outcome", ("outcome",), "Outcome, after “Two steps to …”", "What it is")
    yield Part("why", ("why",), "Why it matters", "What it is", Asks.TEXT)
    yield Part("due_days", ("due_days",), "Due, in days from the start of its phase", "What it is", Asks.NUMBER)
    for place, step in _each(file.get("steps")):
        group = f"Step {place + 1}"
        here = ("steps", place)
        name = f"step-{step.get('id', place)}"
        yield Part(f"{name}-title", (*here, "title"), "Title", group)
        yield Part(f"{name}-cue", (*here, "cue"), "Cue", group)
        yield Part(f"{name}-minutes", (*here, "minutes"), "Minutes", group, Asks.NUMBER)
    yield Part("headline", ("celebration", "headline"), "Headline", "When it is reached")
    yield Part("fact", ("celebration", "fact"), "Fact", "When it is reached", Asks.TEXT)


def _ladder(file: Mapping[str, Value]) -> Iterator[Part]:
    del file
    yield Part("title", ("title",), "Title", "What it is")
    yield Part("promise", ("promise",), "Promise", "What it is", Asks.TEXT)


def _tree(file: Mapping[str, Value]) -> Iterator[Part]:
    nodes = file.get("nodes")
    for node, held in nodes.items() if isinstance(nodes, dict) else ():
        thresholds = value_at(held, ("thresholds",))
        group = str(value_at(held, ("ask",)) or node)
        for name in thresholds if isinstance(thresholds, dict) else ():
            here = ("nodes", node, "thresholds", name)
            yield Part(f"{node}-{name}", here, THRESHOLDS.get(name, _words(name)), group, Asks.NUMBER)
        yield Part(f"{node}-rule", ("nodes", node, "rule"), "The rule, as people read it", group, Asks.TEXT)


def _play(file: Mapping[str, Value]) -> Iterator[Part]:
    yield Part("title", ("title",), "Title", "What it is")
    yield Part("summary", ("summary",), "Summary", "What it is", Asks.TEXT)
    for place, _ in _each(file.get("actions")):
        group = f"Action {place + 1}"
        yield Part(f"action-{place}-title", ("actions", place, "title"), "Title", group)
        yield Part(f"action-{place}-detail", ("actions", place, "detail"), "Detail", group, Asks.TEXT)
        yield Part(f"action-{place}-draft", ("actions", place, "draft"), "Draft of the message", group, Asks.TEXT)


def _each(value: Value) -> Iterator[tuple[int, Mapping[str, Value]]]:
    for place, one in enumerate(value if isinstance(value, list) else ()):
        if isinstance(one, dict):
            yield place, one


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()


THRESHOLDS: Final[Mapping[str, str]] = {
    "share": "Share, from 0 to 1",
    "days": "Days looked back on",
    "max_days_late": "Days late at most",
    "min_age_days": "Days before it is judged",
}
"""What thresholds are called; others are called by their name in the file."""

FORMS: Final[Mapping[Kind, Callable[[Mapping[str, Value]], Iterator[Part]]]] = {
    Kind.MILESTONE: _milestone,
    Kind.LADDER: _ladder,
    Kind.TREE: _tree,
    Kind.PLAY: _play,
}
"""The kinds of file that have a form, beside their text."""
