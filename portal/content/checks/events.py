"""Rules wait only for declared events and declared properties."""

from collections.abc import Callable, Iterator

from portal.content.checks.names import suggest
from portal.content.problems import Problem
from portal.content.schema.rules import Rule, Where
from portal.content.schema.vocabulary import Events, Property
from portal.content.sources import Sources
from portal.content.yaml import Path

Report = Callable[[Path, str, str], Problem]
"""Makes a problem from a path, a message and a mend: a source's `problem`."""

TYPES: dict[str, tuple[type, ...]] = {"text": (str,), "number": (int, float), "truth": (bool,)}


def undeclared(sources: Sources, event: str, report: Report, path: Path) -> Iterator[Problem]:
    """A problem where an event is not declared; silent while the declarations cannot be read."""
    if sources.events and event not in sources.events.value.events:
        mend = suggest(event, sources.events.value.events, "declare it in events.yaml")
        yield report(path, f"the event `{event}` is not declared", mend)


def check_rule(sources: Sources, rule: Rule, report: Report, path: Path, *, everybody: bool) -> Iterator[Problem]:
    """The problems of a rule and of every rule inside it. `everybody`: whether the whole account's events count."""
    for one, here in _each(rule, path):
        if one.distinct_members > 1 and not everybody:
            message = f"the rule waits for {one.distinct_members} people, but only the member's own events count"
            mend = "write `scope: account` for the milestone, or remove distinct_members"
            yield report((*here, "distinct_members"), message, mend)
        if one.event is not None:
            yield from undeclared(sources, one.event, report, (*here, "event"))
            yield from check_conditions(sources, one.event, one.where, report, (*here, "where"))


def _each(rule: Rule, path: Path) -> Iterator[tuple[Rule, Path]]:
    """A rule and every rule inside it, with their places."""
    yield rule, path
    for kind, parts in (("sequence", rule.sequence), ("any", rule.any_of), ("all", rule.all_of)):
        for place, part in enumerate(parts or ()):
            yield from _each(part, (*path, kind, place))


def check_conditions(
    sources: Sources, event: str, conditions: list[Where], report: Report, path: Path
) -> Iterator[Problem]:
    """The problems of conditions on an event's properties, which stand under `path`."""
    if sources.events and event in sources.events.value.events:
        yield from _conditions(sources.events.value, event, conditions, report, path)


def _conditions(events: Events, event: str, conditions: list[Where], report: Report, path: Path) -> Iterator[Problem]:
    properties = events.events[event].properties
    known = f"it has {', '.join(f'`{name}`' for name in properties)}" if properties else "it has none"
    for place, where in enumerate(conditions):
        here = (*path, place)
        declared = properties.get(where.name)
        if declared is None:
            mend = suggest(where.name, properties, f"declare it under `{event}` in events.yaml")
            yield report((*here, "property"), f"`{event}` has no property `{where.name}`: {known}", mend)
        else:
            yield from _values(declared, where.name, where.comparisons, report, here)


def _values(
    declared: Property, name: str, comparisons: dict[str, str | int | float | bool], report: Report, path: Path
) -> Iterator[Problem]:
    for comparison, value in comparisons.items():
        if comparison == "exists":
            continue
        wanted = "number" if comparison in {"at_least", "at_most"} else declared.type
        if declared.type != wanted:
            message = f"`{comparison}` needs a number, and `{name}` is declared as {declared.type}"
            yield report((*path, comparison), message, "use `equals`, or declare the property as a number")
        elif type(value) not in TYPES[wanted]:
            message = f"`{name}` is declared as {wanted}, and `{value}` is not"
            yield report((*path, comparison), message, f"write a {wanted}, or declare the property differently")
