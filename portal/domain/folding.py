"""Folding events under a completion rule: when it was first met, by which event, and how far it has come.

The answer depends on the set of events alone. Their order, repeats and lateness change nothing, and more
events only ever move the moment earlier.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from portal.domain.rules import AllRule, AnyRule, EventRule, Rule, SequenceRule


class Occurrence(NamedTuple):
    """One event, as far as rules look at it. `person_id` is the account where the event names nobody."""

    event_id: int
    name: str
    at: datetime
    person_id: UUID
    properties: Mapping[str, Any]

    @property
    def place(self) -> tuple[datetime, UUID, int]:
        """Its place among all: by time, then by what is the same wherever it is stored, then by id."""
        return self.at, self.person_id, self.event_id


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a rule has come, in the unit of its progress bar; full only when the rule is met."""

    count: int
    target: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What events amount to under a rule. `met` is the event that first met it: the evidence."""

    met: Occurrence | None
    progress: Progress


def fold(rule: Rule, occurrences: Iterable[Occurrence]) -> Outcome:
    """What the occurrences amount to under the rule; an event id counts once.

    For a member's own milestone they are the member's; for a shared one, everybody's of the account.
    """
    unique = {one.event_id: one for one in occurrences}
    return _fold(rule, sorted(unique.values(), key=lambda one: one.place))


def part_way(best: int, target: int) -> Progress:
    """The progress of a rule that is not met: a full bar would say that it is."""
    return Progress(min(best, target - 1), target)


def _fold(rule: Rule, ordered: Sequence[Occurrence]) -> Outcome:
    match rule:
        case EventRule():
            return _events(rule, ordered)
        case SequenceRule():
            return _sequence(rule, ordered)
        case AnyRule():
            return _any(rule, [_fold(part, ordered) for part in rule.rules])
        case AllRule():
            return _all([_fold(part, ordered) for part in rule.rules])


def _any(rule: AnyRule, parts: Sequence[Outcome]) -> Outcome:
    met = [part.met for part in parts if part.met]
    if met:
        return Outcome(min(met, key=lambda one: one.place), Progress(rule.target, rule.target))
    furthest = max(parts, key=lambda part: part.progress.count / part.progress.target)
    return Outcome(None, furthest.progress)


def _all(parts: Sequence[Outcome]) -> Outcome:
    met = [part.met for part in parts if part.met]
    complete = len(met) == len(parts)
    return Outcome(max(met, key=lambda one: one.place) if complete else None, Progress(len(met), len(parts)))


def _events(rule: EventRule, ordered: Sequence[Occurrence]) -> Outcome:
    found = _matching(rule, ordered)
    first = next(_spans(rule, found), None)
    if first:
        return Outcome(first.end, Progress(rule.target, rule.target))
    return Outcome(None, part_way(_most(rule, found), rule.target))


def _sequence(rule: SequenceRule, ordered: Sequence[Occurrence]) -> Outcome:
    chains: list[Span] = []
    for reached, part in enumerate(rule.rules):
        spans = _spans(part, _matching(part, ordered))
        following = _following(chains, spans) if reached else spans
        chains = [span for span in following if span.lasts_at_most(rule.within_days)]
        if not chains:
            return Outcome(None, Progress(reached, rule.target))
    return Outcome(chains[0].end, Progress(rule.target, rule.target))


class Span(NamedTuple):
    """A stretch of time in which a rule is met: by the event `end`, with everything it needs since `start`."""

    start: datetime
    end: Occurrence

    def lasts_at_most(self, days: int | None) -> bool:
        """Whether it fits into that many days; without a number, every span does."""
        return days is None or self.end.at - self.start <= timedelta(days=days)


def _matching(rule: EventRule, ordered: Sequence[Occurrence]) -> list[Occurrence]:
    return [one for one in ordered if rule.matches(one.name, one.properties)]


def _spans(rule: EventRule, found: Sequence[Occurrence]) -> Iterator[Span]:
    """For every event at which the rule is met, the shortest span that ends there. Starts and ends only rise."""
    people: Counter[UUID] = Counter()
    first = 0
    for last, one in enumerate(found):
        people[one.person_id] += 1
        while last - first >= rule.count and _spares(people, found[first].person_id, rule.distinct_members):
            _leave(people, found[first].person_id)
            first += 1
        span = Span(found[first].at, one)
        enough = last - first + 1 >= rule.count and len(people) >= rule.distinct_members
        if enough and span.lasts_at_most(rule.within_days):
            yield span


def _spares(people: Counter[UUID], person_id: UUID, distinct_members: int) -> bool:
    """Whether there are people enough without one event of this person."""
    return people[person_id] > 1 or len(people) > distinct_members


def _leave(people: Counter[UUID], person_id: UUID) -> None:
    people[person_id] -= 1
    if not people[person_id]:
        del people[person_id]


def _following(before: Sequence[Span], after: Iterable[Span]) -> Iterator[Span]:
    """Every span of `after` that begins later than one of `before` ends, drawn out to the latest such one's start."""
    place = 0
    for span in after:
        while place < len(before) and before[place].end.at < span.start:
            place += 1
        if place:
            yield Span(before[place - 1].start, span.end)


def _most(rule: EventRule, found: Sequence[Occurrence]) -> int:
    """The most people, or events, that count inside one stretch of time."""
    people: Counter[UUID] = Counter()
    first = most = 0
    for last, one in enumerate(found):
        people[one.person_id] += 1
        while not Span(found[first].at, one).lasts_at_most(rule.within_days):
            _leave(people, found[first].person_id)
            first += 1
        most = max(most, len(people) if rule.distinct_members > 1 else last - first + 1)
    return most
