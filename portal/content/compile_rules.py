"""From a checked completion rule to the frozen one that every other layer reads."""

from portal.content.schema.rules import Rule
from portal.domain.rules import Condition, EventRule, Op


def compile_rule(raw: Rule) -> EventRule:
    """The frozen rule of a checked one."""
    where = tuple(
        Condition(one.name, Op(name), None if name == "exists" else value)
        for one in raw.where
        for name, value in one.comparisons.items()
    )
    return EventRule(raw.event, raw.count, raw.distinct_members, where)
