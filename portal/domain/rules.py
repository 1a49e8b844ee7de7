"""Completion rules as frozen values: what the product has to report before a step counts as done.

`portal.domain.folding` tells when a set of events meets a rule.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeGuard


class Op(StrEnum):
    """How a property of an event is compared."""

    EQUALS = "equals"
    NOT_EQUALS = "not_equals"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    EXISTS = "exists"


@dataclass(frozen=True, slots=True)
class Condition:
    """One filter on an event's properties. `EXISTS` ignores `value`."""

    property: str
    op: Op
    value: str | float | bool | None = None

    def holds(self, properties: Mapping[str, object]) -> bool:
        """Whether the properties meet the condition; a missing or unlike-typed one does not."""
        found = properties.get(self.property)
        if self.op is Op.EXISTS:
            return found is not None
        if self.op is Op.NOT_EQUALS:
            return found is not None and found != self.value
        if self.op is Op.EQUALS:
            return found == self.value and isinstance(found, bool) == isinstance(self.value, bool)
        if not _is_number(found) or not _is_number(self.value):
            return False
        return found >= self.value if self.op is Op.AT_LEAST else found <= self.value  # type: ignore[operator]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


@dataclass(frozen=True, slots=True)
class EventRule:
    """Ends a step, or meets a success signal, when the product reported it often enough.

    `count` events that meet every condition, done by at least `distinct_members` different people; with
    `within_days`, all of them inside one stretch of that many days, wherever it lies.
    """

    event: str
    count: int = 1
    distinct_members: int = 1
    where: tuple[Condition, ...] = ()
    within_days: int | None = None

    def matches(self, event: str, properties: Mapping[str, object]) -> bool:
        """Whether one event counts towards the rule."""
        if event != self.event:
            return False
        # Most rules have no conditions, and every event is asked of several.
        return not self.where or all(condition.holds(properties) for condition in self.where)

    @property
    def target(self) -> int:
        """The number a progress bar runs to: people where people are counted, else events."""
        return self.distinct_members if self.distinct_members > 1 else self.count


@dataclass(frozen=True, slots=True)
class SequenceRule:
    """Met when its rules are met one after the other, each by events later than those of the one before.

    With `within_days`, from the first event of the first to the last of the last in that many days.
    """

    rules: tuple[EventRule, ...]
    within_days: int | None = None

    @property
    def target(self) -> int:
        """A progress bar runs over the parts."""
        return len(self.rules)


@dataclass(frozen=True, slots=True)
class AnyRule:
    """Met as soon as one of its rules is."""

    rules: tuple["Rule", ...]

    @property
    def target(self) -> int:
        """A progress bar shows the part that has come furthest; before anything happens, the first."""
        return self.rules[0].target


@dataclass(frozen=True, slots=True)
class AllRule:
    """Met when all of its rules are, in any order."""

    rules: tuple["Rule", ...]

    @property
    def target(self) -> int:
        """A progress bar runs over the parts."""
        return len(self.rules)


Rule = EventRule | SequenceRule | AnyRule | AllRule


def leaves(rule: Rule) -> Iterator[EventRule]:
    """The event rules that a rule is made of, in their order."""
    if isinstance(rule, EventRule):
        yield rule
    else:
        for part in rule.rules:
            yield from leaves(part)


def counts_towards(rule: Rule, event: str, properties: Mapping[str, object]) -> bool:
    """Whether one event counts towards any part of a rule."""
    if isinstance(rule, EventRule):
        return rule.matches(event, properties)
    return any(counts_towards(part, event, properties) for part in rule.rules)


def counted(rule: Rule) -> TypeGuard[EventRule]:
    """Whether counting alone tells that the rule is met; any other has to be folded from the events."""
    return isinstance(rule, EventRule) and rule.within_days is None


def reach(rule: Rule) -> int | None:
    """So many days before an event lies all that can meet the rule together with it; None where nothing bounds it.

    What came before then meets the rule, and brings it further, by itself or not at all.
    """
    return rule.within_days if isinstance(rule, EventRule | SequenceRule) else None
