"""A member's climb: step and milestone states, derived from stored facts. Done is monotone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from portal.domain.playbook import SIGNAL, Ladder, Milestone, Signal, Step
from portal.domain.rules import EventRule


class State(StrEnum):
    """Where a milestone stands for one member."""

    LOCKED = "locked"
    AVAILABLE = "available"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    CELEBRATED = "celebrated"

    @property
    def reached(self) -> bool:
        """Whether the milestone is behind the member."""
        return self in {State.DONE, State.CELEBRATED}


@dataclass(frozen=True, slots=True)
class Count:
    """How often a rule was met: events in all, and by how many different people."""

    events: int = 0
    members: int = 0

    def meets(self, rule: EventRule) -> bool:
        """Whether the rule is satisfied."""
        return self.events >= rule.count and self.members >= rule.distinct_members

    def towards(self, rule: EventRule) -> int:
        """Progress in the unit of `rule.target`, never beyond it."""
        return min(self.members if rule.distinct_members > 1 else self.events, rule.target)


@dataclass(frozen=True, slots=True)
class Tick:
    """A step that is done. `verified` says the product confirmed it; `by` names who ticked it by hand."""

    at: datetime
    verified: bool
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is stored about one member's climb, their own and their account's.

    Keys of `ticks` and `counts` are (milestone id, step id); `SIGNAL` stands for the success signal.
    """

    ticks: Mapping[tuple[str, str], Tick] = field(default_factory=dict)
    counts: Mapping[tuple[str, str], Count] = field(default_factory=dict)
    done: Mapping[str, datetime] = field(default_factory=dict)
    celebrated: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class StepProgress:
    """One checklist line as the member sees it."""

    step: Step
    tick: Tick | None
    count: int

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
    """How far the success signal has come, in people or events of `target`."""

    signal: Signal
    count: int
    target: int

    @property
    def met(self) -> bool:
        """Whether the outcome was achieved."""
        return self.count >= self.target


@dataclass(frozen=True, slots=True)
class MilestoneProgress:
    """One rung as the member sees it. `waits_for` names what a locked one opens after."""

    milestone: Milestone
    state: State
    steps: tuple[StepProgress, ...]
    signal: SignalProgress | None
    done_at: datetime | None
    waits_for: tuple[Milestone, ...]

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
    """A member's whole ladder. `current` is the one milestone shown expanded, None at the top."""

    ladder: Ladder
    milestones: tuple[MilestoneProgress, ...]
    current: MilestoneProgress | None

    @property
    def done(self) -> int:
        """How many milestones are reached."""
        return sum(m.state.reached for m in self.milestones)

    def find(self, milestone_id: str) -> MilestoneProgress | None:
        """The progress of one milestone of this ladder, or None."""
        return next((m for m in self.milestones if m.milestone.id == milestone_id), None)


def fulfilled(milestone: Milestone, facts: Facts) -> bool:
    """Whether the facts complete a milestone: required steps ticked, success signal met."""
    steps = all((milestone.id, step.id) in facts.ticks for step in milestone.steps if not step.optional)
    if milestone.signal is None:
        return steps
    return steps and facts.counts.get((milestone.id, SIGNAL), Count()).meets(milestone.signal.rule)


def climb(ladder: Ladder, facts: Facts) -> LadderProgress:
    """A ladder's states from the facts, in the ladder's order."""
    rungs = tuple(_rung(ladder, milestone, facts) for milestone in ladder.milestones)
    started = next((r for r in rungs if r.state is State.IN_PROGRESS), None)
    current = started or next((r for r in rungs if r.state is State.AVAILABLE), None)
    return LadderProgress(ladder, rungs, current)


def _rung(ladder: Ladder, milestone: Milestone, facts: Facts) -> MilestoneProgress:
    waits_for = tuple(
        other for other in ladder.milestones if other.id in milestone.requires and other.id not in facts.done
    )
    steps = tuple(
        StepProgress(step, facts.ticks.get((milestone.id, step.id)), _towards(step.rule, milestone, step.id, facts))
        for step in milestone.steps
    )
    return MilestoneProgress(
        milestone=milestone,
        state=_state(milestone, facts, locked=bool(waits_for), started=any(step.done or step.count for step in steps)),
        steps=steps,
        signal=_signal(milestone, facts),
        done_at=facts.done.get(milestone.id),
        waits_for=waits_for,
    )


def _signal(milestone: Milestone, facts: Facts) -> SignalProgress | None:
    if milestone.signal is None:
        return None
    rule = milestone.signal.rule
    return SignalProgress(milestone.signal, _towards(rule, milestone, SIGNAL, facts), rule.target)


def _towards(rule: EventRule | None, milestone: Milestone, step_id: str, facts: Facts) -> int:
    return facts.counts.get((milestone.id, step_id), Count()).towards(rule) if rule else 0


def _state(milestone: Milestone, facts: Facts, *, locked: bool, started: bool) -> State:
    if milestone.id in facts.done:
        return State.CELEBRATED if milestone.id in facts.celebrated else State.DONE
    if locked:
        return State.LOCKED
    return State.IN_PROGRESS if started else State.AVAILABLE
