"""How a member's climb compares with the plan of their account."""

from collections.abc import Mapping
from datetime import date

from portal.domain import lifecycle
from portal.domain.lifecycle import Onboarding, Phase
from portal.domain.playbook import Ladder, Milestone, Scope
from portal.domain.progress import LadderProgress


def planned_on(milestone: Milestone, onboarding: Onboarding, joined_on: date | None, today: date) -> date | None:
    """The day the plan has a milestone reached: a shared one by the account's clock, one's own by theirs too."""
    own = milestone.scope is Scope.MEMBER
    phase = Phase(milestone.phase)
    return lifecycle.due_on(onboarding, phase, milestone.due_days, today, joined_on=joined_on if own else None)


def planned_days(ladder: Ladder, onboarding: Onboarding, joined_on: date | None, today: date) -> dict[str, date]:
    """The plan's day for each milestone that has one, by its id."""
    days = {one.id: planned_on(one, onboarding, joined_on, today) for one in ladder.milestones}
    return {milestone_id: day for milestone_id, day in days.items() if day}


def days_ahead(progress: LadderProgress, planned: Mapping[str, date], today: date) -> int | None:
    """How many days a climb is ahead of its plan; below zero, how many behind. None while there is nothing to compare.

    Behind is what stands open after its day, the longest of it; ahead is how much earlier than planned the last
    milestone was reached.
    """
    late = [
        (today - planned[m.milestone.id]).days
        for m in progress.milestones
        if not m.state.reached and m.milestone.id in planned
    ]
    if late and max(late) > 0:
        return -max(late)
    reached = [(m.done_at.date(), m.milestone.id) for m in progress.milestones if m.done_at]
    if not reached or (last := max(reached))[1] not in planned:
        return None
    return max((planned[last[1]] - last[0]).days, 0)
