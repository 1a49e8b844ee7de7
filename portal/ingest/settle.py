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
from portal.domain.playbook import Catalogue, Milestone, Scope
from portal.domain.rules import Rule, counts_towards
from portal.ingest.standing import Doubt, Standing


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


class Match(Struct, frozen=True):
    """An event that counts towards a step, or, without a rule, the tick a person set by hand."""

    event: Happening
    milestone: Milestone
    step_id: str
    rule: Rule | None

    @property
    def subject_id(self) -> UUID | None:
        """Whose milestone it is: the account's, or the member's alone, if the event names one."""
        return self.event.account_id if self.milestone.scope is Scope.ACCOUNT else self.event.member_id


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
    place: Place
    step_id: str
    rule: Rule
    events: list[Occurrence]


def find_matches(catalogue: Catalogue, events: Iterable[Happening]) -> list[Match]:
    """What the events count towards, in the order in which they happened."""
    matches = []
    for event in sorted(events, key=lambda event: (event.at, event.person_id, event.event_id)):
        if event.own and event.name == STEP_TICKED:
            matches += _ticked(catalogue, event)
        for milestone_id, step_id, rule in catalogue.rules.get(event.name, ()):
            if counts_towards(rule, event.name, event.properties):
                matches.append(Match(event, catalogue.milestones[milestone_id], step_id, rule))
    return matches


def _ticked(catalogue: Catalogue, event: Happening) -> list[Match]:
    milestone = catalogue.milestones.get(str(event.properties.get("milestone")))
    step = milestone and milestone.step(str(event.properties.get("step")))
    return [Match(event, milestone, step.id, None)] if milestone and step else []


def find_news(matches: Iterable[Match]) -> list[News]:
    """The events that count, by place and step."""
    news: dict[tuple[Place, str], News] = {}
    for match in matches:
        subject = match.subject_id
        if match.rule and subject:
            place = (subject, match.milestone.id)
            of_step = news.get((place, match.step_id))
            if of_step is None:
                of_step = News(match.event.account_id, place, match.step_id, match.rule, [])
                news[place, match.step_id] = of_step
            of_step.events.append(match.event.occurrence)
    return list(news.values())


def find_doubts(news: Iterable[News], standings: Standings) -> list[Doubt]:
    """The steps of which only stored events tell when, or whether, their rule was first met."""
    found = (standings[one.place].doubt(one.step_id, one.rule, one.events) for one in news)
    return [doubt for doubt in found if doubt]


def settle(
    matches: Iterable[Match], news: Iterable[News], standings: Standings, histories: Histories
) -> list[Standing]:
    """Let ticks and events count; the standings that changed come back, in a fixed order."""
    for match in matches:
        if match.rule is None and match.subject_id:
            standing = standings[match.subject_id, match.milestone.id]
            standing.attest(match.step_id, match.event.occurrence, match.event.member_id)
    for one in news:
        standings[one.place].verify(one.step_id, one.rule, one.events, histories.get((one.place, one.step_id)))
    touched = [standings[place] for place in sorted(standings)]
    for standing in touched:
        standing.conclude()
    return [standing for standing in touched if standing.changed or standing.progress or standing.reached]
