"""Queries on meetings."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import versions
from portal.db.bulk import one_of
from portal.db.tables import Account, Meeting, Staff
from portal.domain import meetings as domain
from portal.domain.meetings import Details, Organiser
from portal.domain.touchpoints import Key


async def of_account(session: AsyncSession, account_id: UUID, *, limit: int) -> list[domain.Meeting]:
    """An account's meetings, the latest first."""
    query = _meetings().where(Meeting.account_id == account_id).order_by(Meeting.starts_at.desc(), Meeting.id)
    return [_meeting(row) for row in await session.execute(query.limit(limit))]


async def find(session: AsyncSession, *, account_id: UUID, meeting_id: UUID) -> domain.Meeting | None:
    """A meeting of an account; None where there is none of that id."""
    query = _meetings().where(Meeting.account_id == account_id, Meeting.id == meeting_id)
    row = (await session.execute(query)).one_or_none()
    return _meeting(row) if row else None


async def between(
    session: AsyncSession, accounts: Collection[UUID], since: datetime, until: datetime
) -> list[domain.Meeting]:
    """The meetings of these accounts that begin within a span, those that were cancelled too, in order."""
    return await _ordered(session, accounts, Meeting.starts_at >= since, Meeting.starts_at < until)


async def unnoted(
    session: AsyncSession, accounts: Collection[UUID], since: datetime, until: datetime
) -> list[domain.Meeting]:
    """The meetings that began within a span, and of which nobody has said what came of them."""
    silent = (Meeting.done_at.is_(None), Meeting.cancelled_at.is_(None))
    return await _ordered(session, accounts, Meeting.starts_at >= since, Meeting.starts_at < until, *silent)


async def _ordered(
    session: AsyncSession, accounts: Collection[UUID], *which: ColumnElement[bool]
) -> list[domain.Meeting]:
    query = _meetings().where(one_of(session, Meeting.account_id, accounts), *which)
    return [_meeting(row) for row in await session.execute(query.order_by(Meeting.starts_at, Meeting.id))]


async def of_staff(
    session: AsyncSession, staff_id: UUID, accounts: Collection[UUID], since: datetime, dropped_since: datetime
) -> list[domain.Meeting]:
    """What stands in somebody's own calendar from a moment on; what was cancelled only since another."""
    query = _meetings().where(
        or_(Meeting.staff_id == staff_id, one_of(session, Meeting.account_id, accounts)),
        Meeting.starts_at >= since,
        or_(Meeting.cancelled_at.is_(None), Meeting.cancelled_at >= dropped_since),
    )
    return [_meeting(row) for row in await session.execute(query.order_by(Meeting.starts_at, Meeting.id))]


async def add(session: AsyncSession, *, meeting: domain.Meeting) -> None:
    """Keep a new meeting."""
    organiser = meeting.organiser.id if meeting.organiser else None
    about = {"id": meeting.id, "account_id": meeting.account_id, "staff_id": organiser, "uid": meeting.uid}
    saved = {"changed_at": meeting.changed_at, "edited_by": meeting.edited_by}
    await session.execute(insert(Meeting).values({**about, **saved, **columns(meeting.details)}))


async def change(
    session: AsyncSession, *, account_id: UUID, meeting_id: UUID, version: int, values: dict[str, Any], by: str
) -> bool:
    """Change a meeting that still has that version; whether it had."""
    keys = {"account_id": account_id, "id": meeting_id}
    return await versions.change(session, Meeting, keys, version=version, values=values, by=by)


async def note(session: AsyncSession, *, account_id: UUID, meeting_id: UUID, values: Mapping[str, Any]) -> None:
    """Note what nobody edits by hand, such as that the invite went out; its version stays."""
    statement = update(Meeting).where(Meeting.account_id == account_id, Meeting.id == meeting_id).values(dict(values))
    await session.execute(statement.execution_options(synchronize_session=False))


def columns(details: Details) -> dict[str, Any]:
    """What people are told of a meeting, by the columns that keep it."""
    return {
        "title": details.title,
        "kind": details.kind,
        "starts_at": details.starts_at,
        "minutes": details.minutes,
        "attendees": list(details.attendees),
        "place": details.place,
        "note": details.note,
        "touchpoint_id": details.touchpoint.id if details.touchpoint else None,
        "touchpoint_weeks": details.touchpoint.weeks if details.touchpoint else None,
    }


def _meetings() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Meeting.id,
            Meeting.account_id,
            Account.name.label("account"),
            Meeting.title,
            Meeting.kind,
            Meeting.starts_at,
            Meeting.minutes,
            Meeting.attendees,
            Meeting.place,
            Meeting.note,
            Meeting.touchpoint_id,
            Meeting.touchpoint_weeks,
            Meeting.staff_id,
            Staff.name.label("staff"),
            Staff.email.label("staff_email"),
            Meeting.uid,
            Meeting.sequence,
            Meeting.changed_at,
            Meeting.invited_at,
            Meeting.cancelled_at,
            Meeting.done_at,
            Meeting.outcome,
            Meeting.version,
            Meeting.edited_by,
        )
        .join(Account, Account.id == Meeting.account_id)
        .outerjoin(Staff, Staff.id == Meeting.staff_id)
    )


def _meeting(row: Row[*tuple[Any, ...]]) -> domain.Meeting:
    return domain.Meeting(
        id=row.id,
        account_id=row.account_id,
        account=row.account,
        details=_details(row),
        organiser=Organiser(row.staff_id, row.staff, row.staff_email) if row.staff_id else None,
        uid=row.uid,
        sequence=row.sequence,
        changed_at=row.changed_at,
        invited_at=row.invited_at,
        cancelled_at=row.cancelled_at,
        done_at=row.done_at,
        outcome=row.outcome,
        version=row.version,
        edited_by=row.edited_by,
    )


def _details(row: Row[*tuple[Any, ...]]) -> Details:
    return Details(
        title=row.title,
        kind=row.kind,
        starts_at=row.starts_at,
        minutes=row.minutes,
        attendees=tuple(row.attendees),
        place=row.place,
        note=row.note,
        touchpoint=Key(row.touchpoint_id, row.touchpoint_weeks) if row.touchpoint_id else None,
    )
