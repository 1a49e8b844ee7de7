"""What a batch of events completes. Pure: stored standing in, changes out.

Every result depends on the events alone, not on the order or the batches in which they came. Counters decide
where they can; where only the events themselves tell when a rule was first met, the step is in doubt.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from portal.domain.folding import Occurrence
from portal.domain.playbook import Catalogue, Milestone, Scope, StepKey, Waiting
from portal.domain.rules import Rule, counts_towards
from portal.ingest.standing import Doubt, Standing
from portal.ingest.verified import Verified


class Happening(Struct, frozen=True):
    """A stored event, as far as progress is concerned. `own` marks the portal's own events."""

    event_id: int
    account_id: UUID
    member_id: UUID | None
    name: str
    at: datetime
    properties: dict[str, Any]
    own: bool

    @property
    def person_id(self) -> UUID:
        """Who did it; the account itself where the event names nobody."""
        return self.member_id or self.account_id

    @property
    def occurrence(self) -> Occurrence:
        """The event as rules look at it."""
        return Occurrence(self.event_id, self.name, self.at, self.person_id, self.properties)


class Ticked(Struct, frozen=True):
    """A step that a person ticked by hand."""

    event: Happening
    milestone: Milestone
    step_id: str

    @property
    def place(self) -> "Place | None":
        """The subject and the milestone, where the event names whose it is."""
        subject = subject_of(self.milestone, self.event)
        return (subject, self.milestone.id) if subject else None


STEP_TICKED = "Step Ticked"
MILESTONE_CELEBRATED = "Milestone Celebrated"

Place = tuple[UUID, str]
"""A subject and a milestone id."""

Standings = Mapping[Place, Standing]
Histories = Mapping[tuple[Place, str], Sequence[Occurrence]]
"""The stored events that settle a doubt, by place and step id."""


@dataclass(frozen=True, slots=True)
class News:
    """What a batch brings for one step: its rule, and the events that count towards it, in their order."""

    account_id: UUID
    subject_id: UUID
    milestone: Milestone
    step_id: str
    rule: Rule
    events: list[Occurrence]

    @property
    def place(self) -> Place:
        """The subject and the milestone."""
        return self.subject_id, self.milestone.id


def subject_of(milestone: Milestone, event: Happening) -> UUID | None:
    """Whose milestone an event is about: the account's, or the member's alone, if the event names one."""
    return event.account_id if milestone.scope is Scope.ACCOUNT else event.member_id


def find_ticks(catalogue: Catalogue, events: Iterable[Happening]) -> list[Ticked]:
    """The steps that people ticked by hand, among the portal's own events."""
    found = (_ticked(catalogue, event) for event in events if event.name == STEP_TICKED)
    return [tick for tick in found if tick]


def _ticked(catalogue: Catalogue, event: Happening) -> Ticked | None:
    milestone = catalogue.milestones.get(str(event.properties.get("milestone")))
    step = milestone and milestone.step(str(event.properties.get("step")))
    return Ticked(event, milestone, step.id) if milestone and step else None


def find_news(catalogue: Catalogue, events: Iterable[Happening], verified: Verified) -> list[News]:
    """The events that count towards steps, by step, in the order in which they happened.

    What is known to be verified already by the time of an event is left out.
    """
    found: dict[tuple[UUID, StepKey], News] = {}
    for event in events:
        rules = catalogue.rules.get(event.name)
        if rules:
            _count_towards(event, rules, verified, found)
    for news in found.values():
        news.events.sort(key=lambda one: one.place)
    return list(found.values())


def _count_towards(
    event: Happening, rules: Iterable[Waiting], verified: Verified, found: dict[tuple[UUID, StepKey], News]
) -> None:
    """Add an event to the news of the steps whose rules it counts towards."""
    shared, own = verified.of(event.account_id), verified.of(event.member_id)
    for one in rules:
        by = (shared if one.shared else own).get(one.step)
        if by and event.at >= by:
            continue
        subject = event.account_id if one.shared else event.member_id
        if subject is None or not counts_towards(one.rule, event.name, event.properties):
            continue
        news = found.get((subject, one.step))
        if news is None:
            news = found[subject, one.step] = News(event.account_id, subject, one.milestone, one.step[1], one.rule, [])
        news.events.append(event.occurrence)


def find_doubts(news: Iterable[News], standings: Standings) -> list[Doubt]:
    """The steps of which only stored events tell when, or whether, their rule was first met."""
    found = (standings[one.place].doubt(one.step_id, one.rule, one.events) for one in news)
    return [doubt for doubt in found if doubt]


def settle(ticks: Iterable[Ticked], news: Iterable[News], standings: Standings, histories: Histories) -> None:
    """Let ticks and events count."""
    for tick in sorted(ticks, key=lambda tick: tick.event.occurrence.place):
        if tick.place:
            standings[tick.place].attest(tick.step_id, tick.event.occurrence, tick.event.member_id)
    for one in news:
        standings[one.place].verify(one.step_id, one.rule, one.events, histories.get((one.place, one.step_id)))


def conclude(standings: Standings) -> list[Standing]:
    """Reach the milestones that are known whole; what changed comes back, in a fixed order."""
    touched = [standings[place] for place in sorted(standings)]
    for standing in touched:
        if standing.whole:
            standing.conclude()
    return [standing for standing in touched if standing.moved]
