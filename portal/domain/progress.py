"""A member's climb: step and milestone states, derived from stored facts. Done is monotone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from portal.domain.acts import Blocked
from portal.domain.folding import Progress, part_way
from portal.domain.playbook import SIGNAL, Ladder, Milestone, Signal, Step
from portal.domain.rules import EventRule, Rule, counted


class State(StrEnum):
    """Where a milestone stands for one member."""

    LOCKED = "locked"
    AVAILABLE = "available"
    IN_PROGRESS = "in_progress"
    BLOCKED = "blocked"
    DONE = "done"
    CELEBRATED = "celebrated"

    @property
    def reached(self) -> bool:
        """Whether the milestone is behind the member."""
        return self in {State.DONE, State.CELEBRATED}


@dataclass(frozen=True, slots=True)
class Count:
    """How many events counted towards a rule, and by how many different people."""

    events: int = 0
    members: int = 0

    def meets(self, rule: EventRule) -> bool:
        """Whether the rule is satisfied."""
        return self.events >= rule.count and self.members >= rule.distinct_members

    def towards(self, rule: EventRule) -> Progress:
        """How far that is; full only when the rule is met."""
        if self.meets(rule):
            return Progress(rule.target, rule.target)
        return part_way(self.members if rule.distinct_members > 1 else self.events, rule.target)


@dataclass(frozen=True, slots=True)
class Tick:
    """A step that is done, or a success signal that is met.

    `verified` says the product confirmed it; `by` names who ticked it by hand before that.
    """

    at: datetime
    verified: bool
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is stored about one member's climb, their own and their account's.

    Keys of `ticks`, `counts` and `folded` are (milestone id, step id); `SIGNAL` stands for the success
    signal. `counts` are for rules that counting decides, `folded` for all others.
    `by_hand` names the milestones of which the member ticked a step themself. `snoozed` says by milestone until
    which day the member does not want to be led to it, `handed` when a colleague handed it to them.
    """

    ticks: Mapping[tuple[str, str], Tick] = field(default_factory=dict)
    counts: Mapping[tuple[str, str], Count] = field(default_factory=dict)
    folded: Mapping[tuple[str, str], Progress] = field(default_factory=dict)
    done: Mapping[str, datetime] = field(default_factory=dict)
    celebrated: frozenset[str] = frozenset()
    by_hand: frozenset[str] = frozenset()
    blocked: Mapping[str, Blocked] = field(default_factory=dict)
    snoozed: Mapping[str, date] = field(default_factory=dict)
    handed: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StepProgress:
    """One checklist line as the member sees it; `count` of `target`, 0 of 0 where nothing is counted."""

    step: Step
    tick: Tick | None
    count: int
    target: int

    @property
    def done(self) -> bool:
        """Whether the step is ticked."""
        return self.tick is not None

    @property
    def unverified(self) -> bool:
        """Done by hand although the product could confirm it, and has not yet."""
        return self.tick is not None and self.step.rule is not None and not self.tick.verified


@dataclass(frozen=True, slots=True)
class SignalProgress:
    """How far the success signal has come: `count` of `target`, in the unit of its rule."""

    signal: Signal
    count: int
    target: int

    @property
    def met(self) -> bool:
        """Whether the outcome was achieved."""
        return self.count >= self.target


@dataclass(frozen=True, slots=True)
class MilestoneProgress:
    """One rung as the member sees it. `waits_for` names what one opens after that is not open yet.

    `rests_until` is the day on which an open one that nobody has begun comes up on the ladder; `snoozed_until` the
    day until which the member put it off. Both are None once that day is here. Until then the ladder does not lead
    to it, but whoever goes there may go on. `blocked` says on whom a blocked one waits.
    """

    milestone: Milestone
    state: State
    steps: tuple[StepProgress, ...]
    signal: SignalProgress | None
    done_at: datetime | None
    waits_for: tuple[Milestone, ...]
    rests_until: date | None = None
    snoozed_until: date | None = None
    blocked: Blocked | None = None

    @property
    def locked(self) -> bool:
        """Whether others have to be reached first; a locked one can be blocked as well."""
        return bool(self.waits_for) and not self.state.reached

    @property
    def away_until(self) -> date | None:
        """The day from which the ladder leads here again; None where it does so today."""
        return max((day for day in (self.rests_until, self.snoozed_until) if day), default=None)

    @property
    def next_step(self) -> StepProgress | None:
        """The first step still open."""
        return next((step for step in self.steps if not step.done), None)

    @property
    def steps_left(self) -> int:
        """How many required steps are still open."""
        return sum(not step.done and not step.step.optional for step in self.steps)

    @property
    def minutes_left(self) -> int:
        """The minutes the open required steps usually take."""
        return sum(step.step.minutes for step in self.steps if not step.done and not step.step.optional)

    @property
    def share(self) -> float:
        """The done share of everything the milestone waits for, 0 to 1."""
        if self.state.reached:
            return 1.0
        parts = [1.0 if step.done else 0.0 for step in self.steps if not step.step.optional]
        if self.signal:
            parts.append(self.signal.count / self.signal.target)
        return sum(parts) / len(parts)


