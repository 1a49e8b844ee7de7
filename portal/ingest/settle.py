"""What a batch of events completes. Pure: stored standing in, changes out."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from portal.domain.playbook import SIGNAL, Catalogue, Milestone, Scope
from portal.domain.progress import Count, Facts, Tick, fulfilled
from portal.domain.rules import EventRule


@dataclass(frozen=True, slots=True)
class Happening:
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


@dataclass(frozen=True, slots=True)
class Match:
    """An event that counts towards a step, or, without a rule, the tick a person set by hand."""

    event: Happening
    milestone: Milestone
    step_id: str
    rule: EventRule | None

    @property
    def subject_id(self) -> UUID | None:
        """Whose milestone it is: the account's, or the member's alone, if the event names one."""
        return self.event.account_id if self.milestone.scope is Scope.ACCOUNT else self.event.member_id


@dataclass(frozen=True, slots=True)
class StepTick:
    """A step's tick as it is stored: by hand (`by_id`), or by an event (`verified`)."""

    at: datetime
    verified: bool
    by_id: UUID | None = None
    event_id: int | None = None


@dataclass(slots=True)
class Standing:
    """One subject's milestone: its ticks and counts by step id, and when it was reached."""

    account_id: UUID
    subject_id: UUID
    milestone: Milestone
    ticks: dict[str, StepTick] = field(default_factory=dict)
    counts: dict[str, Counter[UUID]] = field(default_factory=dict)
    done_at: datetime | None = None
    changed: set[str] = field(default_factory=set)
    reached: bool = False

    def take(self, match: Match) -> None:
        """Count one match, and tick and complete what it completes. Nothing is ever taken back."""
        if self.done_at and match.step_id == SIGNAL:
            return
        if match.rule is None:
            self._tick(match)
        else:
            self._count(match, match.rule)
        if self.done_at is None and fulfilled(self.milestone, self._facts()):
            self.done_at = max([match.event.at, *(tick.at for tick in self.ticks.values())])
            self.reached = True

    def _tick(self, match: Match) -> None:
        step = self.milestone.step(match.step_id)
        if step and step.id not in self.ticks:
            event = match.event
            verified = step.rule is None
            self.ticks[step.id] = StepTick(event.at, verified, by_id=event.member_id, event_id=event.event_id)
            self.changed.add(step.id)

    def _count(self, match: Match, rule: EventRule) -> None:
        step_id, event = match.step_id, match.event
        before = self.ticks.get(step_id)
        if before and before.verified:
            return
        people = self.counts.setdefault(step_id, Counter())
        people[event.person_id] += 1
        if step_id != SIGNAL and Count(people.total(), len(people)).meets(rule):
            at, by = (before.at, before.by_id) if before else (event.at, None)
            self.ticks[step_id] = StepTick(at, verified=True, by_id=by, event_id=event.event_id)
            self.changed.add(step_id)

    def _facts(self) -> Facts:
        people = self.counts.get(SIGNAL, Counter())
        ticks = {(self.milestone.id, step): Tick(tick.at, tick.verified) for step, tick in self.ticks.items()}
        return Facts(ticks=ticks, counts={(self.milestone.id, SIGNAL): Count(people.total(), len(people))})


STEP_TICKED = "Step Ticked"
MILESTONE_CELEBRATED = "Milestone Celebrated"

Place = tuple[UUID, str]
"""A subject and a milestone id."""


def find_matches(catalogue: Catalogue, events: Iterable[Happening]) -> list[Match]:
    """What the events count towards, in the order in which they happened."""
    matches = []
    for event in sorted(events, key=lambda event: (event.at, event.event_id)):
        if event.own and event.name == STEP_TICKED:
            matches += _ticked(catalogue, event)
        for milestone_id, step_id, rule in catalogue.rules.get(event.name, ()):
            if rule.matches(event.name, event.properties):
                matches.append(Match(event, catalogue.milestones[milestone_id], step_id, rule))
    return matches


def _ticked(catalogue: Catalogue, event: Happening) -> list[Match]:
    milestone = catalogue.milestones.get(str(event.properties.get("milestone")))
    step = milestone and milestone.step(str(event.properties.get("step")))
    return [Match(event, milestone, step.id, None)] if milestone and step else []


def settle(matches: Sequence[Match], standings: dict[Place, Standing]) -> list[Standing]:
    """Let the matches count in their order; the standings that changed come back, in a fixed order."""
    for match in matches:
        subject = match.subject_id
        if subject is not None:
            standings[subject, match.milestone.id].take(match)
    return [standings[place] for place in sorted(standings) if standings[place].changed or standings[place].reached]
