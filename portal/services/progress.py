"""What a member does on their ladder. Each act is an event, taken in like any other."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from portal.domain.errors import Conflict, NotFound
from portal.domain.people import SignedInMember
from portal.domain.playbook import Catalogue
from portal.domain.progress import State
from portal.domain.wording import phrase
from portal.ingest import act, find_climber


async def tick(
    session: AsyncSession,
    *,
    catalogue: Catalogue,
    member: SignedInMember,
    milestone_id: str,
    step_id: str,
    now: datetime,
) -> bool:
    """Tick a step by hand; ticking it again changes nothing. Returns whether this completed the milestone.

    Raises NotFound when the step is not on the member's ladder, Conflict while the milestone is locked.
    """
    found = await find_climber(session, catalogue=catalogue, member=member, milestone_id=milestone_id, now=now)
    step = next((step for step in found.at.steps if step.step.id == step_id), None)
    if step is None:
        message = phrase("This step is not part of the milestone any more. Open the milestone again to see its steps.")
        raise NotFound(message)
    if found.at.locked:
        names = [milestone.title for milestone in found.at.waits_for]
        raise Conflict(phrase("This milestone opens after %(milestones)s. Finish that first."), milestones=names)
    if step.done:
        return False
    await act(session, found, "Step Ticked", step=step_id)
    after = await find_climber(session, catalogue=catalogue, member=member, milestone_id=milestone_id, now=now)
    return after.at.state.reached and not found.at.state.reached


async def celebrate(
    session: AsyncSession, *, catalogue: Catalogue, member: SignedInMember, milestone_id: str, now: datetime
) -> None:
    """Note that the member saw a milestone's celebration. Raises Conflict before it is reached."""
    found = await find_climber(session, catalogue=catalogue, member=member, milestone_id=milestone_id, now=now)
    if not found.at.state.reached:
        sentence = phrase("“%(milestone)s” is not done yet: %(steps)s to go.")
        raise Conflict(sentence, milestone=found.milestone.title, steps=found.at.steps_left)
    if found.at.state is not State.CELEBRATED:
        await act(session, found, "Milestone Celebrated")
