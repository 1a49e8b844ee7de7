"""The rule that ends a step, as a form asks for it: ticked by hand, or events the product reports.

A rule is asked for as rows of events, each with its conditions; after the last of either stands an empty one, so
that there is always room for another. What stands deeper than that is left to the file's text.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from portal.content import yaml
from portal.web.internal.editor.parts import Asks, Choices, Part, Pieces, Value, value_at

Vocabulary = Mapping[str, Mapping[str, str]]
"""The types of every event's properties."""

MANUAL: Final = "manual"
TOGETHER: Final = ("any", "all", "sequence")
WHEN: Final[Choices] = (
    (MANUAL, "Whoever did it ticks it by hand"),
    ("any", "The product reports one of these"),
    ("all", "The product reports all of these"),
    ("sequence", "The product reports these, one after the other"),
)
COMPARED: Final[Choices] = (
    ("equals", "is"),
    ("not_equals", "is not"),
    ("at_least", "is at least"),
    ("at_most", "is at most"),
    ("exists", "is there"),
)
NO_EVENT: Final = "No event"
ROOM: Final = "room for another"
TRUE: Final = frozenset({"true", "yes", "1"})


@dataclass(frozen=True, slots=True)
class Compared:
    """A condition: the property, how it is compared, and with what."""

    name: Part
    how: Part
    value: Part


