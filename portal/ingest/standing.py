"""How one milestone stands for one subject, and what news changes about it. Done is monotone."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from portal.domain.folding import Occurrence, Progress, fold
from portal.domain.playbook import Milestone
from portal.domain.progress import Count, reached_at
from portal.domain.rules import EventRule, Rule, SequenceRule, counted, reach


@dataclass(frozen=True, slots=True)
class StepTick:
    """A step's tick as it is stored: by hand (`by_id`), by an event (`verified_at`), or by both.

    `at` is the earlier of the two. `event_id` is the evidence: what verified it, or else the tick by hand.
    """

    at: datetime
    by_id: UUID | None = None
    event_id: int | None = None
    verified_at: datetime | None = None


@dataclass(slots=True)
class Tally:
    """The events that counted towards a step before: how many, whose, and the time of the latest."""

    events: int = 0
    people: set[UUID] = field(default_factory=set)
    last_at: datetime | None = None

    def add(self, person_id: UUID, events: int, last_at: datetime) -> None:
        """Count events of a person."""
        self.events += events
        self.people.add(person_id)
        self.last_at = max(last_at, self.last_at or last_at)

    def met_by(self, rule: EventRule, events: Sequence[Occurrence]) -> Occurrence | None:
        """The one of some newer events with which the rule is met, counted after those before."""
        if self.events + len(events) < rule.count:
            return None
        people = self.people.copy()
        for number, event in enumerate(events, self.events + 1):
            people.add(event.person_id)
            if Count(number, len(people)).meets(rule):
                return event
        return None

    def meets(self, rule: EventRule) -> bool:
        """Whether the events before are enough."""
        return Count(self.events, len(self.people)).meets(rule)


@dataclass(slots=True)
class Counter:
    """The events of one person that count towards a step: how many, and the time of the first and the last."""

    events: int
    first_at: datetime
    last_at: datetime


def count(events: Iterable[Occurrence], until: datetime | None) -> dict[UUID, Counter]:
    """The counters of everybody's events, given in their order, up to and with a moment."""
    counters: dict[UUID, Counter] = {}
    for event in events:
        if until and event.at > until:
            break
        counter = counters.setdefault(event.person_id, Counter(0, event.at, event.at))
        counter.events += 1
        counter.last_at = event.at
    return counters


@dataclass(frozen=True, slots=True)
class Doubt:
    """A step whose rule is to be folded from the stored events, from those in a stretch of time where it has ends."""

    standing: "Standing"
    step_id: str
    rule: Rule
    since: datetime | None = None
    until: datetime | None = None


