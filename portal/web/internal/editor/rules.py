"""A rule on what the product reports, as a form asks for it: events, and groups of events inside it.

A group is a rule in a rule, as deep as rules may stand inside each other. After the last event of each stands an
empty one, so that there is always room for another.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from portal.content import yaml
from portal.content.schema.rules import DEEPEST
from portal.web.internal.editor.events import ROOM, Row, Vocabulary, event_in_words, row_of
from portal.web.internal.editor.parts import Asks, Choices, Part, Pieces, Value, changed, value_at

MANUAL: Final = "manual"
NOTHING: Final = ""
TOGETHER: Final = ("any", "all", "sequence")
BETWEEN: Final = {"any": " or ", "all": " and ", "sequence": ", then "}
REPORTED: Final[Choices] = (
    ("any", "The product reports one of these"),
    ("all", "The product reports all of these"),
    ("sequence", "The product reports these, one after the other"),
)
ENDS_STEP: Final[Choices] = ((MANUAL, "Whoever did it ticks it by hand"), *REPORTED)
SHOWS_OUTCOME: Final[Choices] = ((NOTHING, "Its steps are enough"), *REPORTED)
GROUPED: Final[Choices] = (
    ("any", "when there is one of these"),
    ("all", "when there are all of these"),
    ("sequence", "when these come one after the other"),
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, or a group in one: where it stands, how its parts count together, the time for a sequence, and its parts.

    `depth` says how deep the group stands, 1 for a whole rule. `beside` are keys of the same mapping that are no part
    of the rule, and stay.
    """

    path: yaml.Path
    name: str
    how: Part
    within: Part
    rows: "tuple[Row | Rule, ...]"
    held: Value
    depth: int = 1
    beside: tuple[str, ...] = ()

    @property
    def parts(self) -> Iterator[Part]:
        """Every field of the rule, and of the groups in it."""
        yield self.how
        yield self.within
        for row in self.rows:
            yield from row.parts

    @property
    def about(self) -> str:
        """The rule in a few words."""
        return in_words(self.held)

    @property
    def is_group(self) -> bool:
        """Whether several parts stand in it, so that one can move among them."""
        return kind_of_rule(self.held) in TOGETHER

    @property
    def takes_groups(self) -> bool:
        """Whether a group may stand in it."""
        return self.depth + 1 < DEEPEST

    def composed(self, typed: Pieces) -> Value:
        """What a file holds for the rule as it was filled in; None where there is to be none."""
        together = str(typed[self.how.name])
        if together not in TOGETHER:
            return together or None
        parts = [said for row in self.rows if (said := row.said(typed)) is not None]
        if len(parts) <= 1:
            return parts[0] if parts else {"event": ""}
        within = typed[self.within.name] if together == "sequence" else None
        return {together: parts} | ({"within_days": within} if within else {})

    def said(self, typed: Pieces) -> Value:
        """A group as it was filled in; None where nothing is left of it. A new one may wait for its events."""
        if not changed(self.parts, typed):
            return self.held
        said = self.composed(typed)
        return None if said == {"event": ""} else said


def rule_at(
    value: Value,
    path: yaml.Path,
    name: str,
    vocabulary: Vocabulary,
    *,
    asked: tuple[str, Choices] = ("Done when", ENDS_STEP),
    beside: tuple[str, ...] = (),
) -> Rule | None:
    """The rule that stands at a place; None where a form cannot say it. `asked` is its question, and the answers."""
    held = value_at(value, path)
    if isinstance(held, dict) and beside:
        held = {key: one for key, one in held.items() if key not in beside} or None
    label, choices = asked
    otherwise = choices[0][0]
    if held == otherwise:
        held = None
    if held is not None and not _is_sayable(held, 1):
        return None
    rule = _rule(held, path, name, vocabulary, 1)
    how = replace(rule.how, label=label, choices=choices, value=otherwise if held is None else rule.how.value)
    return replace(rule, how=how, beside=beside)


def kind_of_rule(held: Value) -> str | None:
    """How the parts of a rule count together, `event` where it is one alone; None where it is no rule."""
    return next((kind for kind in ("event", *TOGETHER) if isinstance(held, dict) and kind in held), None)


def in_words(held: Value) -> str:
    """A rule in a few words."""
    kind = kind_of_rule(held)
    if kind is None:
        return "ticked by hand"
    if kind == "event":
        return event_in_words(held)
    return BETWEEN[kind].join(_inner_words(part) for part in held[kind])


def _inner_words(held: Value) -> str:
    return in_words(held) if kind_of_rule(held) == "event" else f"({in_words(held)})"


def _is_sayable(held: Value, depth: int) -> bool:
    """Whether a form can say a rule: nothing in it is no rule, and nothing stands too deep."""
    kind = kind_of_rule(held)
    if kind is None or kind == "event":
        return kind == "event" and isinstance(held["event"], str | int | float)
    parts = held[kind]
    return depth < DEEPEST and isinstance(parts, list) and all(_is_sayable(part, depth + 1) for part in parts)


def _rule(held: Value, path: yaml.Path, name: str, vocabulary: Vocabulary, depth: int) -> Rule:
    kind = kind_of_rule(held)
    grouped = kind in TOGETHER
    parts = held[kind] if grouped else [held] if held else []
    rows = tuple(
        _part(one, (*path, str(kind), n) if grouped else path, f"{name}-{n}", vocabulary, depth)
        for n, one in enumerate(parts)
    )
    within = held.get("within_days") if kind == "sequence" else None
    return Rule(
        path=path,
        name=name,
        how=Part(f"{name}-when", path, "Counts", Asks.CHOICE, kind if grouped else "any", GROUPED),
        within=Part(f"{name}-within", (*path, "within_days"), "All within, in days", Asks.SPARE_NUMBER, within),
        rows=(*rows, row_of({}, (*path, ROOM), f"{name}-{len(rows)}", vocabulary)),
        held=held,
        depth=depth,
    )


def _part(held: Value, path: yaml.Path, name: str, vocabulary: Vocabulary, depth: int) -> Row | Rule:
    if kind_of_rule(held) in TOGETHER:
        return _rule(held, path, name, vocabulary, depth + 1)
    return row_of(held, path, name, vocabulary)
