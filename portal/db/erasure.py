"""Queries that take a person out of everything: what is theirs alone goes, what the team did stays as done by nobody.

A new column that names a member belongs into one of the three lists, and a test says so.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import CursorResult, Executable, Uuid, bindparam, delete, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from portal.db import activity, unrolled
from portal.db.base import Json, table_of
from portal.db.erased_letters import letters_about
from portal.db.tables import (
    Answer,
    Blocker,
    BrowserSession,
    Celebration,
    CoachBooking,
    Connection,
    Delivery,
    Event,
    Exposure,
    Feedback,
    Handover,
    Invitation,
    LoginState,
    Member,
    MemberPreferences,
    MilestoneCompletion,
    NudgeAnswer,
    Quarantined,
    RuleProgress,
    Snooze,
    Source,
    StepCompletion,
    StepCounter,
    SuppressedAddress,
    Task,
    TeamNote,
    TeamNoteSeen,
    Unlock,
    UnlockOverride,
    Visit,
)

Column = InstrumentedAttribute[Any]

UNNAMED: Final[tuple[Column, ...]] = (
    Answer.answered_by,
    Blocker.by_id,
    Blocker.subject_id,
    Celebration.member_id,
    CoachBooking.subject_id,
    Exposure.member_id,
    Feedback.subject_id,
    Handover.by_id,
    Handover.subject_id,
    Handover.to_id,
    MilestoneCompletion.subject_id,
    RuleProgress.subject_id,
    Snooze.subject_id,
    StepCompletion.by_id,
    StepCompletion.subject_id,
    StepCounter.person_id,
    Unlock.subject_id,
)
"""What follows from events: it stays, so that the team's numbers and a replay stay what they are."""

REMOVED: Final[tuple[Column, ...]] = (
    BrowserSession.member_id,
    Delivery.member_id,
    Invitation.accepted_by_id,
    Invitation.by_id,
    MemberPreferences.member_id,
    NudgeAnswer.member_id,
    TeamNote.from_id,
    TeamNote.to_member_id,
    TeamNoteSeen.member_id,
    UnlockOverride.subject_id,
    Visit.member_id,
)
"""What is theirs alone."""

CLEARED: Final[tuple[Column, ...]] = (Blocker.member_id, Connection.tested_by_id, Task.member_id)
"""What others wait for or were given."""

EVENTS: Final = table_of(Event)


class Told(NamedTuple):
    """An event that names a person."""

    id: int
    name: str
    properties: dict[str, Any]
    own: bool


class Known(NamedTuple):
    """What a person is called, and known by outside the portal."""

    name: str
    external_id: str | None
    email: str | None


async def count_events(session: AsyncSession, *, account_id: UUID, member_id: UUID) -> int:
    """How many events name a person."""
    query = select(func.count()).where(Event.account_id == account_id, Event.member_id == member_id)
    return await session.scalar(query) or 0


async def some_events(
    session: AsyncSession, *, account_id: UUID, member_id: UUID, portal_source: str, limit: int
) -> list[Told]:
    """Some of the events that name a person."""
    query = (
        select(Event.id, Event.name, Event.properties, Source.name == portal_source)
        .join(Source, Source.id == Event.source_id)
        .where(Event.account_id == account_id, Event.member_id == member_id)
        .order_by(Event.id)
        .limit(limit)
    )
    return [Told(*row) for row in await session.execute(query)]


async def unname_events(session: AsyncSession, nobody: UUID, left: Mapping[int, Mapping[str, Any]]) -> None:
    """Let events name nobody, and keep of their properties what is left."""
    statement = (
        update(EVENTS)
        .where(EVENTS.c.id == bindparam("event"))
        .values(member_id=bindparam("nobody", type_=Uuid()), properties=bindparam("left", type_=Json), context={})
    )
    rows = [{"event": event, "nobody": nobody, "left": dict(properties)} for event, properties in left.items()]
    if rows:
        await session.execute(statement, rows)


