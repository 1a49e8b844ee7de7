"""Whom a milestone is for, as a form asks for it: what has to hold of an account, and what while it is unknown."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from portal.content import yaml
from portal.content.kinds import Kind, kind_of
from portal.web.internal.editor.parts import Asks, Choices, Part, Pieces, Value, entries, value_at, words

LISTS: Final[Mapping[str, str]] = {
    "use_cases": "They want one of these",
    "industries": "Their industry is one of these",
    "integrations": "They work with one of these",
}
"""The lists of vendor.yaml that a condition may ask for."""
SEATS: Final[Mapping[str, str]] = {"at_least": "Seats, from", "at_most": "Seats, up to"}
UNKNOWN: Final[Choices] = (("", "It is shown"), ("leave_out", "It waits"))
KNOWN: Final = frozenset({*LISTS, "seats", "answers", "if_unknown"})


@dataclass(frozen=True, slots=True)
class Offers:
    """What a condition may ask for: what vendor.yaml declares, and questions of the ladders with their options."""

    lists: Mapping[str, Choices]
    questions: Mapping[str, tuple[str, Choices]]


@dataclass(frozen=True, slots=True)
class Condition:
    """Whom something is for: where it stands, its fields, and how many things it asks for."""

    path: yaml.Path
    parts: tuple[Part, ...]
    asks: int

    def composed(self, typed: Pieces) -> Value:
        """What a file holds for the condition; None where it asks for nothing."""
        given: dict[str, Value] = {}
        for part in self.parts:
            *above, key = map(str, part.path[len(self.path) :])
            if (said := part.written(typed[part.name])) is not None:
                (given.setdefault(above[0], {}) if above else given)[key] = said
        return given if given.keys() - {"if_unknown"} else None


def offers_of(texts: Mapping[str, str]) -> Offers:
    """What the files of a playbook let a condition ask for."""
    vendor = yaml.read(texts.get("vendor.yaml", ""), "").value
    asked = list(_questions(texts))
    labels = {str(value_at(one, ("id",))): str(value_at(one, ("label",))) for _, ones in asked for one in ones}
    lists = {key: _texts(value_at(vendor, (key,))) for key in LISTS}
    own = [(question, options) for question, options in asked if not question.get("fills") and question.get("id")]
    return Offers(
        {key: tuple((one, labels.get(one, words(one))) for one in names) for key, names in lists.items()},
        {str(question["id"]): (str(question.get("text")), _labelled(options)) for question, options in own},
    )


def condition_at(value: Value, path: yaml.Path, name: str, offers: Offers) -> Condition | None:
    """The condition that stands at a place; None where a form cannot say it."""
    held = value_at(value, path)
    if not _is_sayable(held):
        return None
    parts = tuple(part.holding(value_at(held, part.path[len(path) :]), "") for part in _parts(held, path, name, offers))
    return Condition(path, tuple(part for part in parts if part.choices or part.asks is not Asks.MANY), _asked(held))


def _is_sayable(held: Value) -> bool:
    if held is None:
        return True
    if not isinstance(held, dict) or not held.keys() <= KNOWN:
        return False
    lists = [*(held.get(key) for key in LISTS), *dict(entries(held, "answers")).values()]
    inner = (held.get("seats"), held.get("answers"))
    return all(one is None or isinstance(one, list) for one in lists) and all(
        one is None or isinstance(one, dict) for one in inner
    )


def _parts(held: Value, path: yaml.Path, name: str, offers: Offers) -> Iterator[Part]:
    for key, label in LISTS.items():
        yield Part(f"{name}-{key}", (*path, key), label, Asks.MANY, choices=offers.lists[key])
    for key, label in SEATS.items():
        yield Part(f"{name}-{key.replace('_', '-')}", (*path, "seats", key), label, Asks.SPARE_NUMBER)
    answered = {key: (words(key), ()) for key, _ in entries(held, "answers")}
    for key, (text, options) in {**answered, **offers.questions}.items():
        label = f"To “{text}” they answered one of these"
        yield Part(f"{name}-answer-{key}", (*path, "answers", key), label, Asks.MANY, choices=options)
    yield Part(f"{name}-unknown", (*path, "if_unknown"), "While that is not known", Asks.CHOICE, choices=UNKNOWN)


def _questions(texts: Mapping[str, str]) -> Iterator[tuple[dict[str, Value], list[dict[str, Value]]]]:
    """The questions of every ladder with their options."""
    for path in sorted(texts):
        if kind_of(path) is Kind.LADDER:
            for question in _mappings(value_at(yaml.read(texts[path], path).value, ("questions",))):
                yield question, [one for one in _mappings(question.get("options")) if one.get("id")]


def _labelled(options: list[dict[str, Value]]) -> Choices:
    return tuple((str(one["id"]), str(one.get("label"))) for one in options)


def _mappings(value: Value) -> list[dict[str, Value]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _texts(value: Value) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _asked(held: Value) -> int:
    return len(held.keys() - {"if_unknown"}) if isinstance(held, dict) else 0
