"""From a checked completion rule to the frozen one that every other layer reads."""

from portal.content.schema.rules import Rule as Written
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
    where = tuple(
        Condition(one.name, Op(name), None if name == "exists" else value)
        for one in raw.where
        for name, value in one.comparisons.items()
    )
    return EventRule(event, raw.count, raw.distinct_members, where, raw.within_days)
