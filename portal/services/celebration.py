"""A reached milestone: what it took, who hears of it, and telling them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import accounts, colleagues, forecast, team_notes
from portal.db.onboarding import Run
from portal.domain.achievement import Achievement, Audience, achievement, audience
from portal.domain.errors import Conflict
from portal.domain.notes import NoteKind
from portal.domain.people import SignedInMember
from portal.domain.profile import Profile
from portal.domain.progress import LadderProgress, MilestoneProgress
from portal.domain.waits import most_similar, segments
from portal.domain.wording import phrase
from portal.ingest import Climber

NOT_YET = phrase("There is news to tell once the milestone is done.")
NOBODY = phrase("You are the first of your team here. Invite a colleague, and there is somebody to tell.")


@dataclass(frozen=True, slots=True)
class News:
    """Who hears of a member's news, and when the member told them; None: not yet."""

    audience: Audience
    told_at: datetime | None


async def look_back(
    session: AsyncSession,
    *,
    member: SignedInMember,
    progress: LadderProgress,
    at: MilestoneProgress,
    run: Run,
    profile: Profile,
) -> Achievement:
    """What a reached milestone took, beside what it usually takes similar teams."""
    nearest = segments(profile.industry, profile.seats)
    found = await forecast.histories(session, role=member.role, segments=nearest)
    return achievement(progress, at, member, run.onboarding, most_similar(found, nearest))


async def news(session: AsyncSession, *, member: SignedInMember, milestone_id: str) -> News:
    """Whether a member's team knows of a milestone from them."""
    mates = await colleagues.of_member(session, account_id=member.account_id, member_id=member.id)
    told_at = await team_notes.told_at(
        session, account_id=member.account_id, from_id=member.id, milestone_id=milestone_id
    )
    return News(audience(mate.name for mate in mates), told_at)


async def tell(session: AsyncSession, climber: Climber, *, note: str) -> None:
    """Tell the whole team; once is enough. Raises Conflict before the milestone is reached, or with nobody to tell."""
    if not climber.at.state.reached:
        raise Conflict(NOT_YET)
    member, milestone_id = climber.member, climber.milestone.id
    await accounts.take_turn(session, member.account_id)
    so_far = await news(session, member=member, milestone_id=milestone_id)
    if so_far.told_at:
        return
    if not so_far.audience.named:
        raise Conflict(NOBODY)
    await team_notes.add(
        session,
        account_id=member.account_id,
        milestone_id=milestone_id,
        kind=NoteKind.NEWS,
        from_id=member.id,
        to_member_id=None,
        note=note,
        now=climber.now,
    )
    await accounts.touch(session, [member.account_id])
