"""Sessions with the guide of an account: who that is, which times are free, booking one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import acts, coaching
from portal.domain.acts import CoachSession
from portal.domain.coaching import Guide, free_slots
from portal.domain.errors import Conflict, NotFound
from portal.domain.wording import phrase
from portal.ingest import Climber, act

NO_GUIDE = phrase("Nobody guides your team yet, so there are no sessions to book.")
TAKEN = phrase("This time is not free any more. Choose another one.")
NOT_BOOKED = phrase("There is no session booked for this milestone. Book one on its page.")


@dataclass(frozen=True, slots=True)
class Offer:
    """Who guides the account, and the times to choose from; none where they have a booking page of their own."""

    guide: Guide
    slots: tuple[datetime, ...]


async def offer(session: AsyncSession, climber: Climber) -> Offer | None:
    """The sessions a member can book; None while nobody guides the account."""
    guide = await coaching.guide_of(session, climber.member.account_id)
    if guide is None:
        return None
    return Offer(guide, () if guide.booking_url else await _free(session, climber, guide))


async def book(session: AsyncSession, climber: Climber, *, at: datetime) -> None:
    """Book a session, instead of one booked before. Raises NotFound without a guide, Conflict where it is not free."""
    offered = await offer(session, climber)
    if offered is None:
        raise NotFound(NO_GUIDE)
    if at not in offered.slots:
        raise Conflict(TAKEN)
    await act(session, climber, "Coach Session Booked", at=at.isoformat())


async def booked(session: AsyncSession, climber: Climber) -> tuple[Guide, CoachSession]:
    """The session the member booked for the milestone, and with whom. Raises NotFound."""
    done = await acts.acts_of(session, member=climber.member, at=climber.at)
    guide = await coaching.guide_of(session, climber.member.account_id)
    if guide is None or done.session is None:
        raise NotFound(NOT_BOOKED)
    return guide, done.session


async def _free(session: AsyncSession, climber: Climber, guide: Guide) -> tuple[datetime, ...]:
    own = _key(climber)
    taken = await coaching.taken(session, guide_id=guide.id, since=climber.now, but=own)
    return free_slots(climber.now, ZoneInfo(climber.member.preferences.time_zone), taken)


def _key(climber: Climber) -> tuple[UUID, UUID, str]:
    return climber.member.account_id, climber.member.id, climber.milestone.id
