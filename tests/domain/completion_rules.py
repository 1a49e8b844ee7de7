"""Random rules and random events, and what a rule means, said as plainly as possible."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import strategies as st

from portal.domain.folding import Occurrence
from portal.domain.rules import AllRule, AnyRule, Condition, EventRule, Op, Rule, SequenceRule

START = datetime(2026, 11, 2, tzinfo=UTC)
BIG = Condition("value", Op.AT_LEAST, 100)


def event(event_id: int, name: str, hours: float, person: int = 1, value: int = 50) -> Occurrence:
    return Occurrence(event_id, name, START + timedelta(hours=hours), UUID(int=person), {"value": value})


def streams(max_size: int = 9) -> st.SearchStrategy[list[Occurrence]]:
    """A few events of three people within a week, some at the same moment."""
    parts = st.tuples(
        st.sampled_from("ABC"), st.integers(0, 14).map(lambda n: n * 12), st.integers(1, 3), st.sampled_from([50, 100])
    )
    return st.lists(parts, max_size=max_size).map(lambda found: [event(n, *one) for n, one in enumerate(found)])


event_rules = st.builds(
    EventRule,
    st.sampled_from("AB"),
    count=st.integers(1, 3),
    distinct_members=st.integers(1, 2),
    where=st.sampled_from([(), (BIG,)]),
    within_days=st.sampled_from([None, 1, 2]),
)
sequences = st.builds(
    SequenceRule, st.lists(event_rules, min_size=2, max_size=3).map(tuple), st.sampled_from([None, 2, 4])
)


def _composed(parts: st.SearchStrategy[Rule]) -> st.SearchStrategy[Rule]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.builds(AnyRule, several) | st.builds(AllRule, several)


rules: st.SearchStrategy[Rule] = st.recursive(event_rules | sequences, _composed, max_leaves=4)


def plainly_first_met(rule: Rule, events: Sequence[Occurrence]) -> datetime | None:
    """The earliest moment at which what happened until then satisfies the rule."""
    moments = sorted({one.at for one in events})
    return next((at for at in moments if _satisfied(rule, [one for one in events if one.at <= at])), None)


def _satisfied(rule: Rule, events: Sequence[Occurrence]) -> bool:
    match rule:
        case EventRule():
            return any(_stretches(rule, events))
        case SequenceRule():
            return any(_in_order(rule.rules, events, rule.within_days))
        case AnyRule():
            return any(_satisfied(part, events) for part in rule.rules)
        case AllRule():
            return all(_satisfied(part, events) for part in rule.rules)


def _stretches(rule: EventRule, events: Sequence[Occurrence]) -> Iterator[tuple[datetime, datetime]]:
    """Every stretch of time whose events are enough."""
    found = [one for one in events if rule.matches(one.name, one.properties)]
    for first in {one.at for one in found}:
        for last in {one.at for one in found if one.at >= first}:
            inside = [one for one in found if first <= one.at <= last]
            enough = len(inside) >= rule.count and len({one.person_id for one in inside}) >= rule.distinct_members
            if enough and (rule.within_days is None or last - first <= timedelta(days=rule.within_days)):
                yield first, last


def _in_order(
    parts: Sequence[EventRule], events: Sequence[Occurrence], days: int | None, begun: datetime | None = None
) -> Iterator[datetime]:
    """The moment at which each way through the parts, one after the other, ends."""
    for first, last in _stretches(parts[0], events):
        start = begun or first
        if days is not None and last - start > timedelta(days=days):
            continue
        if len(parts) == 1:
            yield last
        else:
            yield from _in_order(parts[1:], [one for one in events if one.at > last], days, start)
