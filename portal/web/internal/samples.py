"""A ladder with one milestone in every state, to look at."""

from datetime import datetime, timedelta
from uuid import UUID

from portal.domain.acts import Blocked
from portal.domain.playbook import Catalogue, Ladder, Milestone
from portal.domain.progress import LadderProgress, MilestoneProgress, State, StepProgress, Tick

ORDER = (State.CELEBRATED, State.DONE, State.IN_PROGRESS, State.AVAILABLE, State.BLOCKED, State.LOCKED)


def sample_climb(catalogue: Catalogue, now: datetime) -> LadderProgress:
    """The longest ladder of a playbook, its milestones one in each state as far as they go."""
    ladder: Ladder = max(catalogue.ladders.values(), key=lambda one: len(one.milestones))
    rungs = tuple(
        _rung(milestone, state, ladder, now) for milestone, state in zip(ladder.milestones, ORDER, strict=False)
    )
    return LadderProgress(ladder, rungs, next((rung for rung in rungs if rung.state is State.IN_PROGRESS), None))


def _rung(milestone: Milestone, state: State, ladder: Ladder, now: datetime) -> MilestoneProgress:
    begun = state.reached or state is State.IN_PROGRESS
    steps = tuple(
        StepProgress(step, Tick(now, verified=True) if state.reached or (begun and place == 0) else None, 0, 0)
        for place, step in enumerate(milestone.steps)
    )
    return MilestoneProgress(
        milestone,
        state,
        steps,
        signal=None,
        done_at=now - timedelta(days=4) if state.reached else None,
        waits_for=ladder.milestones[:1] if state is State.LOCKED else (),
        blocked=Blocked("Elif Arslan", "Four addresses.", now - timedelta(days=2), "Priya Raman", UUID(int=1))
        if state is State.BLOCKED
        else None,
    )