async def known_as(session: AsyncSession, *, account_id: UUID, member_id: UUID) -> Known | None:
    """What a person is called, and known by outside the portal; None where they are gone already."""
    query = select(Member.name, Member.external_id, Member.email).where(
        Member.account_id == account_id, Member.id == member_id
    )
    row = (await session.execute(query)).first()
    return Known(*row) if row else None


async def erase(
    session: AsyncSession, *, account_id: UUID, member_id: UUID, nobody: UUID, known: Known
) -> dict[str, dict[str, int]]:
    """Take a person out of everything but their events; how many rows of which table were unnamed, or removed."""
    await _take_back_words(session, member_id)
    theirs, told_of = await letters_about(
        session, account_id=account_id, member_id=member_id, name=known.name, email=known.email
    )
    removed = await _counted(session, [(Delivery.id, delete(Delivery).where(theirs))])
    told = (Delivery.facts, update(Delivery).where(told_of).values(facts={}, subject=None))
    unnamed = await _counted(session, [told, *((one, _set(one, member_id, nobody)) for one in UNNAMED)])
    await unrolled.alone(session)
    unnamed |= await activity.hand_over(session, account_id=account_id, member_id=member_id, to=nobody)
    await _counted(session, ((one, _set(one, member_id, None)) for one in CLEARED))
    await _let_go_of_what_refers(session, member_id)
    removed |= await _counted(session, ((one, delete(one.class_).where(one == member_id)) for one in REMOVED))
    removed |= await _forget_outside_names(session, account_id, known)
    themselves = delete(Member).where(Member.account_id == account_id, Member.id == member_id)
    removed |= await _counted(session, [(Member.id, themselves)])
    return {"unnamed": unnamed, "removed": removed}


def _set(column: Column, member_id: UUID, value: UUID | None) -> Executable:
    return update(column.class_).where(column == member_id).values({column.key: value})


async def _take_back_words(session: AsyncSession, member_id: UUID) -> None:
    """Empty what they wrote in rows that stay, and their name where a team waits on them."""
    for statement in (
        update(Feedback).where(Feedback.subject_id == member_id).values(comment=""),
        update(Handover).where(Handover.by_id == member_id).values(note=""),
        update(Blocker).where(Blocker.member_id == member_id).values(waits_on="Somebody who left"),
    ):
        await session.execute(statement.execution_options(synchronize_session=False))


async def _let_go_of_what_refers(session: AsyncSession, member_id: UUID) -> None:
    """Remove what refers to rows that are about to go."""
    notes = select(TeamNote.id).where(or_(TeamNote.from_id == member_id, TeamNote.to_member_id == member_id))
    invitations = select(Invitation.id).where(
        or_(Invitation.by_id == member_id, Invitation.accepted_by_id == member_id)
    )
    await session.execute(delete(TeamNoteSeen).where(TeamNoteSeen.note_id.in_(notes)))
    await session.execute(delete(LoginState).where(LoginState.invitation_id.in_(invitations)))


async def _forget_outside_names(session: AsyncSession, account_id: UUID, known: Known) -> dict[str, int]:
    """Remove what knows them by their address, or by their id in the product."""
    found: list[tuple[Column, Executable]] = []
    if known.email:
        email = known.email.lower()
        invited = delete(Invitation).where(Invitation.account_id == account_id, func.lower(Invitation.email) == email)
        found.append((Invitation.email, invited))
        found.append((SuppressedAddress.email, delete(SuppressedAddress).where(SuppressedAddress.email == email)))
    if known.external_id:
        quoted = literal(f'"{known.external_id}"')
        found.append((Quarantined.body, delete(Quarantined).where(Quarantined.body.contains(quoted))))
    return await _counted(session, found)


async def _counted(session: AsyncSession, statements: Iterable[tuple[Column, Executable]]) -> dict[str, int]:
    """Run statements; how many rows of which table they changed."""
    counts: dict[str, int] = {}
    for column, statement in statements:
        result = await session.execute(statement.execution_options(synchronize_session=False))
        if isinstance(result, CursorResult) and result.rowcount:
            table = column.class_.__tablename__
            counts[table] = counts.get(table, 0) + result.rowcount
    return counts
