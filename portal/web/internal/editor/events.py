"""The events of a rule, as rows of a form: each with how often, by whom, and on which conditions it counts.

After the last condition of a row stands an empty one, so that there is always room for another.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from portal.content import yaml
from portal.web.internal.editor.parts import Asks, Choices, Part, Pieces, Value, value_at

Vocabulary = Mapping[str, Mapping[str, str]]
"""The types of every event's properties."""

COMPARED: Final[Choices] = (
    ("equals", "is"),
    ("not_equals", "is not"),
    ("at_least", "is at least"),
    ("at_most", "is at most"),
    ("exists", "is there"),
)
NUMBERS: Final = (
    ("count", "Times, if several"),
    ("distinct_members", "People, if several"),
    ("within_days", "Within, in days"),
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

    path: yaml.Path
    event: Part
    numbers: tuple[Part, ...]
    conditions: tuple[Compared, ...]
    vocabulary: Vocabulary

    @property
    def parts(self) -> Iterator[Part]:
        """Every field of the row."""
        yield self.event
        yield from self.numbers
        for one in self.conditions:
            yield from (one.name, one.how, one.value)

    @property
    def properties(self) -> tuple[str, ...]:
        """What its event is declared to carry."""
        return tuple(self.vocabulary.get(str(self.event.value), ()))

    def said(self, typed: Pieces) -> Value:
        """The event as it was filled in; None where none is chosen."""
        event = str(typed[self.event.name] or "")
        if not event:
            return None
        types = self.vocabulary.get(event, {})
        numbers = {str(part.path[-1]): typed[part.name] for part in self.numbers if typed[part.name] is not None}
        where = [_condition(one, typed, types) for one in self.conditions if typed[one.name.name]]
        return {"event": event} | numbers | ({"where": where} if where else {})


def vocabulary_of(text: str) -> Vocabulary:
    """The events of the tracking plan with their properties; none while it cannot be read."""
    events = value_at(yaml.read(text, "").value, ("events",))
    return {name: _types(event) for name, event in events.items()} if isinstance(events, dict) else {}


def row_of(held: Value, path: yaml.Path, name: str, vocabulary: Vocabulary) -> Row:
    """The event that stands at a place, or room for one."""
    event = held.get("event")
    known = sorted({*vocabulary, *([str(event)] if event else [])})
    where = held.get("where") if isinstance(held.get("where"), list) else []
    places = [(one, (*path, "where", place)) for place, one in enumerate(where) if isinstance(one, dict)]
    return Row(
        path=path,
        event=Part(
            f"{name}-event",
            (*path, "event"),
            "Event",
            Asks.CHOICE,
            event,
            (("", NO_EVENT), *((one, one) for one in known)),
        ),
        numbers=tuple(
            Part(f"{name}-{key}", (*path, key), label, Asks.SPARE_NUMBER, held.get(key)) for key, label in NUMBERS
        ),
        conditions=tuple(
            _compared(one, place, f"{name}-{n}") for n, (one, place) in enumerate([*places, ({}, (*path, ROOM))])
        ),
        vocabulary=vocabulary,
    )


def event_in_words(held: Value) -> str:
    """An event in a few words."""
    event = str(held.get("event") or "an event to choose")
    return f"{held['count']} {event}" if held.get("count") else event


def _types(event: Value) -> dict[str, str]:
    properties = value_at(event, ("properties",))
    known = properties.items() if isinstance(properties, dict) else ()
    return {name: str(value_at(one, ("type",))) for name, one in known}


def _compared(one: Value, path: yaml.Path, name: str) -> Compared:
    how = next((str(key) for key, _ in COMPARED if key in one), "equals")
    value = one.get(how)
    said = str(value).lower() if isinstance(value, bool) else value
    return Compared(
        name=Part(f"{name}-property", (*path, "property"), "Only where", Asks.SPARE_LINE, one.get("property")),
        how=Part(f"{name}-how", path, "Compared", Asks.CHOICE, how, COMPARED),
        value=Part(f"{name}-value", (*path, how), "With", Asks.SPARE_LINE, None if how == "exists" else said),
    )


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
            number = value_at(yaml.read(f"a: {text}\n", "").value, ("a",))
            return number if isinstance(number, int | float) else text
        case _:
            return text
