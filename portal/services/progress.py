"""What a member does on their ladder. Each act is an event, taken in like any other."""

from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from portal import ingest
from portal.db import discovery
from portal.db import progress as progress_rows
from portal.domain.errors import Conflict, NotFound
from portal.domain.people import SignedInMember
from portal.domain.personal import personal_ladder
from portal.domain.playbook import Catalogue
from portal.domain.progress import MilestoneProgress, State, climb


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
    before = await _find(session, catalogue, member, milestone_id, now.date())
    step = next((step for step in before.steps if step.step.id == step_id), None)
    if step is None:
        message = "This step is not part of the milestone any more. Open the milestone again to see its steps."
        raise NotFound(message)
    if before.state is State.LOCKED:
        names = " and ".join(f"“{milestone.title}”" for milestone in before.waits_for)
        message = f"This milestone opens after {names}. Finish that first."
        raise Conflict(message)
    if step.done:
        return False
    await ingest.record(
        session,
        catalogue=catalogue,
        account_id=member.account_id,
        member_id=member.id,
        name="Step Ticked",
        properties={"milestone": milestone_id, "step": step_id},
        now=now,
    )
    after = await _find(session, catalogue, member, milestone_id, now.date())
    return after.state.reached and not before.state.reached


async def celebrate(
    session: AsyncSession, *, catalogue: Catalogue, member: SignedInMember, milestone_id: str, now: datetime
) -> None:
    """Note that the member saw a milestone's celebration. Raises Conflict before it is reached."""
    found = await _find(session, catalogue, member, milestone_id, now.date())
    if not found.state.reached:
        message = f"“{found.milestone.title}” is not done yet: {found.steps_left} to go."
        raise Conflict(message)
    if found.state is State.CELEBRATED:
        return
    await ingest.record(
        session,
        catalogue=catalogue,
        account_id=member.account_id,
        member_id=member.id,
        name="Milestone Celebrated",
        properties={"milestone": milestone_id},
        now=now,
    )


async def _find(
    session: AsyncSession, catalogue: Catalogue, member: SignedInMember, milestone_id: str, today: date
) -> MilestoneProgress:
    facts = await progress_rows.member_facts(
        session, catalogue=catalogue, account_id=member.account_id, member_id=member.id
    )
    profile = await discovery.profile(session, catalogue=catalogue, account_id=member.account_id)
    own = personal_ladder(catalogue, catalogue.ladders[member.role], profile, facts)
    found = climb(own, facts, today).find(milestone_id)
    if found is None:
        message = "This milestone is not on your ladder. Your ladder shows the ones that are."
        raise NotFound(message)
    return found
