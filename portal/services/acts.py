"""What a member can do with a milestone besides its steps: put it off, say what blocks it, judge it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import colleagues, stakeholders
from portal.db.colleagues import ColleagueRow
from portal.db.stakeholders import StakeholderRow
from portal.domain.acts import Thumb
from portal.domain.errors import Conflict, Invalid, NotFound
from portal.domain.people import SignedInMember
from portal.domain.snoozing import last_day
from portal.domain.wording import phrase
from portal.ingest import Climber, act

REACHED = phrase("This milestone is done already. Open your ladder to see what comes next.")
LOCKED = phrase("This milestone is not open yet, so there is nothing to put off.")
TOO_FAR = phrase("Choose a day from tomorrow on, at most 30 days from today.")
STRANGER = phrase("This person is not on your team any more. Choose somebody else.")


@dataclass(frozen=True, slots=True)
class Whom:
    """Who has to act first: a colleague, a stakeholder, or somebody who is only named."""

    member_id: UUID | None = None
    stakeholder_id: UUID | None = None
    name: str = ""


async def snooze(session: AsyncSession, climber: Climber, *, until: date) -> None:
    """Put the milestone off until a day. Raises Conflict where it is not open, Invalid where the day is too far."""
    today = climber.now.date()
    _check_open(climber)
    if climber.at.locked:
        raise Conflict(LOCKED)
    if not today < until <= last_day(today):
        raise Invalid(TOO_FAR)
    await act(session, climber, "Milestone Snoozed", until=datetime.combine(until, time(), UTC).isoformat())


async def resume(session: AsyncSession, climber: Climber) -> None:
    """Go on with what was put off; without anything to go on with nothing happens."""
    if climber.at.snoozed_until:
        await act(session, climber, "Milestone Resumed")


async def waited_on(session: AsyncSession, member: SignedInMember) -> tuple[list[ColleagueRow], list[StakeholderRow]]:
    """On whom a milestone can wait: the member's colleagues, and stakeholders who are not among them."""
    mates = await colleagues.of_member(session, account_id=member.account_id, member_id=member.id)
    known = {mate.email for mate in mates} | {member.email}
    others = await stakeholders.of_account(session, member.account_id)
    return mates, [one for one in others if not one.email or one.email not in known]


async def block(session: AsyncSession, climber: Climber, *, whom: Whom, why: str) -> None:
    """Say that somebody else has to act first. Raises NotFound where that person is not of the account."""
    _check_open(climber)
    name = await _name(session, climber.member.account_id, whom)
    ids = {"member": whom.member_id, "stakeholder": whom.stakeholder_id}
    known = {key: str(value) for key, value in ids.items() if value}
    await act(session, climber, "Milestone Blocked", on=name, why=why, **known)


async def unblock(session: AsyncSession, climber: Climber) -> None:
    """Say that nobody has to act first any more; where nobody has, nothing happens."""
    if climber.at.blocked:
        await act(session, climber, "Milestone Unblocked")


async def judge(session: AsyncSession, climber: Climber, *, thumb: Thumb, comment: str) -> None:
    """Say what the milestone was worth; saying it again replaces it."""
    await act(session, climber, "Feedback Given", thumb=thumb, comment=comment)


def _check_open(climber: Climber) -> None:
    if climber.at.state.reached:
        raise Conflict(REACHED)


async def _name(session: AsyncSession, account_id: UUID, whom: Whom) -> str:
    """The name of somebody of the account, or the one that was given."""
    name: str | None = whom.name
    if whom.member_id:
        name = await colleagues.name_of(session, account_id=account_id, member_id=whom.member_id)
    elif whom.stakeholder_id:
        name = await stakeholders.name_of(session, account_id=account_id, stakeholder_id=whom.stakeholder_id)
    if not name:
        raise NotFound(STRANGER)
    return name