@dataclass(slots=True)
class Standing:
    """One subject's milestone: ticks, tallies and how far rules have come by step id, when it was reached, and changes.

    `changed` and `progress` are the changes to ticks and to how far rules have come; `added` are counts on top of the
    stored ones, `recounted` take their place. What comes after the moment a step was verified counts no more, so that
    the counts of the same events are the same, in whatever order they came. It is `whole` once all its ticks are known,
    and when it was reached; before, only what its news is about is.
    """

    account_id: UUID
    subject_id: UUID
    milestone: Milestone
    ticks: dict[str, StepTick] = field(default_factory=dict)
    tallies: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    so_far: dict[str, Progress] = field(default_factory=dict)
    done_at: datetime | None = None
    changed: set[str] = field(default_factory=set)
    progress: dict[str, Progress] = field(default_factory=dict)
    added: dict[str, dict[UUID, Counter]] = field(default_factory=dict)
    recounted: dict[str, dict[UUID, Counter]] = field(default_factory=dict)
    whole: bool = False
    reached: bool = False
    new: bool = False

    @property
    def moved(self) -> bool:
        """Whether anything about it is to be stored."""
        return bool(self.changed or self.progress or self.added or self.recounted or self.reached)

    def attest(self, step_id: str, tick: Occurrence, by_id: UUID | None) -> None:
        """A person ticks a step by hand: the first to say so counts."""
        step, before = self.milestone.step(step_id), self.ticks.get(step_id)
        if before and tick.at >= before.at:
            return
        verified_at = before.verified_at if before else None
        event_id = before.event_id if before and verified_at else tick.event_id
        if step and step.rule is None:
            event_id, verified_at = tick.event_id, tick.at
        self._set(step_id, StepTick(tick.at, by_id, event_id, verified_at))

    def doubt(self, step_id: str, rule: Rule, events: Sequence[Occurrence]) -> Doubt | None:
        """Whether the stored events have to be asked, given new ones that count, in their order.

        Of a verified step only when the news is older than the moment it was verified.
        """
        before = self.ticks.get(step_id)
        if before and before.verified_at:
            late = events[0].at <= before.verified_at
            return Doubt(self, step_id, rule, _since(rule, events), before.verified_at) if late else None
        if not counted(rule):
            return (
                Doubt(self, step_id, rule, _since(rule, events)) if self._can_advance(step_id, rule, events) else None
            )
        tally = self.tallies[step_id]
        in_order = tally.last_at is None or events[0].at > tally.last_at
        decided = in_order and not tally.meets(rule)
        return Doubt(self, step_id, rule) if not decided and tally.met_by(rule, events) else None

    def _can_advance(self, step_id: str, rule: Rule, events: Sequence[Occurrence]) -> bool:
        """Whether events can bring a rule further: those that count towards later parts of a sequence cannot yet."""
        if not isinstance(rule, SequenceRule):
            return True
        come = self.so_far.get(step_id)
        within_reach = rule.rules[: (come.count if come else 0) + 1]
        return any(part.matches(one.name, one.properties) for one in events for part in within_reach)

    def verify(
        self, step_id: str, rule: Rule, events: Sequence[Occurrence], history: Sequence[Occurrence] | None
    ) -> None:
        """Let new events count towards a step. `history` is what settles a doubt, where there was one."""
        before = self._verified_at(step_id)
        if history is not None:
            outcome = fold(rule, history)
            self._confirm(step_id, outcome.met)
            if not before and not counted(rule):
                self._advance(step_id, outcome.progress)
        elif not before and counted(rule):
            self._confirm(step_id, self.tallies[step_id].met_by(rule, events))
        if counted(rule):
            self._count(step_id, rule, events, history, before)

    def conclude(self) -> None:
        """Reach the milestone, or find that it was reached earlier."""
        at = reached_at(self.milestone, {step_id: tick.at for step_id, tick in self.ticks.items()})
        earlier = self.done_at is None or (self.changed and at and at < self.done_at)
        if at and earlier:
            self.new = self.done_at is None
            self.done_at = at
            self.reached = True

    def _verified_at(self, step_id: str) -> datetime | None:
        tick = self.ticks.get(step_id)
        return tick.verified_at if tick else None

    def _count(
        self,
        step_id: str,
        rule: EventRule,
        events: Sequence[Occurrence],
        history: Sequence[Occurrence] | None,
        before: datetime | None,
    ) -> None:
        """Count up to the moment the step was verified; where that moved, what was counted after it goes."""
        until = self._verified_at(step_id)
        if history is None or until == before:
            self.added[step_id] = count(events, until)
        else:
            matching = [one for one in history if rule.matches(one.name, one.properties)]
            self.recounted[step_id] = count(sorted(matching, key=lambda one: one.place), until)

    def _advance(self, step_id: str, progress: Progress) -> None:
        """Note how far a rule has come, where that is further than it ever was."""
        before = self.so_far.get(step_id)
        if before is None or before.target != progress.target or before.count < progress.count:
            self.so_far[step_id] = self.progress[step_id] = progress

    def _confirm(self, step_id: str, met: Occurrence | None) -> None:
        before = self.ticks.get(step_id)
        if met is None:
            return
        if before and before.at < met.at:
            self._set(step_id, replace(before, event_id=met.event_id, verified_at=met.at))
        else:
            self._set(step_id, StepTick(met.at, None, met.event_id, met.at))

    def _set(self, step_id: str, tick: StepTick) -> None:
        if tick != self.ticks.get(step_id):
            self.ticks[step_id] = tick
            self.changed.add(step_id)


def _since(rule: Rule, events: Sequence[Occurrence]) -> datetime | None:
    """From when on stored events can meet a rule together with new ones, given in their order; None: ever."""
    days = reach(rule)
    return events[0].at - timedelta(days=days) if days else None
