"""From a checked completion rule to the frozen one that every other layer reads."""

from collections.abc import Sequence

from portal.content.schema.rules import Rule as Written
from portal.content.schema.rules import Where
from portal.domain.rules import AllRule, AnyRule, Condition, EventRule, Op, Rule, SequenceRule


def compile_rule(raw: Written) -> Rule:
    """The frozen rule of a checked one."""
    if raw.event is not None:
        return _events(raw, raw.event)
    if raw.sequence is not None:
        return SequenceRule(tuple(_events(part, part.event) for part in raw.sequence if part.event), raw.within_days)
    parts = tuple(compile_rule(part) for part in raw.parts)
    return AnyRule(parts) if raw.any_of is not None else AllRule(parts)


def _events(raw: Written, event: str) -> EventRule:
    return EventRule(event, raw.count, raw.distinct_members, compile_conditions(raw.where), raw.within_days)


def compile_conditions(where: Sequence[Where]) -> tuple[Condition, ...]:
    """The frozen conditions of checked ones."""
    return tuple(
        Condition(one.name, Op(name), None if name == "exists" else value)
        for one in where
        for name, value in one.comparisons.items()
    )