@dataclass(frozen=True, slots=True)
class LadderProgress:
    """A member's whole ladder. `current` is the one milestone shown expanded.

    It is None at the top, and while nothing is open but what rests or is snoozed. One that is blocked is current
    only where nothing else is open.
    """

    ladder: Ladder
    milestones: tuple[MilestoneProgress, ...]
    current: MilestoneProgress | None

    @property
    def done(self) -> int:
        """How many milestones are reached."""
        return sum(m.state.reached for m in self.milestones)

    @property
    def resting(self) -> MilestoneProgress | None:
        """The milestone that rests or is snoozed and comes back first, or None."""
        resting = [m for m in self.milestones if m.away_until]
        return min(resting, key=lambda m: m.away_until or date.max, default=None)

    def find(self, milestone_id: str) -> MilestoneProgress | None:
        """The progress of one milestone of this ladder, or None."""
        return next((m for m in self.milestones if m.milestone.id == milestone_id), None)


def reached_at(milestone: Milestone, ticks: Mapping[str, datetime]) -> datetime | None:
    """When the last thing a milestone waits for was there: its required steps, its success signal. None: not yet.

    `ticks` says by step id since when each is done, the signal under `SIGNAL`. Whatever is ticked later or
    found to have been done earlier never takes the milestone back.
    """
    needed = [step.id for step in milestone.steps if not step.optional]
    if milestone.signal:
        needed.append(SIGNAL)
    return max(ticks[step] for step in needed) if all(step in ticks for step in needed) else None


def climb(ladder: Ladder, facts: Facts, today: date) -> LadderProgress:
    """A ladder's states from the facts on a day, in the ladder's order."""
    befores = (None, *ladder.milestones)
    rungs = tuple(
        _rested(_rung(ladder, milestone, facts, today), facts.done.get(before.id) if before else None, today)
        for before, milestone in zip(befores, ladder.milestones, strict=False)
    )
    return LadderProgress(ladder, rungs, _current(rungs))


def _current(rungs: Sequence[MilestoneProgress]) -> MilestoneProgress | None:
    open_ones = [rung for rung in rungs if not rung.locked and not rung.away_until]
    order = (State.IN_PROGRESS, State.AVAILABLE, State.BLOCKED)
    return next((rung for state in order for rung in open_ones if rung.state is state), None)


def _rung(ladder: Ladder, milestone: Milestone, facts: Facts, today: date) -> MilestoneProgress:
    waits_for = tuple(
        other for other in ladder.milestones if other.id in milestone.requires and other.id not in facts.done
    )
    steps = tuple(_line(milestone, step, facts) for step in milestone.steps)
    state = _state(milestone, facts, locked=bool(waits_for), started=any(step.done or step.count for step in steps))
    until = facts.snoozed.get(milestone.id)
    return MilestoneProgress(
        milestone=milestone,
        state=state,
        steps=steps,
        signal=_signal(milestone, facts),
        done_at=facts.done.get(milestone.id),
        waits_for=waits_for,
        snoozed_until=until if until and today < until and not waits_for and not state.reached else None,
        blocked=facts.blocked.get(milestone.id) if state is State.BLOCKED else None,
    )


def _rested(rung: MilestoneProgress, before: datetime | None, today: date) -> MilestoneProgress:
    """The rung, resting where its spacing asks for it; `before` is when the one right before it was reached."""
    spacing = rung.milestone.spacing_days
    if spacing is None or before is None or rung.state is not State.AVAILABLE:
        return rung
    opens = before.astimezone(UTC).date() + timedelta(days=spacing)
    return replace(rung, rests_until=opens) if today < opens else rung


def _line(milestone: Milestone, step: Step, facts: Facts) -> StepProgress:
    key = (milestone.id, step.id)
    progress = _towards(step.rule, key, facts) if step.rule else Progress(0, 0)
    return StepProgress(step, facts.ticks.get(key), progress.count, progress.target)


def _signal(milestone: Milestone, facts: Facts) -> SignalProgress | None:
    if milestone.signal is None:
        return None
    progress = _towards(milestone.signal.rule, (milestone.id, SIGNAL), facts)
    return SignalProgress(milestone.signal, progress.count, progress.target)


def _towards(rule: Rule, key: tuple[str, str], facts: Facts) -> Progress:
    tick = facts.ticks.get(key)
    if tick and tick.verified:
        return Progress(rule.target, rule.target)
    if counted(rule):
        return facts.counts.get(key, Count()).towards(rule)
    return facts.folded.get(key, Progress(0, rule.target))


def _state(milestone: Milestone, facts: Facts, *, locked: bool, started: bool) -> State:
    if milestone.id in facts.done:
        return State.CELEBRATED if milestone.id in facts.celebrated else State.DONE
    if milestone.id in facts.blocked:
        return State.BLOCKED
    if locked:
        return State.LOCKED
    return State.IN_PROGRESS if started else State.AVAILABLE
