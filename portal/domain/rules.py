"""Completion rules as frozen values: what the product has to report before a step counts as done."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


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

    `count` events that meet every condition, done by at least `distinct_members` different people.
    """

    event: str
    count: int = 1
    distinct_members: int = 1
    where: tuple[Condition, ...] = ()

    def matches(self, event: str, properties: Mapping[str, object]) -> bool:
        """Whether one event counts towards the rule."""
        return event == self.event and all(condition.holds(properties) for condition in self.where)

    @property
    def target(self) -> int:
        """The number a progress bar runs to: people where people are counted, else events."""
        return self.distinct_members if self.distinct_members > 1 else self.count