@dataclass(frozen=True, slots=True)
class Row:
    """An event: how often, by how many people, within how many days, and on which conditions."""

    event: Part
    numbers: tuple[Part, ...]
    conditions: tuple[Compared, ...]

    @property
    def parts(self) -> Iterator[Part]:
        """Every field of the row."""
        yield self.event
        yield from self.numbers
        for one in self.conditions:
            yield from (one.name, one.how, one.value)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: where it stands, what ends the step, the time for a sequence, and its events."""

    path: yaml.Path
    when: Part
    within: Part
    rows: tuple[Row, ...]
    about: str

    @property
    def parts(self) -> Iterator[Part]:
        """Every field of the rule."""
        yield self.when
        yield self.within
        for row in self.rows:
            yield from row.parts


def vocabulary_of(text: str) -> Vocabulary:
    """The events of the tracking plan with their properties; none while it cannot be read."""
    events = value_at(yaml.read(text, "").value, ("events",))
    return {name: _types(event) for name, event in events.items()} if isinstance(events, dict) else {}


def rule_at(value: Value, path: yaml.Path, name: str, vocabulary: Vocabulary) -> Rule | None:
    """The rule that stands at a place; None where a form cannot say it."""
    held = value_at(value, path)
    together, places = _together(held), list(_places(held))
    rows = [value_at(held, place) for place in places]
    if together is None or not all(isinstance(row, dict) and "event" in row for row in rows):
        return None
    asked = [
        _row(row, (*path, *place), f"{name}-{n}", vocabulary)
        for n, (row, place) in enumerate(zip(rows, places, strict=True))
    ]
    within = value_at(held, ("within_days",)) if together == "sequence" else None
    return Rule(
        path=path,
        when=Part(f"{name}-when", path, "Done when", Asks.CHOICE, together, WHEN),
        within=Part(f"{name}-within", (*path, "within_days"), "All within, in days", Asks.SPARE_NUMBER, within),
        rows=(*asked, _row({}, (*path, ROOM), f"{name}-{len(asked)}", vocabulary)),
        about=_about(rows, together),
    )


def composed(rule: Rule, typed: Pieces, vocabulary: Vocabulary) -> Value:
    """What a file holds for a rule as it was filled in."""
    together = str(typed[rule.when.name])
    if together == MANUAL:
        return MANUAL
    rows = [_event(row, typed, vocabulary) for row in rule.rows if typed[row.event.name]]
    if len(rows) <= 1:
        return rows[0] if rows else {"event": ""}
    within = typed[rule.within.name] if together == "sequence" else None
    return {together: rows} | ({"within_days": within} if within else {})


def _types(event: Value) -> dict[str, str]:
    properties = value_at(event, ("properties",))
    known = properties.items() if isinstance(properties, dict) else ()
    return {name: str(value_at(one, ("type",))) for name, one in known}


def _together(held: Value) -> str | None:
    """How the events of a rule count together; None where it is no rule."""
    if held is None or held == MANUAL:
        return MANUAL
    if isinstance(held, dict) and "event" in held:
        return "any"
    return next((kind for kind in TOGETHER if isinstance(value_at(held, (kind,)), list)), None)


def _places(held: Value) -> Iterator[yaml.Path]:
    """Where the events of a rule stand in it."""
    if isinstance(held, dict) and "event" in held:
        yield ()
        return
    for kind in TOGETHER:
        found = value_at(held, (kind,))
        yield from ((kind, place) for place in range(len(found) if isinstance(found, list) else 0))


def _row(row: Value, path: yaml.Path, name: str, vocabulary: Vocabulary) -> Row:
    event = row.get("event")
    known = sorted({*vocabulary, *([str(event)] if event else [])})
    held = row.get("where") if isinstance(row.get("where"), list) else []
    places = [(one, (*path, "where", place)) for place, one in enumerate(held) if isinstance(one, dict)]
    numbers = (
        ("count", "Times, if several"),
        ("distinct_members", "People, if several"),
        ("within_days", "Within, in days"),
    )
    choices = (("", NO_EVENT), *((one, one) for one in known))
    return Row(
        event=Part(f"{name}-event", (*path, "event"), "Event", Asks.CHOICE, event, choices),
        numbers=tuple(
            Part(f"{name}-{key}", (*path, key), label, Asks.SPARE_NUMBER, row.get(key)) for key, label in numbers
        ),
        conditions=tuple(
            _compared(one, place, f"{name}-{n}") for n, (one, place) in enumerate([*places, ({}, (*path, ROOM))])
        ),
    )


def _compared(one: Value, path: yaml.Path, name: str) -> Compared:
    how = next((str(key) for key, _ in COMPARED if key in one), "equals")
    value = one.get(how)
    said = str(value).lower() if isinstance(value, bool) else value
    return Compared(
        name=Part(f"{name}-property", (*path, "property"), "Only where", Asks.SPARE_LINE, one.get("property")),
        how=Part(f"{name}-how", path, "Compared", Asks.CHOICE, how, COMPARED),
        value=Part(f"{name}-value", (*path, how), "With", Asks.SPARE_LINE, None if how == "exists" else said),
    )


def _event(row: Row, typed: Pieces, vocabulary: Vocabulary) -> dict[str, Value]:
    event = str(typed[row.event.name])
    numbers = {str(part.path[-1]): typed[part.name] for part in row.numbers if typed[part.name] is not None}
    where = [_condition(one, typed, vocabulary.get(event, {})) for one in row.conditions if typed[one.name.name]]
    return {"event": event} | numbers | ({"where": where} if where else {})


def _condition(one: Compared, typed: Pieces, types: Mapping[str, str]) -> dict[str, Value]:
    name, how = str(typed[one.name.name]), str(typed[one.how.name])
    wanted = "number" if how in {"at_least", "at_most"} else types.get(name, "text")
    return {"property": name, how: how == "exists" or _typed(str(typed[one.value.name] or ""), wanted)}


def _typed(text: str, wanted: str) -> str | int | float | bool:
    """What was typed, as a property of that type; as a text where it is none."""
    match wanted:
        case "truth":
            return text.lower() in TRUE
        case "number":
            value = yaml.read(f"a: {text}\n", "").value
            number = value_at(value, ("a",))
            return number if isinstance(number, int | float) else text
        case _:
            return text


def _about(rows: Sequence[Value], together: str) -> str:
    """The rule in a few words."""
    if together == MANUAL:
        return "ticked by hand"
    between = {"any": " or ", "all": " and ", "sequence": ", then "}[together]
    return between.join(f"{row['count']} {row['event']}" if row.get("count") else str(row["event"]) for row in rows)
