"""Invites to meetings: that one was sent, and what people answered, as events like those of a calendar integration."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from portal import ingest
from portal.db import accounts, audit, meetings
from portal.db import invites as rows
from portal.db.invites import Reported
from portal.domain.audit import Act
from portal.domain.doers import Doer
from portal.domain.errors import Conflict, Invalid
from portal.domain.invites import ACCEPTED, ATTENDED, DECLINED, SENT, InviteState
from portal.domain.kickoff import addresses
from portal.domain.meetings import Meeting
from portal.domain.playbook import Catalogue

EVENTS: Final[Mapping[InviteState, str]] = {
    InviteState.ACCEPTED: ACCEPTED,
    InviteState.DECLINED: DECLINED,
    InviteState.ATTENDED: ATTENDED,
}
"""The event that reports each answer."""
STATES: Final = {name: state for state, name in EVENTS.items()}
CANCELLED: Final = "This meeting was called off, so there is nothing to invite anybody to."
NOT_INVITED: Final = "%(name)s is not among those who are invited. Add them to the meeting first."
LONGEST: Final = timedelta(days=366)
"""So long before a meeting its invite may have been sent."""


async def send(session: AsyncSession, *, doer: Doer, catalogue: Catalogue, meeting: Meeting, now: datetime) -> None:
    """Note that the invite to a meeting went out; twice is as once. `catalogue` is the account's own.

    Raises Forbidden, and Conflict where the meeting was called off.
    """
    doer.require_guide()
    if meeting.cancelled_at:
        raise Conflict(CANCELLED)
    if meeting.invited_at:
        return
    await _report(session, catalogue, meeting, SENT, now, message_id=f"invite-{meeting.id}")
    keys = {"account_id": meeting.account_id, "meeting_id": meeting.id}
    await meetings.note(session, **keys, values={"invited_at": now})
    await _remember(session, doer, meeting, Act("meeting.invited", meeting.details.title), now)


async def answer(
    session: AsyncSession,
    *,
    doer: Doer,
    catalogue: Catalogue,
    meeting: Meeting,
    guest: str,
    state: InviteState,
    now: datetime,
) -> None:
    """Note what somebody answered, or that they came; whoever answers was invited, so that is noted too.

    Raises Forbidden, Conflict where the meeting was called off, and Invalid for somebody who is not invited.
    """
    if guest not in meeting.details.attendees or state not in EVENTS:
        raise Invalid(NOT_INVITED, name=guest)
    await send(session, doer=doer, catalogue=catalogue, meeting=meeting, now=now)
    await _report(session, catalogue, meeting, EVENTS[state], now, guest=guest)
    act = Act("meeting.answered", meeting.details.title, {}, {"guest": guest, "answer": state.value})
    await _remember(session, doer, meeting, act, now)


async def answers(session: AsyncSession, meeting: Meeting) -> dict[str, InviteState]:
    """What each of those who are invited answered last, whoever reported it; whoever came, came."""
    since = min(meeting.changed_at, meeting.details.starts_at) - LONGEST
    found: dict[str, InviteState] = {}
    for one in await rows.reported(session, account_id=meeting.account_id, since=since):
        guest = _guest(one, meeting) if one.event.invite_id == meeting.uid else None
        if guest and one.event.name in STATES and found.get(guest) is not InviteState.ATTENDED:
            found[guest] = STATES[one.event.name]
    return found


def _guest(one: Reported, meeting: Meeting) -> str | None:
    """The attendee an answer is about: by the name it was logged under, or by the member's address or name."""
    named = one.event.properties.get("attendee")
    known = {str(word).casefold() for word in (named, one.name, one.email) if word}
    return next((guest for guest in meeting.details.attendees if known & _called(guest)), None)


def _called(guest: str) -> set[str]:
    return {guest.casefold(), guest.partition("<")[0].strip().casefold(), *map(str.casefold, addresses([guest]))}


async def _report(
    session: AsyncSession,
    catalogue: Catalogue,
    meeting: Meeting,
    name: str,
    now: datetime,
    *,
    guest: str | None = None,
    message_id: str | None = None,
) -> None:
    emails = addresses([guest]) if guest else ()
    member = await rows.member_called(session, account_id=meeting.account_id, email=emails[0]) if emails else None
    about = {"invite_id": meeting.uid, "title": meeting.details.title}
    await ingest.record(
        session,
        catalogue=catalogue,
        account_id=meeting.account_id,
        member_id=member,
        name=name,
        properties=about | ({"attendee": guest} if guest else {}),
        now=now,
        message_id=message_id,
    )


async def _remember(session: AsyncSession, doer: Doer, meeting: Meeting, act: Act, now: datetime) -> None:
    await audit.record(session, account_id=meeting.account_id, actor=doer.actor, act=act, now=now)
    await accounts.touch(session, [meeting.account_id])
